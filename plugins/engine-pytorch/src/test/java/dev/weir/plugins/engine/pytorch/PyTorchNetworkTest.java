package dev.weir.plugins.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import dev.weir.api.FloatTensor;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.NetworkModelContract;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Passage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PyTorchNetworkTest implements NetworkModelContract {

    @Override
    public NetworkEngine.Opener opener() {
        return (plan, weights) -> new PyTorchNetwork(plan, weights, PyTorch.newManager(DeviceChoice.of("cpu")));
    }

    @Test
    void theWeightsOfASingleChannelStayWhenJavaFreesMemory() throws IOException {
        FloatTensor image = new FloatTensor(0, new int[] {1, 8, 8}, new float[0]);
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(64)), image, CLASSES);
        try (NetworkEngine engine = opener().open(plan, plan.initialWeights(7))) {
            for (int i = 0; i < 20; i++) {
                System.gc();
                ByteBuffer.allocateDirect(64 * 9 * Float.BYTES).asFloatBuffer().put(new float[64 * 9]);
            }

            assertThat(engine.read()).containsExactlyElementsOf(plan.initialWeights(7));
        }
    }

    /** On processors with AVX-512 this ended the JVM. */
    @Test
    void theGradientsOfStridedShortcutsWriteIntoTheirOwnMemory() throws IOException {
        FloatTensor image = new FloatTensor(0, new int[] {1, 28, 28}, new float[0]);
        NetworkPlan plan = NetworkPlan.of(new Network.Resnet(List.of(8, 16), 1, List.of()), image, CLASSES);
        try (NetworkEngine engine = opener().open(plan, plan.initialWeights(7))) {
            for (int i = 0; i < 20; i++) {
                engine.gradients(new float[64 * 28 * 28], 64, logits -> logits);
            }

            assertThat(engine.read()).containsExactlyElementsOf(plan.initialWeights(7));
        }
    }

    @Test
    void passesLeaveTheGradientModeOfTheThreadAsItWas() throws IOException {
        NetworkPlan plan =
                NetworkPlan.of(new Network.Linear(), new FloatTensor(0, new int[] {2}, new float[0]), CLASSES);
        try (NetworkEngine engine = opener().open(plan, plan.initialWeights(7))) {
            for (boolean mode : new boolean[] {true, false}) {
                JniUtils.setGradMode(mode);

                engine.forward(new float[2], 1, Passage.whole(plan, false));
                engine.gradients(new float[2], 1, logits -> logits);
                engine.logitGradients(new float[2], 0);
                engine.write(engine.read());

                assertThat(JniUtils.isGradMode()).isEqualTo(mode);
            }
        }
    }
}
