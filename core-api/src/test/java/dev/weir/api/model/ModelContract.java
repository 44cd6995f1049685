package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.RandomOutputs;
import dev.weir.api.Texts;
import dev.weir.api.data.Examples;
import dev.weir.api.metrics.Likelihood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link ModelProvider} and the {@link Model} it opens must keep. Implement it in the plugin's
 * own test class, once for each form of settings that makes another model.
 */
public interface ModelContract {

    /** A provider with settings drawn from their valid ranges; the same for the same seed. */
    ModelProvider provider(Random random) throws IOException;

    /** Up to 64 inputs of the kind and shape that the model takes. */
    Inputs inputs(Random random, int rows);

    /** Number of classes of the opened model. */
    int classes();

    /** What the model is told when it is opened. */
    default ModelContext context(long seed) {
        return new ModelContext("model", inputs(new Random(seed), 0), classes(), seed);
    }

    /** Inputs that the model does not take. */
    default Inputs otherInputs() {
        return inputs(new Random(1), 1) instanceof Texts
                ? new FloatTensor(1, new int[] {1}, new float[] {1})
                : new Texts(List.of("not what the model takes"));
    }

    /** How the model is trained here: enough to learn {@link #examples} by heart a little. */
    default TrainingPlan plan() {
        return new TrainingPlan(new CrossEntropy(), 10, 16, 0.01, 1);
    }

    /** What the model is trained on here; any labels will do. */
    default Examples examples(Random random) {
        return new Examples(inputs(random, 64), RandomOutputs.labels(random, 64, classes()));
    }

    @Test
    default void acceptsWhatItOpens() throws IOException {
        ModelProvider provider = provider(new Random(1));

        assertThatNoException().isThrownBy(() -> provider.check(context(1)));
    }

    @Test
    default void canDoWhatItsSettingsPromise() throws IOException {
        ModelProvider provider = provider(new Random(1));

        try (Model model = provider.open(context(1))) {
            boolean features = model.outputs(inputs(new Random(1), 3), Set.of(Need.FEATURES))
                    .hasFeatures();

            assertThat(provider.capabilities()).contains(Capability.INFER);
            assertThat(model instanceof TrainableModel)
                    .isEqualTo(provider.capabilities().contains(Capability.TRAIN));
            assertThat(features).isEqualTo(provider.capabilities().contains(Capability.FEATURES));
            if (provider.training().isPresent()) {
                assertThat(provider.capabilities()).contains(Capability.TRAIN);
            }
        }
    }

    @ParameterizedTest(name = "{0} rows")
    @ValueSource(ints = {0, 1, 2, 3, 17, 64})
    default void answersAnyNumberOfInputs(int rows) throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            Outputs outputs = model.outputs(inputs(new Random(2), rows), Set.of(Need.FEATURES));

