package dev.weir.api;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Examples whose inputs are not at hand, only what models put out for them: row numbers of a recorded
 * part. A recorded model looks its outputs up by them; every other model refuses them.
 */
public final class RecordedRows implements Inputs {
    private static final int UNKNOWN = -1;

    private final String part;
    private final int partSize;
    private final int[] rows;

    /** All of a part's {@code n} rows, in order. */
    public static RecordedRows all(String part, int n) {
        return new RecordedRows(part, n, IntStream.range(0, n).toArray());
    }

    /**
     * All of a part of unknown size: as many rows as models recorded. It has no row until a model answers it,
     * and every selection of it is the whole again.
     */
    public static RecordedRows whole(String part) {
        return new RecordedRows(part, UNKNOWN, new int[0]);
    }

    private RecordedRows(String part, int partSize, int[] rows) {
        this.part = part;
        this.partSize = partSize;
        this.rows = rows;
    }

    /** The name of the part, such as {@code test}. */
    public String part() {
        return part;
    }

    /** Whether these are all rows of a part whose size only the recorded outputs tell. */
    public boolean isWhole() {
        return partSize == UNKNOWN;
    }

    /** How many rows the part has in all, whatever was selected of it: what its labels say; -1 where unknown. */
    public int partSize() {
        return partSize;
    }

    /** The row of the part that stands at {@code index} here. */
    public int at(int index) {
        return rows[index];
    }

    public int[] toArray() {
        return rows.clone();
    }

    @Override
    public int rows() {
        return rows.length;
    }

    @Override
    public RecordedRows select(int[] selected) {
        return isWhole()
                ? this
                : new RecordedRows(
                        part, partSize, IntStream.of(selected).map(this::at).toArray());
    }

    @Override
    public String kind() {
        return "recorded rows";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordedRows that
                && part.equals(that.part)
                && partSize == that.partSize
                && Arrays.equals(rows, that.rows);
    }

    @Override
    public int hashCode() {
        return 31 * part.hashCode() + Arrays.hashCode(rows);
    }

    @Override
    public String toString() {
        return rows.length + " recorded rows of part " + part;
    }
}
