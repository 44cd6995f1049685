package dev.weir.plugins.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Texts;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.WeightTensor;
import dev.weir.api.model.WeightedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptModelProviderTest implements ModelContract {
    private static final int IN = 6;

    @TempDir
    private Path folder;

    private Path file;
    private final float[] weight = new float[3 * IN];
    private final float[] bias = {1, 2, 3};

    @BeforeEach
    void writeTheFile() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < weight.length; i++) {
            weight[i] = random.nextFloat();
        }
        file = TorchScriptFile.write(folder.resolve("net.pt"), IN, 3, weight, bias);
    }

    @Override
    public ModelProvider provider(Random random) {
        return new TorchScriptModelProvider(file, OptionalDouble.empty(), "cpu");
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[rows * IN];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {2, 3}, values);
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

    @Test
    void answersWithWhatTheProgramComputes() throws IOException {
        FloatTensor inputs = (FloatTensor) inputs(new Random(3), 300);
        try (Model model = provider(new Random(1)).open(context(1))) {
            double[] logits = model.outputs(inputs, Set.of()).logits().toDoubles();

            for (int i = 0; i < logits.length; i++) {
                double expected = bias[i % 3];
                for (int j = 0; j < IN; j++) {
                    expected += weight[i % 3 * IN + j] * inputs.at(i / 3, j);
                }
                assertThat(logits[i]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void parametersAreCountedAndMacsAreGiven() throws IOException {
        try (Model model = new TorchScriptModelProvider(file, OptionalDouble.of(18), "cpu").open(context(1))) {
            assertThat(model.parameters()).isEqualTo(OptionalLong.of(3 * IN + 3));
            assertThat(model.macs()).isEqualTo(OptionalLong.of(18));
        }
        try (Model model = new TorchScriptModelProvider(file, OptionalDouble.empty(), "cpu").open(context(1))) {
            assertThat(model.macs()).isEmpty();
        }
    }

    @Test
    void weightsAreThoseOfTheFile() throws IOException {
        try (WeightedModel model = (WeightedModel) provider(new Random(1)).open(context(1))) {
            assertThat(model.weights().tensors()).hasSize(2);
            WeightTensor.Floats found =
                    (WeightTensor.Floats) model.weights().find("weight").orElseThrow();
            assertThat(found.dimensions()).containsExactly(3, IN);
            assertThat(found.values()).containsExactly(weight);
        }
    }

    @Test
    void aModelThatGotOtherWeightsIsNotSavedAsItsFile(@TempDir Path saved) throws IOException {
        try (WeightedModel model = (WeightedModel) provider(new Random(1)).open(context(1))) {
            model.load(model.weights());

            assertThatIOException()
                    .isThrownBy(() -> model.save(saved))
                    .withMessageStartingWith(file + " does not hold the weights that the model got");
        }
    }

    @Test
    void aProgramWithBatchNormalizationAnswersAndItsSettingsSayWhyItsWeightsAreNotOffered() throws IOException {
        Path normalizing = TorchScriptFile.withBuffer(folder.resolve("norm.pt"), IN, 3, weight, bias);
        TorchScriptModelProvider provider = new TorchScriptModelProvider(normalizing, OptionalDouble.empty(), "cpu");

        assertThat(provider.capabilities()).containsExactlyInAnyOrder(Capability.INFER, Capability.SAVE);
        assertThat(provider.reasonWithout(Capability.MIX))
                .contains("norm.pt keeps the buffers running_mean beside its weights, as batch normalization does, and"
                        + " they cannot be read; export it without batch normalization");
        try (Model model = provider.open(context(1))) {
            assertThat(model.outputs(inputs(new Random(1), 2), Set.of()).rows()).isEqualTo(2);
            assertThat(model).isNotInstanceOf(WeightedModel.class);
        }
    }

    @Test
    void anotherNumberOfClassesIsRefusedWhenItIsOpened() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(new Random(1)).open(new ModelContext("m", inputs(new Random(1), 0), 4, 1)))
                .withMessage("file: " + file + " puts out (1, 3) for one input of shape [2, 3], expected (1, 4)");
    }

    @Test
    void inputsThatTheProgramDoesNotTakeAreRefusedWhenItIsOpened() {
        ModelContext context = new ModelContext("m", new FloatTensor(0, new int[] {5}, new float[0]), 3, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(new Random(1)).open(context))
                .withMessageStartingWith("file: " + file + " does not take one input of shape [5]: ");
    }

    @Test
    void aFolderNoFileAndAnotherFileAreRefusedBeforeAnythingIsOpened() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "not a zip");
        Path empty = Files.createFile(folder.resolve("empty"));

        assertRefused(folder, " is a folder\nName the TorchScript file itself.");
        assertRefused(folder.resolve("none"), ": there is no such file\nName a TorchScript file.");
        assertRefused(text, " is not a TorchScript file\nWrite one with torch.jit.save.");
        assertRefused(empty, " is not a TorchScript file\nWrite one with torch.jit.save.");
    }

    @Test
    void aFileThatOnlyBeginsAsAnArchiveIsRefusedWhenItIsOpened() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, whole.length / 2));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TorchScriptModelProvider(cut, OptionalDouble.empty(), "cpu").open(context(1)))
                .withMessageStartingWith("file: " + cut + " is not a TorchScript file that PyTorch reads: ");
    }

    @Test
    void aRestoredModelNeedsNotTheFileOfItsSettings(@TempDir Path saved) throws IOException {
        Inputs inputs = inputs(new Random(5), 20);
        float[] expected;
        try (Model model = provider(new Random(1)).open(context(1))) {
            expected = model.outputs(inputs, Set.of()).logits().toFloats();
            model.save(saved);
        }
        Files.delete(file);

        try (Model restored = provider(new Random(1)).restore(context(1), saved)) {
            assertThat(restored.outputs(inputs, Set.of()).logits().toFloats()).containsExactly(expected);
        }
    }

    @Test
    void aFileThatWasChangedSinceItWasOpenedIsNotSaved(@TempDir Path saved) throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            Files.delete(file);
            TorchScriptFile.write(file, IN, 3, weight, new float[] {3, 2, 1});

            assertThatIOException()
                    .isThrownBy(() -> model.save(saved))
                    .withMessage(file + " was changed while it was in use\nRun the job again, and leave it alone.");
        }
    }

    @Test
    void settingsAndInputsOfAnotherKindAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TorchScriptModelProvider(file, OptionalDouble.of(0.5), "cpu"))
                .withMessage("macs must be a whole number of at least 0 and at most 2^53, got 0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(new Random(1)).check(new ModelContext("m", new Texts(List.of()), 3, 1)))
                .withMessage("file: takes float tensors, got texts\n"
                        + "Make numbers of them, beside the data's 'use': transforms: [ bag-of-words ].");
    }

    private void assertRefused(Path refused, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new TorchScriptModelProvider(refused, OptionalDouble.empty(), "cpu").check(context(1)))
                .withMessage("file: " + refused + message);
    }
}
