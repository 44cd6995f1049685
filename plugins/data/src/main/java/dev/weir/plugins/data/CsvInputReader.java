package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputReader;
import java.io.IOException;
import java.util.List;

/** Reads the inputs of a CSV file block by block. */
final class CsvInputReader implements InputReader {
    private final CsvRows rows;
    private final CsvColumns columns;
    private final List<Integer> shape;

    /**
     * A reader that closes the rows.
     *
     * @param shape of one example; empty for texts
     */
    CsvInputReader(CsvRows rows, CsvColumns columns, List<Integer> shape) {
        this.rows = rows;
        this.columns = columns;
        this.shape = shape;
    }

    @Override
    public Inputs next(int most) throws IOException {
        GrowingPart block = new GrowingPart();
        for (int i = 0; i < most; i++) {
            CsvRecord row = rows.next();
            if (row == null) {
                break;
            }
            columns.read(rows, row, block);
            block.endRow(0);
        }
        return block.inputs(shape);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
