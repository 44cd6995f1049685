package dev.weir.plugins.data;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Texts;
import dev.weir.api.data.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of one part while a file is read, in arrays that grow. */
final class GrowingPart {
    /** The largest array that every JVM can make. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private float[] numbers = new float[1024];
    private int size;
    private int[] labels = new int[64];
    private int rows;
    private final List<String> texts = new ArrayList<>();

    void add(float number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, grown(size));
        }
        numbers[size++] = number;
    }

    void add(String text) {
        texts.add(text);
    }

    /** Ends a row with its label: the index of a class in the order in which classes were met. */
    void endRow(int label) {
        if (rows == labels.length) {
            labels = Arrays.copyOf(labels, grown(rows));
        }
        labels[rows++] = label;
    }

    private static int grown(int length) {
        if (length == MOST) {
            throw new IllegalArgumentException("a part can hold " + MOST + " numbers, this one has more"
                    + "\nDivide the file, or leave columns out with 'columns'.");
        }
        return (int) Math.min(MOST, length * 2L);
    }

    /**
     * The finished part.
     *
     * @param shape of one example; empty for texts
     * @param order the final index of each class, by the order in which classes were met
     */
    Examples finish(List<Integer> shape, int[] order) {
        int[] ordered = new int[rows];
        for (int row = 0; row < rows; row++) {
            ordered[row] = order[labels[row]];
        }
        return new Examples(inputs(shape), new Labels(order.length, ordered));
    }

    /**
     * The inputs so far.
     *
     * @param shape of one example; empty for texts
     */
    Inputs inputs(List<Integer> shape) {
        return shape.isEmpty()
                ? new Texts(texts)
                : new FloatTensor(rows, Settings.toArray(shape), Arrays.copyOf(numbers, size));
    }
}
