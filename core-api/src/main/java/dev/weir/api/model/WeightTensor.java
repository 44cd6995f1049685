package dev.weir.api.model;

import dev.weir.api.Require;
import java.util.List;

/** A named tensor of a network's weights, row-major over one flat array. */
public sealed interface WeightTensor {

    /** Unique in its set: {@code "hidden1.weight"}. */
    String name();

    /** Each 0 or more; none for a single number. */
    List<Integer> dimensions();

    /** How many numbers it holds: the product of the dimensions. */
    int size();

    /** Whether another tensor has the same name, dimensions and kind of numbers. */
    default boolean isLike(WeightTensor other) {
        return name().equals(other.name()) && dimensions().equals(other.dimensions()) && getClass() == other.getClass();
    }

    /**
     * Trained numbers.
     *
     * @param values as many as the product of the dimensions; taken over without a copy, and not to be written
     *     to again
     */
    @SuppressWarnings("ArrayRecordComponent") // read by index only
    record Floats(String name, List<Integer> dimensions, float[] values) implements WeightTensor {

        public Floats {
            dimensions = List.copyOf(dimensions);
            requireSize(name, dimensions, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public String toString() {
            return name + dimensions;
        }
    }

    /**
     * Whole numbers, such as a count of steps; kept, and never mixed.
     *
     * @param values as many as the product of the dimensions; taken over without a copy, and not to be written
     *     to again
     */
    @SuppressWarnings("ArrayRecordComponent") // read by index only
    record Integers(String name, List<Integer> dimensions, long[] values) implements WeightTensor {

        public Integers {
            dimensions = List.copyOf(dimensions);
            requireSize(name, dimensions, values.length);
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public String toString() {
            return name + dimensions + " of whole numbers";
        }
    }

    private static void requireSize(String name, List<Integer> dimensions, int values) {
        long size = 1;
        for (int dimension : dimensions) {
            Require.atLeast("dimensions of " + name, 0, dimension);
            size = Math.multiplyExact(size, (long) dimension);
        }
        if (size != values) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of dimensions " + dimensions + " has " + values + " values");
        }
    }
}
