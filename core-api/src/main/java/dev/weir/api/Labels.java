package dev.weir.api;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The true class of each of {@code n} examples, as an index into the class names.
 *
 * <p>The array is taken over without a copy and never written to again.
 */
public final class Labels {
    private final int classes;
    private final int[] values;
    private final @Nullable Answers answers;

    /**
     * Labels.
     *
     * @param classes number of classes, at least 1
     * @param values  class indexes in [0, classes)
     */
    public Labels(int classes, int[] values) {
        this(classes, values, null);
    }

    /**
     * Labels of examples that are answered token by token.
     *
     * @param answers the classes, as sequences of tokens
     * @param values  class indexes in [0, answers.size())
     */
    public Labels(Answers answers, int[] values) {
        this(answers.size(), values, answers);
    }

    private Labels(int classes, int[] values, @Nullable Answers answers) {
        Require.atLeast("classes", 1, classes);
        for (int row = 0; row < values.length; row++) {
            if (values[row] < 0 || values[row] >= classes) {
                throw new IllegalArgumentException(
                        "label " + values[row] + " in row " + row + " is outside [0, " + classes + ")");
            }
        }
        this.classes = classes;
        this.values = values;
        this.answers = answers;
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

    /** The classes as sequences of tokens; empty where a class is one output of a model, as it mostly is. */
    public Optional<Answers> answers() {
        return Optional.ofNullable(answers);
    }

    /** How many logits a model has for a row, or for a token of its answer: the classes, or the vocabulary. */
    public int outputs() {
        return answers == null ? classes : answers.vocabulary();
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
        return new Labels(classes, selected, answers);
    }

    public int[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that
                && classes == that.classes
                && Arrays.equals(values, that.values)
                && Objects.equals(answers, that.answers);
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
