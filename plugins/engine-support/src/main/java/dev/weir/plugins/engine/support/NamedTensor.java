package dev.weir.plugins.engine.support;

import java.util.List;

/**
 * A tensor in a {@link TensorFile}.
 *
 * @param name       unique in its file
 * @param dimensions each 0 or more; none for a single number
 * @param values     row-major, as many as the product of the dimensions; taken over without a copy
 */
@SuppressWarnings("ArrayRecordComponent") // read by index only
public record NamedTensor(String name, List<Integer> dimensions, float[] values) {

    public NamedTensor {
        dimensions = List.copyOf(dimensions);
        long size = size(dimensions);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of dimensions " + dimensions + " has " + values.length + " values");
        }
    }

    /** The product of dimensions. */
    static long size(List<Integer> dimensions) {
        long size = 1;
        for (int dimension : dimensions) {
            size = Math.multiplyExact(size, (long) dimension);
        }
        return size;
    }

    @Override
    public String toString() {
        return name + dimensions;
    }
}
