package dev.weir.plugins.engine.support;

import dev.weir.api.Answers;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Require;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.Examples;
import dev.weir.api.model.ModelContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network made for inputs of one shape: everything an engine has to know to build, run and train it.
 *
 * @param shape     of one example, without the batch
 * @param classes   number of logits of each exit, at least 2
 * @param stretches first to last, each with the exit at its end
 * @param answer    places of an answer that is written token by token, each of which has a row of logits; 0 where an
 *     answer is one class
 */
public record NetworkPlan(List<Integer> shape, int classes, List<Stretch> stretches, int answer) {
    /** Numbers of one layer for a whole batch, about what the nearer caches of a processor hold. */
    private static final int CACHED = 1 << 20;

    /** Stands in the inputs of a network of tokens where there is none. */
    private static final float NO_TOKEN = -1;

    private static final int SMALLEST_BATCH = 32;
    private static final int LARGEST_BATCH = 1024;

    public NetworkPlan {
        shape = List.copyOf(shape);
        stretches = List.copyOf(stretches);
        Require.atLeast("classes", 2, classes);
        Require.atLeast("exits", 1, stretches.size());
        Require.atLeast("places of an answer", 0, answer);
    }

    /** A network whose answers are one class. */
    public NetworkPlan(List<Integer> shape, int classes, List<Stretch> stretches) {
        this(shape, classes, stretches, 0);
    }

    /**
     * The plan of a network for the inputs and answers of a context.
     *
     * @throws IllegalArgumentException when the network does not take such inputs
     */
    public static NetworkPlan of(Network network, ModelContext context) {
        if (network instanceof Network.Transformer && context.like() instanceof Texts) {
            throw new IllegalArgumentException("network: transformer takes tokens, got texts"
                    + "\nMake tokens of them, beside the data's 'use': transforms: [ tokens ].");
        }
        if (network instanceof Network.Transformer transformer && context.like() instanceof TokenIds tokens) {
            int places = Math.max(1, context.answer());
            return new NetworkPlan(
                    List.of(tokens.length() + places - 1),
                    context.classes(),
                    transformer.stretches(tokens.length(), places, context.classes()),
                    context.answer());
        }
        return of(network, context.like(), context.classes());
    }

    /** Rows of logits of an example: one, or one for each place of its answer. */
    public int places() {
        return Math.max(1, answer);
    }

    /** Whether inputs are tokens. */
    public boolean readsTokens() {
        return stretches
                .get(0)
                .layers()
                .findFirst()
                .filter(Layer.Transformer.class::isInstance)
                .isPresent();
    }

    /** Places of a text that the network reads. */
    private int text() {
        return shape.get(0) - places() + 1;
    }

    /**
     * Texts with their answers but for the last token of each, as the network reads them while it learns; other
     * inputs as they are.
     */
    public FloatTensor taught(Examples examples) {
        FloatTensor inputs = requireFitting(examples.inputs());
        if (answer < 2) {
            return inputs;
        }
        Answers answers = examples.labels().answers().orElseThrow();
        int width = inputs.width();
        float[] values = new float[Math.multiplyExact(inputs.rows(), width)];
        inputs.copyRows(0, inputs.rows(), values);
        for (int row = 0; row < inputs.rows(); row++) {
            for (int place = 0; place < answer - 1; place++) {
                values[row * width + text() + place] =
                        answers.token(examples.labels().at(row), place);
            }
        }
        return new FloatTensor(inputs.rows(), inputs.shape(), values);
    }

    /** Where the token stands in an input that was answered at a place. */
    int columnAfter(int place) {
        return text() + place;
    }

    /**
     * The plan of a network for inputs like the given ones.
     *
     * @throws IllegalArgumentException when the network does not take such inputs
     */
    public static NetworkPlan of(Network network, Inputs like, int classes) {
        int[] shape = FloatInputs.require("network", like).shape();
        Require.atLeast("classes", 2, classes);
        return new NetworkPlan(Arrays.stream(shape).boxed().toList(), classes, network.stretches(shape, classes));
    }

    /** Number of exits, the last one included. */
    public int exits() {
        return stretches.size();
    }

    /** What is computed for the last exit alone, first to last. */
    public List<Layer> layers() {
        return layers(exits());
    }

    /** What is computed for one exit alone, first to last. */
    private List<Layer> layers(int exit) {
        return Stream.concat(
                        stretches.subList(0, exit).stream().flatMap(stretch -> stretch.trunk().stream()),
                        stretches.get(exit - 1).head().stream())
                .toList();
    }

