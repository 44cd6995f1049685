package dev.weir.plugins.engine.support;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import java.util.Arrays;
import java.util.List;

/**
 * A network, described so that every engine builds the same one: padding is explicit and symmetric,
 * images are averaged before dense layers and never flattened after a convolution, and there is no batch
 * normalization. Equal weights then give equal logits on every engine.
 */
public sealed interface Network {

    /**
     * The layers for inputs of a shape, first to last, cut at the exits; the last stretch ends at the last exit.
     *
     * @param shape   of one example, without the batch
     * @param classes number of logits of each exit
     * @throws IllegalArgumentException when the network does not take inputs of this shape
     */
    List<Stretch> stretches(int[] shape, int classes);

    /** Behind which blocks there are exits besides the last one, ascending; none, unless overridden. */
    default List<Integer> exits() {
        return List.of();
    }

    /** Softmax regression. */
    @Doc("one dense layer from the input to the classes")
    record Linear() implements Network {

        @Override
        public List<Stretch> stretches(int[] shape, int classes) {
            Trunk trunk = new Trunk(exits(), classes, List.of(width(shape)));
            trunk.add(new Layer.Flatten());
            return trunk.end();
        }
    }

    /**
     * A multi-layer perceptron.
     *
     * @param hidden widths of the hidden layers, first to last
     * @param exits  behind which hidden layers there are exits besides the last one, ascending
     */
    @Doc("dense layers with a ReLU after each but the last")
    record Mlp(
            @Doc("widths of the hidden layers, first to last; at least one, each at least 1")
            List<Integer> hidden,

            @Default("[]")
            @Doc("hidden layers, counted from 1, behind which there is an exit besides the last one, ascending")
            List<Integer> exits)
            implements Network {

        public Mlp {
            hidden = List.copyOf(hidden);
            if (hidden.isEmpty()) {
                throw new IllegalArgumentException("hidden must hold at least one width, got []\n"
                        + "Write network: linear for a network without a hidden layer.");
            }
            hidden.forEach(width -> Require.atLeast("hidden", 1, width));
            exits = requireExits(exits, "hidden layers", hidden.size());
        }

        /** A perceptron with its last exit alone. */
        public Mlp(List<Integer> hidden) {
            this(hidden, List.of());
        }

        @Override
        public List<Stretch> stretches(int[] shape, int classes) {
            int in = width(shape);
            Trunk trunk = new Trunk(exits, classes, List.of(in));
            trunk.add(new Layer.Flatten());
            for (int i = 0; i < hidden.size(); i++) {
                int out = hidden.get(i);
                trunk.add(new Layer.Dense("hidden" + (i + 1), in, out));
                trunk.add(new Layer.Relu());
                trunk.endBlock(List.of(out));
                in = out;
            }
            return trunk.end();
        }
    }

    /**
     * A convolutional network for images: blocks of a 3 x 3 convolution, a ReLU and a 2 x 2 max-pool, then the
     * mean of each channel.
     *
     * @param channels of the blocks, first to last
     * @param exits    behind which blocks there are exits besides the last one, ascending
     */
    @Doc("blocks of 3 x 3 convolution, ReLU and 2 x 2 max-pool, then the mean of each channel; takes images")
    record Cnn(
            @Doc("channels of the blocks, first to last; at least one, each at least 1; each block halves the image")
            List<Integer> channels,

            @Default("[]") @Doc("blocks, counted from 1, behind which there is an exit besides the last one, ascending")
            List<Integer> exits)
            implements Network {

        public Cnn {
            channels = List.copyOf(channels);
            if (channels.isEmpty()) {
                throw new IllegalArgumentException("channels must hold at least one number, got []");
            }
            channels.forEach(number -> Require.atLeast("channels", 1, number));
            exits = requireExits(exits, "blocks", channels.size());
        }

        /** A convolutional network with its last exit alone. */
        public Cnn(List<Integer> channels) {
            this(channels, List.of());
        }

        @Override
        public List<Stretch> stretches(int[] shape, int classes) {
            requireImages("cnn", shape);
            int in = shape[0];
            int height = shape[1];
            int width = shape[2];
            Trunk trunk = new Trunk(exits, classes, List.of(in, height, width));
            for (int i = 0; i < channels.size(); i++) {
                if (height < 2 || width < 2) {
                    throw tooManyBlocks(shape, i, height + " x " + width);
                }
                int out = channels.get(i);
                trunk.add(Layer.Convolution.keeping("convolution" + (i + 1), in, out, height, width));
                trunk.add(new Layer.Relu());
                trunk.add(new Layer.MaxPool());
                in = out;
                height /= 2;
                width /= 2;
                trunk.endBlock(List.of(in, height, width));
            }
            return trunk.end();
        }

        private IllegalArgumentException tooManyBlocks(int[] shape, int possible, String left) {
            return new IllegalArgumentException("channels: " + channels.size() + " blocks are too many for inputs of"
                    + " shape " + Arrays.toString(shape) + ": block " + (possible + 1) + " has " + left
                    + " left to halve\n"
                    + (possible == 0 ? "Use another network for such inputs." : "Use at most " + possible + "."));
        }
    }

