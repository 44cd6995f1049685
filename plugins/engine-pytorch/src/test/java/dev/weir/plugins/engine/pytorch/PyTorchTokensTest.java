package dev.weir.plugins.engine.pytorch;

import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.TokenNetworkContract;

class PyTorchTokensTest implements TokenNetworkContract {

    @Override
    public NetworkEngine.Opener opener() {
        return (plan, weights) -> new PyTorchNetwork(plan, weights, PyTorch.newManager(DeviceChoice.of("cpu")));
    }
}
