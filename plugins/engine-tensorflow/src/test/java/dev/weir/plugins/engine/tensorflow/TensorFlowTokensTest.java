package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.TokenNetworkContract;

class TensorFlowTokensTest implements TokenNetworkContract {

    @Override
    public NetworkEngine.Opener opener() {
        return (plan, weights) -> new TensorFlowNetwork(plan, weights, TensorFlow.on(DeviceChoice.of("cpu")));
    }
}
