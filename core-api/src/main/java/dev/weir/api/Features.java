package dev.weir.api;

/**
 * What a model's penultimate layer puts out for {@code n} examples: {@code n x d}, row by row.
 *
 * <p>The array is taken over without a copy and never written to again. Values keep the width in which
 * they were given and are finite.
 */
public final class Features {
    private final Matrix values;

    public Features(int rows, int width, float[] values) {
        this(new Matrix(rows, width, values).requireFinite("features"));
    }

    public Features(int rows, int width, double[] values) {
        this(new Matrix(rows, width, values).requireFinite("features"));
    }

    private Features(Matrix values) {
        this.values = values;
    }

    public int rows() {
        return values.rows();
    }

    public int width() {
        return values.columns();
    }

    /** Whether the values are held in double precision. */
    public boolean isDouble() {
        return values.isDouble();
    }

    public double at(int row, int column) {
        return values.at(row, column);
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive), as a view. */
    public Features rows(int from, int to) {
        return new Features(values.rows(from, to));
    }

    /** The given rows in the given order, copied. */
    public Features select(int[] rows) {
        return new Features(values.select(rows));
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
        return "features " + values;
    }
}