    /**
     * A residual network for images: a 3 x 3 convolution, stages of residual blocks, then the mean of each channel.
     *
     * @param channels of the stages, first to last
     * @param blocks   in each stage
     * @param exits    behind which stages there are exits besides the last one, ascending
     */
    @Doc("a 3 x 3 convolution, stages of residual blocks without batch normalization, then the mean of each channel;"
            + " takes images")
    record Resnet(
            @Doc("channels of the stages, first to last; at least one, each at least 1; each stage but the first halves"
                    + " the image")
            List<Integer> channels,

            @Default("1") @Doc("residual blocks of two 3 x 3 convolutions in each stage; at least 1")
            int blocks,

            @Default("[]") @Doc("stages, counted from 1, behind which there is an exit besides the last one, ascending")
            List<Integer> exits)
            implements Network {

        public Resnet {
            channels = List.copyOf(channels);
            if (channels.isEmpty()) {
                throw new IllegalArgumentException("channels must hold at least one number, got []");
            }
            channels.forEach(number -> Require.atLeast("channels", 1, number));
            Require.atLeast("blocks", 1, blocks);
            exits = requireExits(exits, "stages", channels.size());
        }

        /** A residual network with its last exit alone. */
        public Resnet(List<Integer> channels, int blocks) {
            this(channels, blocks, List.of());
        }

        @Override
        public List<Stretch> stretches(int[] shape, int classes) {
            requireImages("resnet", shape);
            // What the blocks add to the variance then stays bounded, however many there are.
            double scale = 1 / Math.sqrt((double) channels.size() * blocks);
            int in = channels.get(0);
            int height = shape[1];
            int width = shape[2];
            Trunk trunk = new Trunk(exits, classes, List.of(in, height, width));
            trunk.add(Layer.Convolution.keeping("stem", shape[0], in, height, width));
            trunk.add(new Layer.Relu());
            for (int stage = 0; stage < channels.size(); stage++) {
                for (int block = 0; block < blocks; block++) {
                    int out = channels.get(stage);
                    int stride = stage > 0 && block == 0 ? 2 : 1;
                    String name = "stage" + (stage + 1) + ".block" + (block + 1);
                    trunk.add(new Layer.Residual(name, in, out, stride, height, width, scale));
                    in = out;
                    height = (height + stride - 1) / stride;
                    width = (width + stride - 1) / stride;
                }
                trunk.endBlock(List.of(in, height, width));
            }
            return trunk.end();
        }
    }

    /**
     * A causal transformer, which reads tokens and answers with tokens: its classes are the tokens of its vocabulary.
     *
     * @param width  of a token
     * @param blocks of attention and feed-forward layers
     * @param heads  of the attention
     */
    @Doc("a causal transformer; takes tokens and answers with a token, or with several one after the other")
    record Transformer(
            @Default("64") @Doc("numbers of a token; at least 1, a multiple of the heads")
            int width,

            @Default("2") @Doc("blocks of attention and feed-forward layers; at least 1")
            int blocks,

            @Default("4") @Doc("heads of the attention, into which the width is divided; at least 1")
            int heads)
            implements Network {

        public Transformer {
            Require.atLeast("width", 1, width);
            Require.atLeast("blocks", 1, blocks);
            Require.atLeast("heads", 1, heads);
            if (width % heads != 0) {
                throw new IllegalArgumentException("width must be a multiple of the " + heads + " heads, got " + width);
            }
        }

        @Override
        public List<Stretch> stretches(int[] shape, int classes) {
            throw new IllegalArgumentException("network: transformer takes tokens, got inputs of shape "
                    + Arrays.toString(shape) + "\nTake texts and make tokens of them, beside the data's 'use':"
                    + " transforms: [ tokens ]; or another network.");
        }

        /**
         * The layers for texts and answers of so many places.
         *
         * @param text   places of a text
         * @param answer places of an answer, at least 1
         */
        List<Stretch> stretches(int text, int answer, int vocabulary) {
            if (vocabulary > LARGEST_VOCABULARY) {
                throw new IllegalArgumentException("network: transformer takes a vocabulary of at most "
                        + LARGEST_VOCABULARY + " tokens, got " + vocabulary);
            }
            Layer body = new Layer.Transformer(vocabulary, text + answer - 1, width, blocks, heads, answer);
            return List.of(new Stretch(
                    List.of(body), List.of(answer, width), List.of(new Layer.Dense("output", width, vocabulary))));
        }
    }

    /** Tokens that a network tells apart, at most. */
    int LARGEST_VOCABULARY = 2000;

    private static List<Integer> requireExits(List<Integer> exits, String blocks, int count) {
        for (int i = 0; i < exits.size(); i++) {
            int exit = exits.get(i);
            if (exit < 1 || exit >= count) {
                throw new IllegalArgumentException((count == 1
                                ? "exits must be empty for a network of 1 of the " + blocks
                                : "exits must be " + blocks + " from 1 to " + (count - 1))
                        + ", got " + exit + "\nBehind the last of the " + blocks
                        + " there is the last exit in any case: it is not named.");
            }
            if (i > 0 && exit <= exits.get(i - 1)) {
                throw new IllegalArgumentException("exits must ascend, got " + exits + "\nName each of the " + blocks
                        + " once, the shallowest first.");
            }
        }
        return List.copyOf(exits);
    }

    private static void requireImages(String network, int[] shape) {
        if (shape.length != 3) {
            throw new IllegalArgumentException(
                    "network: " + network + " takes inputs of shape [channels, height, width], got "
                            + Arrays.toString(shape) + "\nGive the data a shape, such as [1, 8, 8], or use an mlp.");
        }
    }

    private static int width(int[] shape) {
        long width = 1;
        for (int dimension : shape) {
            width *= dimension;
            if (width > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "network: inputs of shape " + Arrays.toString(shape) + " are too large");
            }
        }
        return (int) width;
    }
}
