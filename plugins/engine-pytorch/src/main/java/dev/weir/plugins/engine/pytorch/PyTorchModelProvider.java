package dev.weir.plugins.engine.pytorch;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.Offers;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.NetworkModel;
import dev.weir.plugins.engine.support.NetworkSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A network on PyTorch, trained from the start by Adam on the cross-entropy.
 *
 * @param network      what is built
 * @param weights      the weights it starts from; drawn from the model's seed where there is no file
 * @param epochs       passes over the train split
 * @param learningRate Adam's step size
 * @param batchSize    examples in one step
 * @param patience     epochs without a lower loss on the validation split after which training stops; 0 for never
 * @param device       what it runs on: auto, cpu or gpu:N
 */
@Extension
@Name("pytorch")
@Doc("a network on PyTorch, trained from the start")
@Offers({
    Capability.INFER,
    Capability.FEATURES,
    Capability.TRAIN,
    Capability.SAVE,
    Capability.EXPORT,
    Capability.WEIGHTS,
    Capability.MIX,
    Capability.OUTPUT_GRADIENTS
})
public record PyTorchModelProvider(
        @Doc("what is built: linear, mlp, cnn, resnet or transformer")
        Network network,

        @Doc("a safetensors file with the weights that training starts from, such as another engine's; left out, they"
                + " are drawn from the seed")
        Optional<Path> weights,

        @Default("20") @Doc("passes over the train split; at least 0")
        int epochs,

        @Default("0.01") @Doc("Adam's step size; greater than 0")
        double learningRate,

        @Default("32") @Doc("examples in one step; at least 1")
        int batchSize,

        @Default("0")
        @Doc("stops after so many epochs in a row that do not lower the loss on the validation split, and keeps the"
                + " weights of the best epoch; 0 trains for all epochs and keeps the last weights")
        int patience,

        @Default("cpu")
        @Doc("what it runs on: cpu, gpu:N for graphics processor N, or auto for the first one where there is one")
        String device)
        implements ModelProvider {

    public PyTorchModelProvider {
        new NetworkSettings(network, weights, epochs, learningRate, batchSize, patience);
        DeviceChoice.of(device);
    }

    private NetworkSettings settings() {
        return new NetworkSettings(network, weights, epochs, learningRate, batchSize, patience);
    }

    @Override
    public Set<Capability> capabilities() {
        return NetworkModel.capabilities(network);
    }

    @Override
    public Optional<String> reasonWithout(Capability capability) {
        return NetworkModel.reasonWithout(network, capability);
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.of(settings().training());
    }

    @Override
    public int exits() {
        return settings().exits();
    }

    @Override
    public void check(ModelContext context) throws IOException {
        settings().check(context);
    }

    @Override
    public OptionalLong parameters(ModelContext context) {
        return settings().parameters(context);
    }

    @Override
    public Model open(ModelContext context) throws IOException {
        return settings().open(context, opener());
    }

    @Override
    public Model restore(ModelContext context, Path folder) throws IOException {
        return settings().restore(context, folder, opener());
    }

    NetworkEngine.Opener opener() {
        return (plan, weights) -> new PyTorchNetwork(plan, weights, PyTorch.newManager(DeviceChoice.of(device)));
    }
}
