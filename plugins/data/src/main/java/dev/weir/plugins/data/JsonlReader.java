package dev.weir.plugins.data;

import dev.weir.api.Inputs;
import dev.weir.api.data.InputReader;
import dev.weir.plugins.data.JsonlRows.Member;
import java.io.IOException;
import java.util.Map;

/** Reads the inputs of a file of JSON lines block by block. */
final class JsonlReader implements InputReader {
    private final JsonlRows rows;
    private final JsonlColumns columns;
    private int width;

    /** A reader that closes the rows. */
    JsonlReader(JsonlRows rows, JsonlColumns columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public Inputs next(int most) throws IOException {
        GrowingPart block = new GrowingPart();
        for (int i = 0; i < most; i++) {
            Map<String, Member> row = rows.next();
            if (row == null) {
                break;
            }
            width = columns.read(rows, row, width, block);
            block.endRow(0);
        }
        return block.inputs(columns.shape(width));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
