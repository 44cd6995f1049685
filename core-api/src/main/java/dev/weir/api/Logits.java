package dev.weir.api;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * Raw scores of {@code n} examples for {@code k} classes, before softmax, row by row.
 *
 * <p>The array is taken over without a copy and never written to again: the giver must not write to it
 * either. Values keep the width in which they were given (float from a model, double from a file of
 * doubles or from a mean of probabilities); all mathematics on them is done in double precision. Every
 * value is finite, so nobody downstream checks for NaN.
 *
 * <p>Methods of one row read in place and allocate nothing. {@code temperature} divides the logits before
 * the softmax; it must be finite and greater than 0.
 */
public final class Logits {
    private final Matrix values;

    /**
     * Logits in single precision.
     *
     * @param values {@code rows * classes} finite numbers, row by row
     */
    public Logits(int rows, int classes, float[] values) {
        this(new Matrix(rows, classes, values).requireFinite("logits"));
    }

    /**
     * Logits in double precision.
     *
     * @param values {@code rows * classes} finite numbers, row by row
     */
    public Logits(int rows, int classes, double[] values) {
        this(new Matrix(rows, classes, values).requireFinite("logits"));
    }

    private Logits(Matrix values) {
        this.values = values;
    }

    /**
     * The logarithm of the mean of the members' probabilities, a row per example: what an ensemble puts
     * out where logits are expected. Finite also where a probability underflows.
     *
     * @param members at least one, all of the same rows and classes
     */
    public static Logits meanOfProbabilities(List<Logits> members) {
        Logits first = members.get(0);
        int rows = first.rows();
        int classes = first.classes();
        double[] mean = new double[Math.multiplyExact(rows, classes)];
        double[] maxima = new double[members.size()];
        double[] logsOfTop = new double[members.size()];
        for (Logits member : members) {
            if (member.rows() != rows || member.classes() != classes) {
                throw new IllegalArgumentException("members of shape " + first + " and " + member);
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int m = 0; m < maxima.length; m++) {
                // not one logSumExp, in which the digits of the sum are lost beside a large logit
                maxima[m] = members.get(m).max(row);
                logsOfTop[m] = Math.log(members.get(m).maxSoftmax(row, 1));
            }
            for (int k = 0; k < classes; k++) {
                double max = Double.NEGATIVE_INFINITY;
                for (int m = 0; m < maxima.length; m++) {
                    max = Math.max(max, members.get(m).at(row, k) - maxima[m] + logsOfTop[m]);
                }
                double sum = 0;
                for (int m = 0; m < maxima.length; m++) {
                    sum += Math.exp(members.get(m).at(row, k) - maxima[m] + logsOfTop[m] - max);
                }
                mean[row * classes + k] = max + Math.log(sum / maxima.length);
            }
        }
        return new Logits(rows, classes, mean);
    }

    public int rows() {
        return values.rows();
    }

    public int classes() {
        return values.columns();
    }

    /** Whether the values are held in double precision. */
    public boolean isDouble() {
        return values.isDouble();
    }

    public double at(int row, int k) {
        return values.at(row, k);
    }

    /** The largest logit of a row. */
    public double max(int row) {
        return values.at(row, argMax(row));
    }

    /** The class of the largest logit of a row; the lowest index where several are equal. */
    public int argMax(int row) {
        int best = 0;
        double max = values.at(row, 0);
        for (int k = 1; k < classes(); k++) {
            double value = values.at(row, k);
            if (value > max) {
                max = value;
                best = k;
            }
        }
        return best;
    }

    /** {@code temperature * log(sum_k exp(z_k / temperature))}. */
    public double logSumExp(int row, double temperature) {
        double max = max(row);
        return max + temperature * Math.log(sumOfExponentials(row, max, temperature));
    }

    /** The largest probability of a row's softmax, in (0, 1]. */
    public double maxSoftmax(int row, double temperature) {
        return 1 / sumOfExponentials(row, max(row), temperature);
    }

    /** The probability of class {@code k} in a row's softmax, in [0, 1]. */
    public double softmax(int row, int k, double temperature) {
        double max = max(row);
        return Math.exp((at(row, k) - max) / temperature) / sumOfExponentials(row, max, temperature);
    }

    /** The logarithm of the probability of class {@code k} in a row's softmax, at most 0. */
    public double logSoftmax(int row, int k, double temperature) {
        double max = max(row);
        return (at(row, k) - max) / temperature - Math.log(sumOfExponentials(row, max, temperature));
    }

    /** The entropy of a row's softmax in nats, in [0, log k]. */
    public double entropy(int row, double temperature) {
        double max = max(row);
        double sum = 0;
        double weighted = 0;
        for (int k = 0; k < classes(); k++) {
            double shifted = (at(row, k) - max) / temperature;
            double exponential = Math.exp(shifted);
            if (exponential > 0) { // 0 * log 0 is 0 here, not NaN
                sum += exponential;
                weighted += exponential * shifted;
            }
        }
        return Math.max(0, Math.log(sum) - weighted / sum);
    }

    private double sumOfExponentials(int row, double max, double temperature) {
        double sum = 0;
        for (int k = 0; k < classes(); k++) {
            sum += Math.exp((at(row, k) - max) / temperature); // subtract first: dividing first overflows
        }
        return sum;
    }

    /** One number for each row, by row index. */
    public double[] mapRows(IntToDoubleFunction ofRow) {
        double[] result = new double[rows()];
        for (int row = 0; row < result.length; row++) {
            result[row] = ofRow.applyAsDouble(row);
        }
        return result;
    }

    /** The predicted class of each row; the lowest index where several logits are equal. */
    public int[] predictions() {
        int[] result = new int[rows()];
        for (int row = 0; row < result.length; row++) {
            result[row] = argMax(row);
        }
        return result;
    }

    /** One row, as a view. */
    public Logits row(int row) {
        return rows(row, row + 1);
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a view. */
    public Logits rows(int from, int to) {
        return new Logits(values.rows(from, to));
    }

    /** The given rows in the given order, copied. */
    public Logits select(int[] rows) {
        return new Logits(values.select(rows));
    }

    /** All values, row by row, in a new array; doubles are rounded. */
    public float[] toFloats() {
        return values.toFloats();
    }

    /** All values, row by row, in a new array. */
    public double[] toDoubles() {
        return values.toDoubles();
    }

    @Override
    public String toString() {
        return "logits " + values;
    }
}
