package dev.weir.plugins.engine.support;

import java.util.ArrayList;
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

    /**
     * The body of a causal transformer: reads a text and what was answered so far, and puts out a row for each place
     * where a token of the answer is asked for. Attention and feed-forward layers are added to what they read, which
     * is normalized before each of them and once more in the end.
     *
     * @param vocabulary number of tokens
     * @param length     places: those of the text, at the end of which it stands, then all but the last of the answer
     * @param width      of a token
     * @param blocks     of attention and feed-forward layers
     * @param heads      of the attention
     * @param answer     places of an answer, at least 1
     * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al., Attention Is All You Need, NeurIPS 2017</a>
     * @see <a href="https://arxiv.org/abs/2002.04745">Xiong et al., On Layer Normalization in the Transformer
     *     Architecture, ICML 2020: normalized before, not after</a>
     */
    record Transformer(int vocabulary, int length, int width, int blocks, int heads, int answer) implements Layer {
        private static final double EMBEDDING_BOUND = 0.1;

        /** How many times the width of a token the hidden layer of a block has. */
        private static final int WIDER = 4;

        private static final int PARAMETERS_OF_A_BLOCK = 16;

        /** Linear, so without the factor 2 by which a ReLU's weights make up for what it cuts. */
        private static final double LINEAR = Math.sqrt(0.5);

        @Override
        public List<Parameter> parameters() {
            List<Parameter> parameters = new ArrayList<>();
            parameters.add(new Parameter("tokens.weight", List.of(vocabulary, width), EMBEDDING_BOUND));
            parameters.add(new Parameter("places.weight", List.of(length, width), EMBEDDING_BOUND));
            // What the blocks add to the variance then stays bounded, however many there are.
            double added = LINEAR / Math.sqrt(2.0 * blocks);
            for (int block = 1; block <= blocks; block++) {
                String name = "block" + block;
                norm(name + ".attention.norm", parameters);
                for (String of : List.of("query", "key", "value")) {
                    dense(name + ".attention." + of, width, width, LINEAR, parameters);
                }
                dense(name + ".attention.output", width, width, added, parameters);
                norm(name + ".forward.norm", parameters);
                dense(name + ".forward.hidden", width, WIDER * width, 1, parameters);
                dense(name + ".forward.output", WIDER * width, width, added, parameters);
            }
            norm("norm", parameters);
            return parameters;
        }

        private void norm(String name, List<Parameter> parameters) {
            parameters.add(new Parameter(name + ".scale", List.of(width), 0));
            parameters.add(new Parameter(name + ".shift", List.of(width), 0));
        }

        private static void dense(String name, int in, int out, double scale, List<Parameter> parameters) {
            parameters.add(Parameter.weight(name, in, List.of(out, in)).scaled(scale));
            parameters.add(Parameter.bias(name, out));
        }

        /** The text is read anew for each token of the answer, and every place of it is given logits each time. */
        @Override
        public long macs() {
            long ofPlaces = (long) length * blocks * width * width * (4 + 2 * WIDER);
            long ofAttention = 2L * length * length * width * blocks;
            long ofHead = (long) width * vocabulary;
            return answer * (ofPlaces + ofAttention + answer * ofHead) - ofHead; // the head counts itself once
        }

        @Override
        public int width() {
            return Math.max(WIDER * length * width, heads * length * length);
        }

        @Override
        public <T> T apply(T input, List<T> weights, TensorOperations<T> tensors) {
            T state = tensors.embedding(input, weights.get(0), weights.get(1));
            for (int block = 0; block < blocks; block++) {
                int from = 2 + block * PARAMETERS_OF_A_BLOCK;
                state = block(state, input, weights.subList(from, from + PARAMETERS_OF_A_BLOCK), tensors);
            }
            int end = weights.size();
            return tensors.normalization(
                    tensors.lastPlaces(state, length, answer), weights.get(end - 2), weights.get(end - 1));
        }

        private <T> T block(T state, T tokens, List<T> w, TensorOperations<T> tensors) {
            T normal = tensors.normalization(state, w.get(0), w.get(1));
            T attended = tensors.attention(
                    tensors.dense(normal, w.get(2), w.get(3)),
                    tensors.dense(normal, w.get(4), w.get(5)),
                    tensors.dense(normal, w.get(6), w.get(7)),
                    tokens,
                    heads);
            T between = tensors.add(state, tensors.dense(attended, w.get(8), w.get(9)));
            T hidden = tensors.relu(
                    tensors.dense(tensors.normalization(between, w.get(10), w.get(11)), w.get(12), w.get(13)));
            return tensors.add(between, tensors.dense(hidden, w.get(14), w.get(15)));
        }
    }

    private static int divided(int side, int stride) {
        return (side + stride - 1) / stride;
    }
}