    /** The network with its last exit alone. */
    public NetworkPlan lastExitAlone() {
        if (exits() == 1) {
            return this;
        }
        Stretch last = stretches.get(exits() - 1);
        List<Layer> trunk =
                stretches.stream().flatMap(stretch -> stretch.trunk().stream()).toList();
        return new NetworkPlan(shape, classes, List.of(new Stretch(trunk, last.shape(), last.head())), answer);
    }

    /** Of the weights of this network, those that another network with some of its layers has. */
    public List<float[]> weightsOf(NetworkPlan other, List<float[]> weights) {
        Set<String> names = other.parameters().stream().map(Parameter::name).collect(Collectors.toUnmodifiableSet());
        List<Parameter> own = parameters();
        return IntStream.range(0, own.size())
                .filter(i -> names.contains(own.get(i).name()))
                .mapToObj(weights::get)
                .toList();
    }

    /** The trained tensors of all layers: stretch by stretch, those of its trunk before those of its exit. */
    public List<Parameter> parameters() {
        return Stretch.parameters(stretches.stream().flatMap(Stretch::layers).toList());
    }

    /**
     * The parameters of the last block: those of the last layer, and of the last layer or block of layers before
     * it that has any and belongs to no other exit. They are the last ones of {@link #parameters}.
     */
    public List<Parameter> lastBlock() {
        List<Layer> trained = stretches
                .get(exits() - 1)
                .layers()
                .filter(layer -> !layer.parameters().isEmpty())
                .toList();
        return Stretch.parameters(trained.subList(Math.max(0, trained.size() - 2), trained.size()));
    }

    /** The parameters of the layers that give the logits, of every exit. */
    public List<Parameter> head() {
        return Stretch.parameters(stretches.stream()
                .map(stretch -> stretch.head().get(stretch.head().size() - 1))
                .toList());
    }

    /** Number of trained numbers. */
    public long parameterCount() {
        return parameters().stream().mapToLong(Parameter::size).sum();
    }

    /** Number of trained numbers that the answer of an exit depends on. */
    public long parameterCount(int exit) {
        return Stretch.parameters(layers(exit)).stream()
                .mapToLong(Parameter::size)
                .sum();
    }

    /** Multiply-accumulate operations for one example and the last exit alone. */
    public long macs() {
        return macs(0, exits());
    }

    /**
     * Multiply-accumulate operations from one exit to the answer of a later one, for one example.
     *
     * @param from 0 for the inputs
     */
    public long macs(int from, int to) {
        return stretches.subList(from, to).stream()
                        .mapToLong(stretch -> Stretch.macs(stretch.trunk()))
                        .sum()
                + Stretch.macs(stretches.get(to - 1).head());
    }

