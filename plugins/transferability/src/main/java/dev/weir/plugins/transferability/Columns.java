package dev.weir.plugins.transferability;

import dev.weir.api.selection.RowBlocks;
import java.util.Arrays;

/**
 * The columns of features.
 *
 * @param mean     of each column
 * @param variance of each column, over {@code n}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Columns(double[] mean, double[] variance) {

    /**
     * Reads them in one pass.
     *
     * @throws Undefined when the features are not finite or all rows are equal
     */
    static Columns of(RowBlocks features) {
        int d = features.width();
        double n = features.rows();
        double[] shift = new double[d];
        double[] sums = new double[d];
        double[] squares = new double[d];
        double[] raw = {0};
        features.read((from, rows, values) -> {
            if (from == 0) {
                System.arraycopy(values, 0, shift, 0, d); // near the mean, so that squares lose no digits
            }
            for (int i = 0; i < rows * d; i++) {
                double value = values[i] - shift[i % d];
                sums[i % d] += value;
                squares[i % d] += value * value;
                raw[0] += values[i] * values[i];
            }
        });
        Undefined.requireFinite(raw[0], "features");
        double[] mean = new double[d];
        Arrays.setAll(mean, j -> shift[j] + sums[j] / n);
        double[] variance = new double[d];
        Arrays.setAll(variance, j -> Math.max(0, squares[j] / n - sums[j] / n * (sums[j] / n)));
        if (!(Arrays.stream(variance).sum() * n > 1e-24 * raw[0])) {
            throw new Undefined("the features are the same for every example, or nearly");
        }
        return new Columns(mean, variance);
    }
}
