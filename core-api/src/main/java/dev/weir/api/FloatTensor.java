package dev.weir.api;

import java.util.Arrays;

/** Examples that are float tensors of one shape, such as {@code [channels, height, width]}, row-major. */
public final class FloatTensor implements Inputs {
    private final int rows;
    private final int[] shape;
    private final int width;
    private final float[] values;

    /**
     * Examples.
     *
     * @param shape  of one example, without the batch; every dimension at least 1
     * @param values {@code rows} times the product of the shape; finite
     */
    public FloatTensor(int rows, int[] shape, float[] values) {
        long size = 1;
        for (int dimension : shape) {
            Require.atLeast("shape", 1, dimension);
            size = Math.multiplyExact(size, dimension);
        }
        if (rows < 0 || Math.multiplyExact(size, (long) rows) != values.length) {
            throw new IllegalArgumentException(rows + " tensors of shape " + Arrays.toString(shape) + " expected, got "
                    + values.length + " values");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("inputs must be finite, got " + values[i] + " in row " + i / size);
            }
        }
        this.rows = rows;
        this.shape = shape.clone();
        this.width = (int) size;
        this.values = values;
    }

    /** Rows of a checked tensor, which need no second check. */
    private FloatTensor(FloatTensor of, int rows, float[] values) {
        this.rows = rows;
        this.shape = of.shape;
        this.width = of.width;
        this.values = values;
    }

    @Override
    public int rows() {
        return rows;
    }

    /** The shape of one example, without the batch. */
    public int[] shape() {
        return shape.clone();
    }

    /** Numbers in one example. */
    public int width() {
        return width;
    }

    public float at(int row, int index) {
        return values[row * width + index];
    }

    /** Copies rows {@code from} (inclusive) to {@code to} (exclusive) into {@code target}, from its start. */
    public void copyRows(int from, int to, float[] target) {
        System.arraycopy(values, from * width, target, 0, (to - from) * width);
    }

    @Override
    public FloatTensor select(int[] selected) {
        float[] copy = new float[Math.multiplyExact(selected.length, width)];
        for (int i = 0; i < selected.length; i++) {
            System.arraycopy(values, selected[i] * width, copy, i * width, width);
        }
        return new FloatTensor(this, selected.length, copy);
    }

    @Override
    public String kind() {
        return "float tensors of shape " + Arrays.toString(shape);
    }

    @Override
    public String toString() {
        return rows + " " + kind();
    }
}
