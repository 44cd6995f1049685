package dev.weir.plugins.engine.tensorflow;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.model.Capability;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkModel;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.SavedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A network on TensorFlow, trained from the start by Adam on the cross-entropy.
 *
 * @param network      what is built
 * @param epochs       passes over the train split
 * @param learningRate Adam's step size
 * @param batchSize    examples in one step
 * @param patience     epochs without a lower loss on the validation split after which training stops; 0 for never
 */
@Extension
@Name("tensorflow")
@Doc("a network on TensorFlow, trained from the start")
public record TensorFlowModelProvider(
        @Doc("what is built: linear, mlp, cnn or resnet") Network network,

        @Default("20") @Doc("passes over the train split; at least 0")
        int epochs,

        @Default("0.01") @Doc("Adam's step size; greater than 0")
        double learningRate,

        @Default("32") @Doc("examples in one step; at least 1")
        int batchSize,

        @Default("0")
        @Doc("stops after so many epochs in a row that do not lower the loss on the validation split, and keeps the"
                + " weights of the best epoch; 0 trains for all epochs and keeps the last weights")
        int patience)
        implements ModelProvider {

    public TensorFlowModelProvider {
        Require.atLeast("epochs", 0, epochs);
        Require.positive("learning-rate", learningRate);
        Require.atLeast("batch-size", 1, batchSize);
        Require.atLeast("patience", 0, patience);
    }

    @Override
    public Set<Capability> capabilities() {
        return NetworkModel.capabilities();
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.of(new TrainingPlan(new CrossEntropy(), epochs, batchSize, learningRate, patience, 0));
    }

    @Override
    public void check(ModelContext context) {
        plan(context);
    }

    @Override
    public Model open(ModelContext context) throws IOException {
        NetworkPlan plan = plan(context);
        return new NetworkModel(
                context.name(), plan, plan.initialWeights(context.seed()), TensorFlowModelProvider::network);
    }

    @Override
    public Model restore(ModelContext context, Path folder) throws IOException {
        NetworkPlan plan = plan(context);
        return new NetworkModel(
                context.name(), plan, new SavedWeights(plan).restore(folder), TensorFlowModelProvider::network);
    }

    static TensorFlowNetwork network(NetworkPlan plan, List<float[]> weights) throws IOException {
        return new TensorFlowNetwork(plan, weights, TensorFlow.sessions());
    }

    private NetworkPlan plan(ModelContext context) {
        return NetworkPlan.of(network, context.like(), context.classes());
    }
}
