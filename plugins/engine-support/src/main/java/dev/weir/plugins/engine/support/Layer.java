package dev.weir.plugins.engine.support;

import java.util.List;

/** One step of a network, for inputs of a known shape. */
public sealed interface Layer {

    /** What training changes, in the order in which {@link #apply} reads it. */
    default List<Parameter> parameters() {
        return List.of();
    }

    /** Multiply-accumulate operations for one example; only convolutions and dense layers have any. */
    default long macs() {
        return 0;
    }

    /**
     * Runs the layer on a batch.
     *
     * @param weights the values of {@link #parameters}
     */
    <T> T apply(T input, List<T> weights, TensorOperations<T> tensors);

    /** Lays the numbers of each example in a row. */
    record Flatten() implements Layer {
        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.flatten(input);
        }
    }

    /** Cuts what is negative. */
    record Relu() implements Layer {
        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.relu(input);
        }
    }

    /** Halves both sides of an image. */
    record MaxPool() implements Layer {
        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.maxPool(input);
        }
    }

    /** Makes one number of each channel. */
    record GlobalAveragePool() implements Layer {
        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.globalAveragePool(input);
        }
    }

    /**
     * A fully connected layer.
     *
     * @param in  width of its input
     * @param out width of its output
     */
    record Dense(String name, int in, int out) implements Layer {
        @Override
        public List<Parameter> parameters() {
            return List.of(Parameter.weight(name, in, List.of(out, in)), Parameter.bias(name, out));
        }

        @Override
        public long macs() {
            return (long) in * out;
        }

        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.dense(input, weights.get(0), weights.get(1));
        }
    }

    /**
     * A 3 x 3 convolution that keeps the sides of its input.
     *
     * @param in     channels of its input
     * @param out    channels of its output
     * @param height of its input and output
     * @param width  of its input and output
     */
    record Convolution(String name, int in, int out, int height, int width) implements Layer {
        private static final int SIDE = 3;

        @Override
        public List<Parameter> parameters() {
            return List.of(
                    Parameter.weight(name, in * SIDE * SIDE, List.of(out, in, SIDE, SIDE)), Parameter.bias(name, out));
        }

        @Override
        public long macs() {
            return (long) in * SIDE * SIDE * out * height * width;
        }

        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.convolution(input, weights.get(0), weights.get(1));
        }
    }
}
