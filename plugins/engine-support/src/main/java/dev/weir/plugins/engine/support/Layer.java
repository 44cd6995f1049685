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

    /** Numbers that it puts out for one example; 0 where they are not more than it reads. */
    default int width() {
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
        public int width() {
            return out;
        }

        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.dense(input, weights.get(0), weights.get(1));
        }
    }

    /**
     * A convolution with zeros around its input, as many at each side as a stride of 1 needs to keep the sides.
     *
     * @param in     channels of its input
     * @param out    channels of its output
     * @param side   of its kernel, odd
     * @param stride 1 keeps the sides, 2 halves them, rounding up
     * @param height of its input
     * @param width  of its input
     * @param scale  of the first values of its weight; 1 keeps the variance through a ReLU
     */
    record Convolution(String name, int in, int out, int side, int stride, int height, int width, double scale)
            implements Layer {

        /** A 3 x 3 convolution that keeps the sides of its input. */
        static Convolution keeping(String name, int in, int out, int height, int width) {
            return new Convolution(name, in, out, 3, 1, height, width, 1);
        }

        int outHeight() {
            return divided(height, stride);
        }

        int outWidth() {
            return divided(width, stride);
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(
                    Parameter.weight(name, in * side * side, List.of(out, in, side, side))
                            .scaled(scale),
                    Parameter.bias(name, out));
        }

        @Override
        public long macs() {
            return (long) in * side * side * out * outHeight() * outWidth();
        }

        @Override
        public int width() {
            return out * outHeight() * outWidth();
        }

        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            return tensors.convolution(input, weights.get(0), weights.get(1), side, stride);
        }
    }

    /**
     * Two 3 x 3 convolutions whose result is added to their input, then a ReLU. Where the shape changes, the
     * input passes a 1 x 1 convolution first.
     *
     * @param in     channels of its input
     * @param out    channels of its output
     * @param stride of the first convolution
     * @param height of its input
     * @param width  of its input
     * @param scale  of the first values of the second convolution: what a block adds at the start
     * @see <a href="https://arxiv.org/abs/1512.03385">He et al., Deep Residual Learning, CVPR 2016</a>
     */
    record Residual(String name, int in, int out, int stride, int height, int width, double scale) implements Layer {

        private Convolution first() {
            return new Convolution(name + ".convolution1", in, out, 3, stride, height, width, 1);
        }

        private Convolution second() {
            return new Convolution(
                    name + ".convolution2", out, out, 3, 1, divided(height, stride), divided(width, stride), scale);
        }

        /** Linear, so without the factor 2 by which a ReLU's weights make up for what it cuts. */
        private Convolution projection() {
            return new Convolution(name + ".projection", in, out, 1, stride, height, width, Math.sqrt(0.5));
        }

        private boolean keepsShape() {
            return in == out && stride == 1;
        }

        private List<Convolution> convolutions() {
            return keepsShape() ? List.of(first(), second()) : List.of(first(), second(), projection());
        }

        @Override
        public List<Parameter> parameters() {
            return convolutions().stream()
                    .flatMap(convolution -> convolution.parameters().stream())
                    .toList();
        }

        @Override
        public long macs() {
            return convolutions().stream().mapToLong(Convolution::macs).sum();
        }

        @Override
        public int width() {
            return second().width();
        }

        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            T added = tensors.relu(first().apply(input, weights.subList(0, 2), tensors));
            added = second().apply(added, weights.subList(2, 4), tensors);
            T passed = keepsShape() ? input : projection().apply(input, weights.subList(4, 6), tensors);
            return tensors.relu(tensors.add(passed, added));
        }
    }

    private static int divided(int side, int stride) {
        return (side + stride - 1) / stride;
    }
}
