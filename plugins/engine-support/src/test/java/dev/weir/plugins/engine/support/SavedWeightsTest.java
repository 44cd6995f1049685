package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.model.WeightTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedWeightsTest {
    private static final NetworkPlan NETWORK = plan(2);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve(SavedWeights.FILE);
    }

    @Test
    void weightsComeBackInTheOrderOfTheParameters() throws IOException {
        List<float[]> weights = NETWORK.initialWeights(7);

        new SavedWeights(NETWORK).save(weights, folder);

        assertThat(new SavedWeights(NETWORK).restore(folder)).containsExactlyElementsOf(weights);
    }

    @Test
    void weightsOfAnotherShapeAreRefused() throws IOException {
        new SavedWeights(plan(3)).save(plan(3).initialWeights(7), folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SavedWeights(NETWORK).restore(folder))
                .withMessage(file
                        + ": weights of another network: output.weight[3, 3] is there instead of output.weight[2, 3], output.bias[3] is"
                        + " there instead of output.bias[2]");
    }

    @Test
    void missingAndSurplusWeightsAreRefused() throws IOException {
        WeightTensor weight = new WeightTensor.Floats("output.weight", List.of(2, 3), new float[6]);
        WeightTensor bias = new WeightTensor.Floats("output.bias", List.of(2), new float[2]);
        WeightTensor other = new WeightTensor.Floats("other", List.of(1), new float[1]);

        assertRefused(List.of(weight), "weights of another network: output.bias[2] is missing");
        assertRefused(List.of(weight, bias, other), "weights of another network: other[1] is not in the network");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        WeightTensor weight =
                new WeightTensor.Floats("output.weight", List.of(2, 3), new float[] {0, 0, 0, 0, 0, Float.NaN});
        WeightTensor bias = new WeightTensor.Floats("output.bias", List.of(2), new float[2]);

        assertRefused(List.of(weight, bias), "output.weight[2, 3] holds NaN");
    }

    private void assertRefused(List<WeightTensor> tensors, String message) throws IOException {
        Files.deleteIfExists(file);
        new TensorFile(Map.of(), tensors).write(file);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SavedWeights(NETWORK).restore(folder))
                .withMessage(file + ": " + message);
    }

    private static NetworkPlan plan(int classes) {
        return NetworkPlan.of(new Network.Linear(), new FloatTensor(0, new int[] {3}, new float[0]), classes);
    }
}
