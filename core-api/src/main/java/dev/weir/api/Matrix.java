package dev.weir.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row-major matrix over one flat array, in the width in which its numbers were given. */
final class Matrix {
    private final int rows;
    private final int columns;
    private final int offset;
    private final float @Nullable [] floats;
    private final double @Nullable [] doubles;

    Matrix(int rows, int columns, float[] values) {
        this(rows, columns, 0, values, null);
        requireLength(values.length);
    }

    Matrix(int rows, int columns, double[] values) {
        this(rows, columns, 0, null, values);
        requireLength(values.length);
    }

    private Matrix(int rows, int columns, int offset, float @Nullable [] floats, double @Nullable [] doubles) {
        this.rows = rows;
        this.columns = columns;
        this.offset = offset;
        this.floats = floats;
        this.doubles = doubles;
    }

    private void requireLength(int length) {
        if (rows < 0 || columns < 1 || (long) rows * columns != length) {
            throw new IllegalArgumentException(rows + " x " + columns + " values expected, got " + length);
        }
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    boolean isDouble() {
        return doubles != null;
    }

    double at(int row, int column) {
        int index = offset + row * columns + column;
        if (floats != null) {
            return floats[index];
        }
        return doubles(index);
    }

    private double doubles(int index) {
        if (doubles == null) {
            throw new IllegalStateException("a matrix without values");
        }
        return doubles[index];
    }

    /** Refuses the first value that is NaN or infinite. */
    Matrix requireFinite(String what) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (!Double.isFinite(at(row, column))) {
                    throw new IllegalArgumentException(
                            what + " must be finite, got " + at(row, column) + " in row " + row + ", column " + column);
                }
            }
        }
        return this;
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a view. */
    Matrix rows(int from, int to) {
        if (from < 0 || to < from || to > rows) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows);
        }
        return new Matrix(to - from, columns, offset + from * columns, floats, doubles);
    }

    /** The given rows in the given order, copied. */
    Matrix select(int[] selected) {
        for (int row : selected) {
            Objects.checkIndex(row, rows); // a view's array goes on beyond its rows
        }
        if (floats != null) {
            float[] copy = new float[selected.length * columns];
            for (int i = 0; i < selected.length; i++) {
                System.arraycopy(floats, offset + selected[i] * columns, copy, i * columns, columns);
            }
            return new Matrix(selected.length, columns, copy);
        }
        double[] copy = new double[selected.length * columns];
        for (int i = 0; i < selected.length; i++) {
            for (int column = 0; column < columns; column++) {
                copy[i * columns + column] = at(selected[i], column);
            }
        }
        return new Matrix(selected.length, columns, copy);
    }

    float[] toFloats() {
        float[] copy = new float[rows * columns];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = floats != null ? floats[offset + i] : (float) doubles(offset + i);
        }
        return copy;
    }

    double[] toDoubles() {
        double[] copy = new double[rows * columns];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = floats != null ? floats[offset + i] : doubles(offset + i);
        }
        return copy;
    }

    @Override
    public String toString() {
        return rows + " x " + columns + (isDouble() ? " (double)" : " (float)");
    }
}
