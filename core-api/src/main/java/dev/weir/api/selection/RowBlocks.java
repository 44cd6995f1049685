package dev.weir.api.selection;

import dev.weir.api.Features;

/**
 * Rows of numbers, {@code n x d}, that are read block by block and as often as wished, so that a score needs no
 * memory that grows with {@code n}.
 */
public interface RowBlocks {

    /** Rows in a block, at most. */
    int BLOCK = 1024;

    /** Number of rows, {@code n}. */
    int rows();

    /** Numbers in a row, {@code d}; at least 1. */
    int width();

    /**
     * Reads all rows once, in order, in blocks of at most {@link #BLOCK} rows. Reading again gives the same numbers.
     *
     * @throws java.io.UncheckedIOException when they are in a file that cannot be read
     */
    void read(Reader reader);

    /** Takes the blocks of one pass. */
    @FunctionalInterface
    interface Reader {

        /**
         * Takes the rows {@code from} (inclusive) to {@code from + rows} (exclusive).
         *
         * @param values {@code rows x d} numbers, row by row, from the start of the array, which may be longer; only
         *     to be read, and only during this call: the next block may stand in the same array
         */
        void take(int from, int rows, double[] values);
    }

    /**
     * Some of the rows, as rows of their own, read from these whenever they are read.
     *
     * @param ascending row numbers, each greater than the one before; taken over without a copy
     */
    default RowBlocks select(int[] ascending) {
        return new SelectedRows(this, ascending);
    }

    /** The rows of features that are at hand. */
    static RowBlocks of(Features features) {
        return new FeatureRows(features);
    }
}
