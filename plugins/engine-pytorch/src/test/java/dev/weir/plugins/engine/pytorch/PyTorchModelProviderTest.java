package dev.weir.plugins.engine.pytorch;

import dev.weir.api.model.ModelProvider;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkProviderContract;
import java.nio.file.Path;
import java.util.Optional;

class PyTorchModelProviderTest extends NetworkProviderContract {

    @Override
    protected ModelProvider provided(
            Network network,
            Optional<Path> weights,
            int epochs,
            double learningRate,
            int batchSize,
            int patience,
            String device) {
        return new PyTorchModelProvider(network, weights, epochs, learningRate, batchSize, patience, device);
    }

    @Override
    protected String library() {
        return "PyTorch";
    }
}
