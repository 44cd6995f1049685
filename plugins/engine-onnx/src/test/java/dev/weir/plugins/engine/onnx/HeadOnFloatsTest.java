package dev.weir.plugins.engine.onnx;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.OnnxExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** A head that learns on the features of a frozen network of floats. */
class HeadOnFloatsTest implements ModelContract {

    @TempDir
    private Path folder;

    @Override
    public ModelProvider provider(Random random) throws IOException {
        Path file = folder.resolve("net" + System.nanoTime() + ".onnx");
        NetworkPlan plan = NetworkPlan.of(new Network.Mlp(List.of(7)), inputs(new Random(1), 0), 2);
        new OnnxExport(plan).write(plan.initialWeights(7), file);
        return new OnnxModelProvider(
                file,
                Optional.of("input"),
                Optional.of("features"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Head(new Network.Linear(), 10, 0.01, 16, 0)),
                OptionalDouble.of(42),
                "cpu");
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[rows * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {2, 3}, values);
    }

    @Override
    public int classes() {
        return 3;
    }
}
