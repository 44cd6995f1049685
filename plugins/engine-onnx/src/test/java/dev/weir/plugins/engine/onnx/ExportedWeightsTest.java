package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainingPlan;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.api.model.WeightedModel;
import dev.weir.plugins.engine.pytorch.PyTorchModelProvider;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkModel;
import dev.weir.plugins.engine.support.SavedWeights;
import dev.weir.plugins.engine.support.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights of a network that PyTorch trained, once as safetensors and once in the exported file. */
class ExportedWeightsTest {

    @TempDir
    private Path folder;

    @Test
    void anExportedNetworkHasTheNamesTheOrderAndTheBitsOfItsSafetensors() throws IOException {
        Examples examples = examples();
        ModelContext context = new ModelContext("m", examples.inputs(), 3, 1);
        for (Network network : List.of(new Network.Mlp(List.of(8)), new Network.Resnet(List.of(4, 6), 1))) {
            Path saved = Files.createDirectory(
                    folder.resolve("saved" + network.getClass().getSimpleName()));
            Path exported = saved.resolve("net.onnx");
            try (NetworkModel trained = (NetworkModel)
                    new PyTorchModelProvider(network, Optional.empty(), 1, 0.01, 16, 0, "cpu").open(context)) {
                trained.train(
                        examples,
                        examples.select(new int[0]),
                        new TrainingPlan(new CrossEntropy(), 3, 16, 0.01, 1),
                        Checkpoint.NONE,
                        Progress.SILENT);
                trained.save(saved);
                trained.export(exported);

                try (WeightedModel served =
                        (WeightedModel) OnnxModelTest.provider(exported).open(context)) {
                    assertEqual(
                            served.weights(),
                            TensorFile.read(saved.resolve(SavedWeights.FILE)).tensors());
                    assertThat(served.outputs(examples.inputs(), Set.of())
                                    .logits()
                                    .toDoubles())
                            .containsExactly(
                                    trained.outputs(examples.inputs(), Set.of())
                                            .logits()
                                            .toDoubles(),
                                    within(1e-4));
                    trained.load(served.weights());
                    assertEqual(trained.weights(), served.weights().tensors());
                }
            }
        }
    }

    private static void assertEqual(WeightSet found, List<WeightTensor> expected) {
        assertThat(found.tensors()).hasToString(expected.toString());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(((WeightTensor.Floats) found.tensors().get(i)).values())
                    .containsExactly(((WeightTensor.Floats) expected.get(i)).values());
        }
    }

    private static Examples examples() {
        Random random = new Random(1);
        float[] values = new float[48 * 2 * 6 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Examples(
                new FloatTensor(48, new int[] {2, 6, 5}, values),
                new Labels(3, random.ints(48, 0, 3).toArray()));
    }
}
