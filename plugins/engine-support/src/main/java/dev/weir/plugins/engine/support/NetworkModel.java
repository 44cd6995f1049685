package dev.weir.plugins.engine.support;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.TokenMask;
import dev.weir.api.data.Examples;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import dev.weir.api.model.GradientProjection;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.OutputGradientModel;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A network as a model, on any engine. Many may ask it at once; training and closing wait for them. */
public final class NetworkModel implements ExitModel, TrainableModel, MixableModel, OutputGradientModel {
    private final String name;
    private final NetworkPlan network;
    private final NetworkEngine.Opener opener;
    private final NetworkEngine engine;
    private final OpenOrClosed guard;

    /**
     * Opens a model.
     *
     * @param name    for progress and messages
     * @param weights one array for each parameter of the network, in its order
     */
    public NetworkModel(String name, NetworkPlan network, List<float[]> weights, NetworkEngine.Opener opener)
            throws IOException {
        this.name = name;
        this.network = network;
        this.opener = opener;
        this.engine = opener.open(network, weights);
        this.guard = new OpenOrClosed(name);
    }

    /**
     * What such a model can do: it forgets no classes, because it has learned no others before. One that reads tokens
     * has no export.
     */
    public static Set<Capability> capabilities(Network network) {
        return network instanceof Network.Transformer
                ? EnumSet.complementOf(
                        EnumSet.of(Capability.SOURCE_PROBABILITIES, Capability.EXPORT, Capability.OUTPUT_GRADIENTS))
                : EnumSet.complementOf(EnumSet.of(Capability.SOURCE_PROBABILITIES));
    }

    /** Why such a model lacks a capability, as {@link dev.weir.api.model.ModelProvider#reasonWithout} says it. */
    public static Optional<String> reasonWithout(Network network, Capability capability) {
        boolean isOfTokens = network instanceof Network.Transformer
                && (capability == Capability.EXPORT || capability == Capability.OUTPUT_GRADIENTS);
        return isOfTokens
                ? Optional.of("its network is a transformer, "
                        + (capability == Capability.EXPORT
                                ? "which has no ONNX form here"
                                : "whose output gradients are not worked out"))
                : Optional.empty();
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        FloatTensor tensor = network.requireFitting(inputs);
        return guard.shared(() -> answer(tensor, Passage.whole(network, needs.contains(Need.FEATURES)))
                .outputs());
    }

    @Override
    public AtExit proceed(ExitState from, int exit, Set<Need> needs) {
        requireAhead(from.exit(), exit);
        FloatTensor tensor = network.requireFitting(from.exit(), from.activations());
        Passage passage = new Passage(from.exit(), exit, needs.contains(Need.FEATURES), exit < exits());
        return guard.shared(() -> answer(tensor, passage));
    }

    private AtExit answer(FloatTensor given, Passage passage) {
        int rows = given.rows();
        int k = network.classes();
        int d = passage.withFeatures() ? network.featureWidth(passage.to()) : 0;
        int s = passage.withState() ? network.widthAt(passage.to()) : 0;
        int places = network.places();
        float[] logits = new float[Math.multiplyExact(Math.multiplyExact(rows, places), k)];
        float[] features = new float[Math.multiplyExact(rows, d)];
        float[] state = new float[Math.multiplyExact(rows, s)];
        int most = network.inferenceBatch();
        float[] batch = new float[Math.min(most, rows) * given.width()];
        for (int from = 0; from < rows; from += most) {
            int size = Math.min(most, rows - from);
            given.copyRows(from, from + size, batch);
            NetworkPlan.Activations<float[]> activations = engine.forward(batch, size, passage);
            for (int place = 0; place < places - 1; place++) {
                write(batch, size, place, activations.logits());
                activations = engine.forward(batch, size, passage);
            }
            System.arraycopy(activations.logits(), 0, logits, from * places * k, size * places * k);
            for (int row = 0; row < size && d > 0; row++) { // of an answer, where it begins
                System.arraycopy(activations.features(), row * places * d, features, (from + row) * d, d);
            }
            System.arraycopy(activations.state(), 0, state, from * s, size * s);
        }
        Outputs outputs = network.answer() == 0
                ? Outputs.of(new Logits(rows, k, logits))
                : answers(new Logits(rows * places, k, logits));
        return new AtExit(
                passage.withFeatures() ? outputs.withFeatures(new Features(rows, d, features)) : outputs,
                passage.withState() ? Optional.of(state(passage.to(), rows, state)) : Optional.empty());
    }

    /** Writes the likeliest token of a place into the inputs, where the next place reads it. */
    private void write(float[] batch, int rows, int place, float[] logits) {
        Logits given = new Logits(rows * network.places(), network.classes(), logits);
        for (int row = 0; row < rows; row++) {
            batch[row * network.inputWidth() + network.columnAfter(place)] =
                    given.argMax(row * network.places() + place);
        }
    }

    /** Answers that go up to the first token that ends one. */
    private Outputs answers(Logits logits) {
        int places = network.places();
        boolean[] mask = new boolean[logits.rows()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % places == 0 || (mask[i - 1] && logits.argMax(i - 1) != ModelContext.END);
        }
        return Outputs.ofTokens(logits, new TokenMask(places, mask));
    }