    /** Numbers in one example. */
    public int inputWidth() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * How many examples to answer at once: as many as keep the widest layer of a batch in the processor's caches,
     * a power of two from 32 to 1,024.
     */
    public int inferenceBatch() {
        int widest = Math.max(
                inputWidth(),
                stretches.stream()
                        .flatMap(Stretch::layers)
                        .mapToInt(Layer::width)
                        .max()
                        .orElse(0));
        return Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, Integer.highestOneBit(Math.max(1, CACHED / widest))));
    }

    /** Width of what the last dense layer reads. */
    public int featureWidth() {
        return featureWidth(exits());
    }

    /** Width of what the dense layer of an exit reads. */
    public int featureWidth(int exit) {
        return stretches.get(exit - 1).featureWidth();
    }

    /** The shape of what there is of one example at an exit; of the inputs at 0. */
    public List<Integer> shapeAt(int exit) {
        return exit == 0 ? shape : stretches.get(exit - 1).shape();
    }

    /** Numbers that there are of one example at an exit; in the inputs at 0. */
    public int widthAt(int exit) {
        return exit == 0 ? inputWidth() : stretches.get(exit - 1).width();
    }

    /** The first values of the {@link #parameters}, drawn from the model's seed. */
    public List<float[]> initialWeights(long seed) {
        return parameters().stream().map(parameter -> parameter.initial(seed)).toList();
    }

    /**
     * Runs the network on a batch, to its last exit alone.
     *
     * @param weights the values of the {@link #parameters}
     */
    public <T> Activations<T> run(T input, List<T> weights, TensorOperations<T> tensors) {
        return run(0, exits(), input, weights, tensors);
    }

    /**
     * Runs the network on a batch from one exit to a later one; heads of exits between are left out.
     *
     * @param from    the exit whose {@linkplain Activations#state state} is given; 0 for inputs
     * @param weights the values of all {@link #parameters}
     */
    public <T> Activations<T> run(int from, int to, T given, List<T> weights, TensorOperations<T> tensors) {
        T state = given;
        int read = 0;
        for (int i = 0; i < to; i++) {
            Stretch stretch = stretches.get(i);
            int own = Stretch.parameters(stretch.trunk()).size();
            if (i >= from) {
                state = run(stretch.trunk(), state, weights.subList(read, read + own), tensors);
            }
            read += own;
            if (i < to - 1) {
                read += Stretch.parameters(stretch.head()).size();
            }
        }
        List<Layer> head = stretches.get(to - 1).head();
        List<T> ofHead = weights.subList(read, read + Stretch.parameters(head).size());
        Layer last = head.get(head.size() - 1);
        int before = ofHead.size() - last.parameters().size();
        T features = run(head.subList(0, head.size() - 1), state, ofHead.subList(0, before), tensors);
        return new Activations<>(state, features, last.apply(features, ofHead.subList(before, ofHead.size()), tensors));
    }

    private static <T> T run(List<Layer> layers, T input, List<T> weights, TensorOperations<T> tensors) {
        T output = input;
        int read = 0;
        for (Layer layer : layers) {
            int own = layer.parameters().size();
            output = layer.apply(output, weights.subList(read, read + own), tensors);
            read += own;
        }
        return output;
    }

    /**
     * Runs the network on a batch to all its exits, each going on from the one before.
     *
     * @param weights the values of the {@link #parameters}
     */
    public <T> List<Activations<T>> runAll(T input, List<T> weights, TensorOperations<T> tensors) {
        List<Activations<T>> all = new ArrayList<>();
        T state = input;
        for (int exit = 1; exit <= exits(); exit++) {
            Activations<T> activations = run(exit - 1, exit, state, weights, tensors);
            all.add(activations);
            state = activations.state();
        }
        return all;
    }

    /**
     * Inputs that the network takes.
     *
     * @throws IllegalArgumentException when the inputs are of another kind or shape
     */
    public FloatTensor requireFitting(Inputs inputs) {
        return requireFitting(0, inputs);
    }

    /**
     * What the network goes on with at an exit.
     *
     * @param exit 0 for inputs
     * @throws IllegalArgumentException when what is given is of another kind or shape
     */
    public FloatTensor requireFitting(int exit, Inputs given) {
        List<Integer> expected = shapeAt(exit);
        if (exit == 0 && readsTokens() && given instanceof TokenIds tokens) {
            return columns(tokens);
        }
        if (given instanceof FloatTensor tensor
                && Arrays.stream(tensor.shape()).boxed().toList().equals(expected)) {
            return tensor;
        }
        throw new IllegalArgumentException("float tensors of shape " + expected + " expected, got " + given.kind());
    }

    /** Tokens as numbers, each text at the end of its places, before those of its answer. */
    private FloatTensor columns(TokenIds tokens) {
        if (tokens.length() != text()) {
            throw new IllegalArgumentException("token ids of length " + text() + " expected, got " + tokens.kind());
        }
        int width = shape.get(0);
        float[] values = new float[Math.multiplyExact(tokens.rows(), width)];
        Arrays.fill(values, NO_TOKEN);
        for (int row = 0; row < tokens.rows(); row++) {
            int column = row * width + text();
            for (int position = tokens.length() - 1; position >= 0; position--) {
                if (tokens.isToken(row, position)) {
                    int id = tokens.id(row, position);
                    if (id >= classes) {
                        throw new IllegalArgumentException("the token " + id + " in row " + row + " is outside the"
                                + " vocabulary of " + classes + " tokens");
                    }
                    values[--column] = id;
                }
            }
            if (column == row * width + text()) {
                throw new IllegalArgumentException("the text in row " + row + " has no token");
            }
        }
        return new FloatTensor(tokens.rows(), new int[] {width}, values);
    }

    /**
     * What a network puts out for a batch at an exit.
     *
     * @param state    what the exit and all that lies behind it reads; an engine may lay its numbers as it likes
     * @param features what the dense layer of the exit reads, {@code n x d}
     * @param logits   {@code n x k}
     */
    public record Activations<T>(T state, T features, T logits) {}
}
