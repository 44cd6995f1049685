package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.TokenIds;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the provider of every engine's networks must keep. Extend it in the engine's own test class. */
public abstract class NetworkProviderContract {

    /** A provider with these settings. */
    protected abstract ModelProvider provided(
            Network network,
            Optional<Path> weights,
            int epochs,
            double learningRate,
            int batchSize,
            int patience,
            String device);

    /** The name of the engine's library. */
    protected abstract String library();

    /** Images of 2 channels and odd sides, of 3 classes. */
    private abstract class Contract implements ModelContract {

        abstract Network network(Random random);

        @Override
        public ModelProvider provider(Random random) {
            return provided(network(random));
        }

        @Override
        public Inputs inputs(Random random, int rows) {
            float[] values = new float[rows * 2 * 7 * 5];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return new FloatTensor(rows, new int[] {2, 7, 5}, values);
        }

        @Override
        public boolean holdsNativeMemory() {
            return true;
        }

        @Override
        public boolean refusesJavaCode() {
            return true;
        }

        @Override
        public int classes() {
            return 3;
        }
    }

    @Nested
    class Linear extends Contract {
        @Override
        Network network(Random random) {
            return new Network.Linear();
        }
    }

    @Nested
    class Mlp extends Contract {
        @Override
        Network network(Random random) {
            return new Network.Mlp(List.of(4 + random.nextInt(16), 4 + random.nextInt(16)));
        }
    }

    @Nested
    class Cnn extends Contract {
        @Override
        Network network(Random random) {
            return new Network.Cnn(List.of(4 + random.nextInt(8), 4 + random.nextInt(8)));
        }
    }

    @Nested
    class ExitsOfACnn extends Contract {
        @Override
        Network network(Random random) {
            return new Network.Cnn(List.of(4 + random.nextInt(8), 4 + random.nextInt(8)), List.of(1));
        }
    }

    @Nested
    class ExitsOfAResnet extends Contract {
        @Override
        Network network(Random random) {
            return new Network.Resnet(List.of(4 + random.nextInt(8), 4, 4), 1, List.of(1, 2));
        }
    }

    @Nested
    class Resnet extends Contract {
        @Override
        Network network(Random random) {
            return new Network.Resnet(List.of(4 + random.nextInt(8), 4 + random.nextInt(8)), 1 + random.nextInt(2));
        }
    }

    @Test
    void trainsAsItsSettingsSayOnTheCrossEntropy() {
        assertThat(provided(new Network.Linear(), 5, 0.25, 8, 3).training())
                .contains(new TrainingPlan(new CrossEntropy(), 5, 8, 0.25, 3, 0));
    }

    @Test
    void settingsNameThemselvesWhenTheyAreWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(new Network.Linear(), -1, 0.1, 8, 0))
                .withMessage("epochs must be at least 0, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(new Network.Linear(), 1, Double.NaN, 8, 0))
                .withMessageStartingWith("learning-rate must be finite and greater than 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(new Network.Linear(), 1, 0.1, 0, 0))
                .withMessage("batch-size must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(new Network.Linear(), 1, 0.1, 8, -1))
                .withMessage("patience must be at least 0, got -1");
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWhenTheModelIsOpened() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> on("gpu:3").open(context(new FloatTensor(0, new int[] {4}, new float[0]), 2)))
                .withMessage("device: gpu:3, but " + library()
                        + " finds no GPU\nWrite auto to use one where there is one, or cpu.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> on("tpu"))
                .withMessageStartingWith("device must be auto, cpu or gpu:N, got tpu");
    }

    @Test
    void whereThereIsNoGpuAutoIsTheProcessor() throws IOException {
        FloatTensor input = new FloatTensor(1, new int[] {4}, new float[] {1, 2, 3, 4});
        try (Model auto = on("auto").open(context(input, 2));
                Model cpu = on("cpu").open(context(input, 2))) {
            assertThat(auto.outputs(input, Set.of()).logits().toFloats())
                    .containsExactly(cpu.outputs(input, Set.of()).logits().toFloats());
        }
    }

    private ModelProvider on(String device) {
        return provided(new Network.Linear(), Optional.empty(), 1, 0.1, 8, 0, device);
    }

    @Test
    void startsFromTheWeightsOfAFile(@TempDir Path folder) throws IOException {
        FloatTensor inputs = new FloatTensor(1, new int[] {4}, new float[] {1, 2, 3, 4});
        float[] saved;
        try (Model model = provided(new Network.Linear()).open(context(inputs, 2))) {
            model.save(folder);
            saved = model.outputs(inputs, Set.of()).logits().toFloats();
        }
        ModelContext other = new ModelContext("other", inputs, 2, 99);
        Path file = folder.resolve("weights.safetensors");

        ModelProvider provider = starting(file);
        provider.check(other);
        try (Model model = provider.open(other)) {
            assertThat(model.outputs(inputs, Set.of()).logits().toFloats()).containsExactly(saved);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.check(context(inputs, 3)))
                .withMessageStartingWith(
                        "weights: " + file + ": weights of another network: output.weight[2, 4] is there"
                                + " instead of output.weight[3, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> starting(folder.resolve("none")).check(other))
                .withMessage("weights: " + folder.resolve("none") + ": there is no such file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> starting(folder).check(other))
                .withMessage("weights: " + folder + " is a folder\nName the safetensors file itself.");
    }

    private ModelProvider starting(Path weights) {
        return provided(new Network.Linear(), Optional.of(weights), 0, 0.1, 8, 0, "cpu");
    }

    @Test
    void refusesWhatTheNetworkDoesNotTakeBeforeAnythingIsOpened() {
        ModelProvider cnn = provided(new Network.Cnn(List.of(4)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> cnn.check(context(new FloatTensor(0, new int[] {64}, new float[0]), 10)))
                .withMessageStartingWith("network: cnn takes inputs of shape [channels, height, width], got [64]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cnn.check(context(new TokenIds(0, 12, new int[0], new boolean[0]), 10)))
                .withMessage("network: takes float tensors, got token ids of length 12\n"
                        + "Use a network that reads tokens: transformer.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cnn.check(context(new FloatTensor(0, new int[] {1, 8, 8}, new float[0]), 1)))
                .withMessage("classes must be at least 2, got 1");
    }

    private ModelProvider provided(Network network, int epochs, double learningRate, int batchSize, int patience) {
        return provided(network, Optional.empty(), epochs, learningRate, batchSize, patience, "cpu");
    }

    private ModelProvider provided(Network network) {
        return provided(network, 10, 0.01, 16, 0);
    }

    private static ModelContext context(Inputs like, int classes) {
        return new ModelContext("model", like, classes, 7);
    }
}
