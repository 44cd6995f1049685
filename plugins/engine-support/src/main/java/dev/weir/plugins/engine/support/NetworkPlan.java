package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Require;
import java.util.Arrays;
import java.util.List;

/**
 * A network made for inputs of one shape: everything an engine has to know to build, run and train it.
 *
 * @param shape   of one example, without the batch
 * @param classes number of logits, at least 2
 * @param layers  first to last; the last one is dense and gives the logits
 */
public record NetworkPlan(List<Integer> shape, int classes, List<Layer> layers) {
    /** Numbers of one layer for a whole batch, about what the nearer caches of a processor hold. */
    private static final int CACHED = 1 << 20;

    private static final int SMALLEST_BATCH = 32;
    private static final int LARGEST_BATCH = 1024;

    public NetworkPlan {
        shape = List.copyOf(shape);
        layers = List.copyOf(layers);
        Require.atLeast("classes", 2, classes);
        if (!(layers.get(layers.size() - 1) instanceof Layer.Dense)) {
            throw new IllegalArgumentException("the last layer must be dense, got " + layers);
        }
    }

    /**
     * The plan of a network for inputs like the given ones.
     *
     * @throws IllegalArgumentException when the network does not take such inputs
     */
    public static NetworkPlan of(Network network, Inputs like, int classes) {
        int[] shape = FloatInputs.require("network", like).shape();
        Require.atLeast("classes", 2, classes);
        return new NetworkPlan(Arrays.stream(shape).boxed().toList(), classes, network.layers(shape, classes));
    }

    /** The trained tensors of all layers, in the order of the layers. */
    public List<Parameter> parameters() {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }

    /**
     * The parameters of the last block: those of the last layer, and of the last layer or block of layers before
     * it that has any. They are the last ones of {@link #parameters}.
     */
    public List<Parameter> lastBlock() {
        List<Layer> trained =
                layers.stream().filter(layer -> !layer.parameters().isEmpty()).toList();
        return trained.subList(Math.max(0, trained.size() - 2), trained.size()).stream()
                .flatMap(layer -> layer.parameters().stream())
                .toList();
    }

    /** Number of trained numbers. */
    public long parameterCount() {
        return parameters().stream().mapToLong(Parameter::size).sum();
    }

    /** Multiply-accumulate operations for one example. */
    public long macs() {
        return layers.stream().mapToLong(Layer::macs).sum();
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
                inputWidth(), layers.stream().mapToInt(Layer::width).max().orElse(0));
        return Math.max(SMALLEST_BATCH, Math.min(LARGEST_BATCH, Integer.highestOneBit(Math.max(1, CACHED / widest))));
    }

    /** Width of what the last dense layer reads. */
    public int featureWidth() {
        return ((Layer.Dense) layers.get(layers.size() - 1)).in();
    }

    /** The first values of the {@link #parameters}, drawn from the model's seed. */
    public List<float[]> initialWeights(long seed) {
        return parameters().stream().map(parameter -> parameter.initial(seed)).toList();
    }

    /**
     * Runs the network on a batch.
     *
     * @param weights the values of the {@link #parameters}
     */
    public <T> Activations<T> run(T input, List<T> weights, TensorOperations<T> tensors) {
        T features = input;
        T output = input;
        int read = 0;
        for (Layer layer : layers) {
            int own = layer.parameters().size();
            features = output;
            output = layer.apply(output, weights.subList(read, read + own), tensors);
            read += own;
        }
        return new Activations<>(features, output);
    }

    /**
     * Inputs that the network takes.
     *
     * @throws IllegalArgumentException when the inputs are of another kind or shape
     */
    public FloatTensor requireFitting(Inputs inputs) {
        if (inputs instanceof FloatTensor tensor
                && Arrays.stream(tensor.shape()).boxed().toList().equals(shape)) {
            return tensor;
        }
        throw new IllegalArgumentException("float tensors of shape " + shape + " expected, got " + inputs.kind());
    }

    /**
     * What a network puts out for a batch.
     *
     * @param features what the last dense layer reads, {@code n x d}
     * @param logits   {@code n x k}
     */
    public record Activations<T>(T features, T logits) {}
}