            assertThat(outputs.rows()).isEqualTo(rows);
            assertThat(outputs.logits().classes()).isEqualTo(classes());
            if (outputs.hasFeatures()) {
                assertThat(outputs.features().rows()).isEqualTo(rows);
            }
        }
    }

    @Test
    default void answersAnInputAloneAsInItsBatch() throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            Inputs inputs = inputs(new Random(2), 17);

            Logits together = logits(model, inputs);

            for (int row = 0; row < inputs.rows(); row++) {
                assertClose(logits(model, inputs.select(new int[] {row})), together.row(row), 1e-5);
            }
        }
    }

    @Test
    default void featuresOfAnInputAloneAreThoseInItsBatch() throws IOException {
        ModelProvider provider = provider(new Random(1));
        Assumptions.assumeTrue(provider.capabilities().contains(Capability.FEATURES), "gives no features");
        try (Model model = provider.open(context(1))) {
            Inputs inputs = inputs(new Random(2), 17);

            Outputs together = model.outputs(inputs, Set.of(Need.FEATURES));
            Outputs alone = model.outputs(inputs.select(new int[] {5}), Set.of(Need.FEATURES));

            assertClose(
                    alone.features().toDoubles(), together.features().rows(5, 6).toDoubles(), 1e-5);
        }
    }

    @Test
    default void answersFollowTheOrderOfTheInputs() throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            Inputs inputs = inputs(new Random(2), 17);
            int[] order = RandomOutputs.order(new Random(3), 17);

            assertClose(
                    logits(model, inputs.select(order)), logits(model, inputs).select(order), 1e-5);
        }
    }

    @Test
    default void leavesFeaturesOutWhereNobodyNeedsThem() throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            assertThat(model.outputs(inputs(new Random(2), 3), Set.of()).hasFeatures())
                    .isFalse();
        }
    }

    @Test
    default void answersTwoCallersAtOnceAsOne() throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            Inputs first = inputs(new Random(2), 17);
            Inputs second = inputs(new Random(3), 23);
            Logits ofFirst = logits(model, first);
            Logits ofSecond = logits(model, second);

            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> assertAnswersStay(model, first, ofFirst)),
                            CompletableFuture.runAsync(() -> assertAnswersStay(model, second, ofSecond)))
                    .join();
        }
    }

    private static void assertAnswersStay(Model model, Inputs inputs, Logits expected) {
        for (int i = 0; i < 20; i++) {
            assertClose(logits(model, inputs), expected, 1e-5);
        }
    }

    @Test
    default void theSameContextOpensEqualModels() throws IOException {
        ModelProvider provider = provider(new Random(1));
        Inputs inputs = inputs(new Random(2), 17);

        try (Model first = provider.open(context(1));
                Model second = provider.open(context(1))) {
            assertClose(logits(first, inputs), logits(second, inputs), 1e-6);
        }
    }

    @Test
    default void refusesInputsOfAnotherKind() throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            assertThatIllegalArgumentException().isThrownBy(() -> logits(model, otherInputs()));
        }
    }

    @Test
    default void countsAreNotNegative() throws IOException {
        try (Model model = provider(new Random(1)).open(context(1))) {
            model.parameters().ifPresent(parameters -> assertThat(parameters).isNotNegative());
            model.macs().ifPresent(macs -> assertThat(macs).isNotNegative());
        }
    }

    @Test
    default void aClosedModelRefuses() throws IOException {
        Model model = provider(new Random(1)).open(context(1));
        model.close();

        assertThatIllegalStateException().isThrownBy(() -> logits(model, inputs(new Random(2), 3)));
        if (model instanceof TrainableModel trainable) {
            assertThatIllegalStateException().isThrownBy(() -> train(trainable, plan()));
        }
    }

    @Test
    default void closingTwiceDoesNothing() throws IOException {
        Model model = provider(new Random(1)).open(context(1));
        model.close();

        assertThatNoException().isThrownBy(model::close);
    }

    @Test
    default void trainingLowersTheLoss() throws IOException {
        try (TrainableModel model = trainable()) {
            double before = loss(model);

            train(model, plan());

            assertThat(loss(model)).isLessThan(before);
        }
    }

    @Test
    default void trainingTwiceTheSameWayGivesTheSameModel() throws IOException {
        Inputs inputs = inputs(new Random(2), 17);
        try (TrainableModel first = trainable();
                TrainableModel second = trainable()) {
            train(first, plan());
            train(second, plan());

            assertClose(logits(first, inputs), logits(second, inputs), 1e-5);
        }
    }

    @Test
    default void noEpochLeavesTheModelAsItIs() throws IOException {
        Inputs inputs = inputs(new Random(2), 17);
        try (TrainableModel model = trainable()) {
            Logits before = logits(model, inputs);

            train(model, new TrainingPlan(new CrossEntropy(), 0, 16, 0.01, 1));

            assertClose(logits(model, inputs), before, 1e-6);
        }
    }

    @Test
    default void savesExactlyWhenItsSettingsPromiseTo(@TempDir Path folder) throws IOException {
        ModelProvider provider = provider(new Random(1));

        try (Model model = provider.open(context(1))) {
            if (provider.capabilities().contains(Capability.SAVE)) {
                assertThatNoException().isThrownBy(() -> model.save(folder));
            } else {
                assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> model.save(folder));
                assertThatExceptionOfType(UnsupportedOperationException.class)
                        .isThrownBy(() -> provider.restore(context(1), folder));
            }
        }
    }

    @Test
    default void exportsWhenItsSettingsPromiseTo(@TempDir Path folder) throws IOException {
        ModelProvider provider = provider(new Random(1));
        Path file = folder.resolve("model.onnx");

        try (Model model = provider.open(context(1))) {
            if (provider.capabilities().contains(Capability.EXPORT)) {
                assertThatNoException().isThrownBy(() -> model.export(file));
                assertThat(file).isNotEmptyFile();
            } else {
                assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> model.export(file));
            }
        }
    }

    @Test
    default void aRestoredModelAnswersExactlyAsTheOneThatWasSaved(@TempDir Path folder) throws IOException {
        ModelProvider provider = saving();
        Inputs inputs = inputs(new Random(2), 17);
        Logits saved;
        try (Model model = provider.open(context(1))) {
            if (model instanceof TrainableModel trainable) {
                train(trainable, plan());
            }
            model.save(folder);
            saved = logits(model, inputs);
        }

        try (Model restored = provider(new Random(1)).restore(context(1), folder)) {
            assertThat(logits(restored, inputs).toFloats()).containsExactly(saved.toFloats());
        }
    }

    @Test
    default void aFolderWithoutAFileOrWithACutOneIsRefusedByTheNameOfTheFile(@TempDir Path folder) throws IOException {
        ModelProvider provider = saving();
        try (Model model = provider.open(context(1))) {
            model.save(folder);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }

        assertThat(files).isNotEmpty();
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            assertIsRefused(provider, folder, file);
            for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertIsRefused(provider, folder, file);
            }
            Files.write(file, whole);
        }
    }

    private void assertIsRefused(ModelProvider provider, Path folder, Path file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.restore(context(1), folder).close())
                .withMessageContaining(file.getFileName().toString());
    }

    private ModelProvider saving() throws IOException {
        ModelProvider provider = provider(new Random(1));
        Assumptions.assumeTrue(provider.capabilities().contains(Capability.SAVE), "does not save");
        return provider;
    }

    @Test
    default void anInterruptedTrainingGoesOnToTheSameModel() throws IOException {
        Inputs inputs = inputs(new Random(2), 17);
        Examples examples = examples(new Random(4));
        Examples none = examples.select(new int[0]);
        LastState checkpoint = new LastState(3);
        try (TrainableModel whole = trainable();
                TrainableModel interrupted = trainable();
                TrainableModel resumed = trainable()) {
            train(whole, plan());
            try {
                interrupted.train(examples, none, plan(), checkpoint, Progress.SILENT);
            } catch (IOException e) {
                assertThat(e).hasMessage("interrupted");
            }

            resumed.train(examples, none, plan(), checkpoint, Progress.SILENT);

            assertClose(logits(resumed, inputs), logits(whole, inputs), 1e-5);
        }
    }

    /** Keeps one state, and fails once: right after it has kept a number of them. */
    final class LastState implements Checkpoint {
        private final int failsAfter;
        private Optional<byte[]> state = Optional.empty();
        private int kept;

        public LastState(int failsAfter) {
            this.failsAfter = failsAfter;
        }

        @Override
        public Optional<byte[]> latest() {
            return state;
        }

        @Override
        public void keep(byte[] given) throws IOException {
            state = Optional.of(given);
            if (++kept == failsAfter) {
                throw new IOException("interrupted");
            }
        }
    }

    private TrainableModel trainable() throws IOException {
        ModelProvider provider = provider(new Random(1));
        Assumptions.assumeTrue(provider.capabilities().contains(Capability.TRAIN), "does not train");
        return (TrainableModel) provider.open(context(1));
    }

    /** Without a validation split, on which an engine may choose to keep the first weights. */
    private void train(TrainableModel model, TrainingPlan plan) throws IOException {
        Examples examples = examples(new Random(4));
        model.train(examples, examples.select(new int[0]), plan, Checkpoint.NONE, Progress.SILENT);
    }

    private double loss(Model model) {
        Examples examples = examples(new Random(4));
        return Likelihood.of(logits(model, examples.inputs()), examples.labels())
                .mean();
    }

    private static Logits logits(Model model, Inputs inputs) {
        return model.outputs(inputs, Set.of()).logits();
    }

    private static void assertClose(Logits actual, Logits expected, double tolerance) {
        assertClose(actual.toDoubles(), expected.toDoubles(), tolerance);
    }

    /** Within {@code tolerance}, relative to the largest number where that is above 1. */
    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        double scale = IntStream.range(0, expected.length)
                .mapToDouble(i -> Math.abs(expected[i]))
                .reduce(1, Math::max);
        assertThat(actual).containsExactly(expected, within(tolerance * scale));
    }
}
