package dev.weir.api;

import java.util.Arrays;

/**
 * The true class of each of {@code n} examples, as an index into the class names.
 *
 * <p>The array is taken over without a copy and never written to again.
 */
public final class Labels {
    private final int classes;
    private final int[] values;

    /**
     * Labels.
     *
     * @param classes number of classes, at least 1
     * @param values  class indexes in [0, classes)
     */
    public Labels(int classes, int[] values) {
        Require.atLeast("classes", 1, classes);
        for (int row = 0; row < values.length; row++) {
            if (values[row] < 0 || values[row] >= classes) {
                throw new IllegalArgumentException(
                        "label " + values[row] + " in row " + row + " is outside [0, " + classes + ")");
            }
        }
        this.classes = classes;
        this.values = values;
    }

    public int size() {
        return values.length;
    }

    public int classes() {
        return classes;
    }

    public int at(int row) {
        return values[row];
    }

    /** Which predictions are right, in row order. */
    public boolean[] matches(int[] predictions) {
        if (predictions.length != values.length) {
            throw new IllegalArgumentException(values.length + " predictions expected, got " + predictions.length);
        }
        boolean[] right = new boolean[values.length];
        for (int row = 0; row < values.length; row++) {
            right[row] = predictions[row] == values[row];
        }
        return right;
    }

    /** How many examples each class has. */
    public int[] counts() {
        int[] counts = new int[classes];
        for (int label : values) {
            counts[label]++;
        }
        return counts;
    }

    /** The given rows in the given order, copied. */
    public Labels select(int[] rows) {
        int[] selected = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return new Labels(classes, selected);
    }

    public int[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && classes == that.classes && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * classes + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return values.length + " labels of " + classes + " classes";
    }
}