    private ExitState state(int exit, int rows, float[] values) {
        int[] shape = network.shapeAt(exit).stream().mapToInt(Integer::intValue).toArray();
        return new ExitState(exit, new FloatTensor(rows, shape, values));
    }

    /** The logits of each exit; the states between them are kept for one batch at a time. */
    private List<Logits> allLogits(FloatTensor inputs) {
        int rows = inputs.rows();
        int k = network.classes() * network.places();
        List<float[]> logits = new ArrayList<>();
        for (int exit = 1; exit <= exits(); exit++) {
            logits.add(new float[Math.multiplyExact(rows, k)]);
        }
        int most = network.inferenceBatch();
        float[] first = new float[Math.min(most, rows) * inputs.width()];
        for (int from = 0; from < rows; from += most) {
            int size = Math.min(most, rows - from);
            inputs.copyRows(from, from + size, first);
            float[] given = first;
            for (int exit = 1; exit <= exits(); exit++) {
                NetworkPlan.Activations<float[]> activations =
                        engine.forward(given, size, new Passage(exit - 1, exit, false, exit < exits()));
                System.arraycopy(activations.logits(), 0, logits.get(exit - 1), from * k, size * k);
                given = activations.state();
            }
        }
        return logits.stream()
                .map(values -> new Logits(rows * network.places(), network.classes(), values))
                .toList();
    }

    @Override
    public void train(Examples train, Examples validation, TrainingPlan plan, Checkpoint checkpoint, Progress progress)
            throws IOException {
        guard.alone(() -> {
            Learner learner = new AdamLearner(engine, this::allLogits, plan.learningRate());
            new TrainingLoop(name, network, plan).run(learner, train, validation, checkpoint, progress);
            return this;
        });
    }

    @Override
    public void save(Path folder) throws IOException {
        guard.alone(() -> {
            new SavedWeights(network).save(engine.read(), folder);
            engine.export(folder);
            return this;
        });
    }

    @Override
    public void export(Path file) throws IOException {
        guard.alone(() -> {
            if (network.readsTokens()) {
                throw new UnsupportedOperationException("a network of tokens is not exported");
            }
            new OnnxExport(network).write(engine.read(), file);
            return this;
        });
    }

    @Override
    public WeightSet weights() {
        return guard.alone(() -> new SavedWeights(network).named(engine.read()));
    }

    @Override
    public void load(WeightSet weights) {
        guard.alone(() -> {
            engine.write(new SavedWeights(network).arrays(weights));
            return this;
        });
    }

    @Override
    public List<String> head() {
        return network.head().stream().map(Parameter::name).toList();
    }

    @Override
    public MixedModel mixed(List<WeightSet> sets) throws IOException {
        Require.atLeast("weight sets to mix", 1, sets.size());
        return guard.shared(() -> {
            SavedWeights own = new SavedWeights(network);
            List<WeightSet> ordered = sets.stream().map(own::ordered).toList();
            WeightMix mix = new WeightMix(ordered);
            NetworkModel answering = new NetworkModel(name, network, own.arrays(ordered.get(0)), opener);
            return new Mixture(answering, answering.guard, mix, answering.engine::write);
        });
    }

    @Override
    public List<String> lastBlock() {
        return network.lastBlock().stream().map(Parameter::name).toList();
    }

    @Override
    public int lastBlockSize() {
        return network.lastBlock().stream().mapToInt(Parameter::size).reduce(0, Math::addExact);
    }

    @Override
    public Features outputGradients(Inputs inputs, GradientProjection projection) {
        if (network.readsTokens()) {
            throw new UnsupportedOperationException("a network of tokens gives no gradients of its outputs");
        }
        FloatTensor tensor = network.requireFitting(inputs);
        return guard.alone(() -> {
            int p = lastBlockSize();
            int width = projection.width(p);
            int k = network.classes();
            UnaryOperator<float[]> projected = projection.of(p);
            float[] all = new float[Math.multiplyExact(tensor.rows(), Math.multiplyExact(k, width))];
            float[] input = new float[tensor.width()];
            int from = network.parameters().size() - network.lastBlock().size();
            for (int row = 0; row < tensor.rows(); row++) {
                tensor.copyRows(row, row + 1, input);
                List<List<float[]>> gradients = engine.logitGradients(input, from);
                for (int c = 0; c < k; c++) {
                    System.arraycopy(projected.apply(joined(gradients.get(c))), 0, all, (row * k + c) * width, width);
                }
            }
            return new Features(tensor.rows(), k * width, all);
        });
    }

    private static float[] joined(List<float[]> arrays) {
        float[] joined =
                new float[arrays.stream().mapToInt(array -> array.length).sum()];
        int end = 0;
        for (float[] array : arrays) {
            System.arraycopy(array, 0, joined, end, array.length);
            end += array.length;
        }
        return joined;
    }

    @Override
    public OptionalLong parameters() {
        return OptionalLong.of(network.parameterCount());
    }

    @Override
    public OptionalLong macs() {
        return OptionalLong.of(network.macs());
    }

    @Override
    public int exits() {
        return network.exits();
    }

    @Override
    public OptionalLong parameters(int exit) {
        return OptionalLong.of(network.parameterCount(exit));
    }

    @Override
    public OptionalLong macs(int from, int exit) {
        requireAhead(from, exit);
        return OptionalLong.of(network.macs(from, exit));
    }

    @Override
    public void close() {
        guard.close(engine::close);
    }
}
