package dev.weir.plugins.transferability;

import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;

/** Source probabilities, checked while they are read. */
record SourceClasses(RowBlocks probabilities) {
    /** What single precision and a thousand classes may cost. */
    private static final double TOLERANCE = 1e-3;

    static SourceClasses of(Evidence evidence) {
        return new SourceClasses(evidence.rows(Need.SOURCE_PROBABILITIES));
    }

    /** Takes one example's probabilities, which begin at {@code from} in the array. */
    @FunctionalInterface
    interface Reader {
        void take(int row, double[] values, int from);
    }

    int size() {
        return probabilities.width();
    }

    /**
     * Reads all rows once.
     *
     * @throws Undefined when one is not of probabilities
     */
    void read(Reader reader) {
        int width = size();
        probabilities.read((from, rows, values) -> {
            for (int row = 0; row < rows; row++) {
                require(from + row, values, row * width);
                reader.take(from + row, values, row * width);
            }
        });
    }

    private void require(int row, double[] values, int from) {
        double sum = 0;
        for (int z = 0; z < size(); z++) {
            double probability = values[from + z];
            if (!(probability >= 0 && probability <= 1 + TOLERANCE)) {
                throw new Undefined("row " + row + " of the source probabilities holds " + probability
                        + ", which is no probability: they are asked for after softmax");
            }
            sum += probability;
        }
        if (Math.abs(sum - 1) > TOLERANCE) {
            throw new Undefined("row " + row + " of the source probabilities sums to " + sum + ", not to 1");
        }
    }
}
