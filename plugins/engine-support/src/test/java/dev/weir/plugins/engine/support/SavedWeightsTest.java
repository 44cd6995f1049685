package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
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
                .withMessage(file + ": the network has output.weight[2, 3], the file has output.weight[3, 3]");
    }

    @Test
    void missingAndSurplusWeightsAreRefused() throws IOException {
        NamedTensor weight = new NamedTensor("output.weight", List.of(2, 3), new float[6]);
        NamedTensor bias = new NamedTensor("output.bias", List.of(2), new float[2]);
        NamedTensor other = new NamedTensor("other", List.of(1), new float[1]);

        assertRefused(List.of(weight), "the network has output.bias[2], the file does not");
        assertRefused(List.of(weight, bias, other), "the file has [other[1]], the network does not");
    }

    @Test
    void weightsThatAreNotFiniteAreRefused() throws IOException {
        NamedTensor weight = new NamedTensor("output.weight", List.of(2, 3), new float[] {0, 0, 0, 0, 0, Float.NaN});
        NamedTensor bias = new NamedTensor("output.bias", List.of(2), new float[2]);

        assertRefused(List.of(weight, bias), "output.weight[2, 3] holds NaN");
    }

    private void assertRefused(List<NamedTensor> tensors, String message) throws IOException {
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
