package dev.weir.plugins.engine.support;

import dev.weir.api.Require;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What every engine does with the settings of a trained network.
 *
 * @param network      what is built
 * @param weights      the safetensors file with the weights it starts from; without it they are drawn
 * @param epochs       passes over the train split; at least 0
 * @param learningRate Adam's step size; greater than 0
 * @param batchSize    examples in one step; at least 1
 * @param patience     as in a {@link TrainingPlan}; at least 0
 */
public record NetworkSettings(
        Network network, Optional<Path> weights, int epochs, double learningRate, int batchSize, int patience) {

    public NetworkSettings {
        Require.atLeast("epochs", 0, epochs);
        Require.positive("learning-rate", learningRate);
        Require.atLeast("batch-size", 1, batchSize);
        Require.atLeast("patience", 0, patience);
    }

    /** How a model is trained from the start: on the cross-entropy. */
    public TrainingPlan training() {
        return new TrainingPlan(new CrossEntropy(), epochs, batchSize, learningRate, patience, 0);
    }

    /** How many exits the network has, the last one included. */
    public int exits() {
        return network.exits().size() + 1;
    }

    /**
     * The network for the inputs and classes of a context.
     *
     * @throws IllegalArgumentException when the network does not take them
     */
    public NetworkPlan plan(ModelContext context) {
        return NetworkPlan.of(network, context);
    }

    /** How many trained numbers the network has. */
    public OptionalLong parameters(ModelContext context) {
        return OptionalLong.of(plan(context).parameterCount());
    }

    /** Refuses what can be seen to be wrong without an engine. */
    public void check(ModelContext context) throws IOException {
        first(plan(context), context);
    }

    /** A new model: with the weights of the file, or with weights drawn from the context's seed. */
    public Model open(ModelContext context, NetworkEngine.Opener opener) throws IOException {
        NetworkPlan plan = plan(context);
        return new NetworkModel(context.name(), plan, first(plan, context), opener);
    }

    private List<float[]> first(NetworkPlan plan, ModelContext context) throws IOException {
        if (weights.isEmpty()) {
            return plan.initialWeights(context.seed());
        }
        try {
            return new SavedWeights(plan).read(weights.get());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("weights: " + e.getMessage(), e);
        }
    }

    /** The model that was saved to a folder; its first weights are not looked at. */
    public Model restore(ModelContext context, Path folder, NetworkEngine.Opener opener) throws IOException {
        NetworkPlan plan = plan(context);
        return new NetworkModel(context.name(), plan, new SavedWeights(plan).restore(folder), opener);
    }
}
