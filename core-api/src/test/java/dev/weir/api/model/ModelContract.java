package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
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
            Outputs outputs = model.outputs(inputs(new Random(1), 3), Set.of(Need.FEATURES, Need.SOURCE_PROBABILITIES));

            assertThat(provider.capabilities()).contains(Capability.INFER);
            assertThat(model instanceof TrainableModel)
                    .isEqualTo(provider.capabilities().contains(Capability.TRAIN));
            assertThat(outputs.hasFeatures()).isEqualTo(provider.capabilities().contains(Capability.FEATURES));
            assertThat(outputs.hasSourceProbabilities())
                    .isEqualTo(provider.capabilities().contains(Capability.SOURCE_PROBABILITIES));
            assertThat(model instanceof WeightedModel)
                    .isEqualTo(provider.capabilities().contains(Capability.WEIGHTS));
            assertThat(model instanceof MixableModel)
                    .isEqualTo(provider.capabilities().contains(Capability.MIX));
            assertThat(model instanceof OutputGradientModel)
                    .isEqualTo(provider.capabilities().contains(Capability.OUTPUT_GRADIENTS));
            if (provider.training().isPresent()) {
                assertThat(provider.capabilities()).contains(Capability.TRAIN);
            }
            assertThat(provider.capabilities())
                    .allSatisfy(capability ->
                            assertThat(provider.reasonWithout(capability)).isEmpty());
        }
    }

    @Test
    default void offersWhatItsSettingsPromiseWhereItSaysWhatItOffers() throws IOException {
        ModelProvider provider = provider(new Random(1));
        Offers offers = provider.getClass().getAnnotation(Offers.class);
        Assumptions.assumeTrue(offers != null, "tells from its settings alone");

        assertThat(offers.value()).doesNotHaveDuplicates().containsAll(provider.capabilities());
    }

    @Test
    default void hasAsManyExitsAsItsSettingsTell() throws IOException {
        ModelProvider provider = provider(new Random(1));

        try (Model model = provider.open(context(1))) {
            assertThat(ExitModel.of(model).exits()).isEqualTo(provider.exits());
        }
    }

    @Test
    default void goingOnExitByExitAnswersAsGoingThereAtOnce() throws IOException {
        try (Model opened = provider(new Random(1)).open(context(1))) {
            ExitModel model = ExitModel.of(opened);
            Inputs inputs = inputs(new Random(2), 17);
            ExitState state = ExitState.of(inputs);
            for (int exit = 1; exit <= model.exits(); exit++) {
                AtExit at = model.proceed(state, exit, Set.of(Need.FEATURES));

                Outputs whole = at(model, exit, inputs);
                assertClose(at.outputs().logits(), whole.logits(), 1e-5);
                assertThat(at.outputs().hasFeatures()).isEqualTo(whole.hasFeatures());
                if (whole.hasFeatures()) {
                    assertClose(
                            at.outputs().features().toDoubles(),
                            whole.features().toDoubles(),
                            1e-5);
                }
                assertThat(at.state().map(ExitState::exit))
                        .isEqualTo(exit < model.exits() ? Optional.of(exit) : Optional.empty());
                state = at.state().orElse(state);
            }
            assertClose(at(model, model.exits(), inputs).logits(), logits(model, inputs), 1e-5);
        }
    }

    @Test
    default void someOfItsExamplesGoOnAsTheyWouldAmongAll() throws IOException {
        try (Model opened = provider(new Random(1)).open(context(1))) {
            ExitModel model = ExitModel.of(opened);
            Inputs inputs = inputs(new Random(2), 17);
            int[] some = {16, 3, 4};
            for (int exit = 1; exit < model.exits(); exit++) {
                ExitState state = model.proceed(ExitState.of(inputs), exit, Set.of())
                        .state()
                        .orElseThrow();

                for (int later = exit + 1; later <= model.exits(); later++) {
                    Outputs goneOn =
                            model.proceed(state.select(some), later, Set.of()).outputs();
                    assertClose(
                            goneOn.logits(), at(model, later, inputs).logits().select(some), 1e-5);
                }
            }
        }
    }

    @Test
    default void goesNowhereButAhead() throws IOException {
        try (Model opened = provider(new Random(1)).open(context(1))) {
            ExitModel model = ExitModel.of(opened);
            ExitState inputs = ExitState.of(inputs(new Random(2), 3));

            assertThatIllegalArgumentException().isThrownBy(() -> model.proceed(inputs, 0, Set.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> model.proceed(inputs, model.exits() + 1, Set.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> model.macs(1, 1));
            if (model.exits() > 1) {
                ExitState first = model.proceed(inputs, 1, Set.of()).state().orElseThrow();
                assertThatIllegalArgumentException().isThrownBy(() -> model.proceed(first, 1, Set.of()));
            }
        }
    }

    @Test
    default void theLastExitIsTheModelInItsNumbersToo() throws IOException {
        try (Model opened = provider(new Random(1)).open(context(1))) {
            ExitModel model = ExitModel.of(opened);

            assertThat(model.macs(0, model.exits())).isEqualTo(model.macs());
            for (int exit = 2; exit <= model.exits(); exit++) {
                assertThat(model.macs(0, exit).orElseThrow())
                        .isGreaterThan(model.macs(0, exit - 1).orElseThrow())
                        .isGreaterThan(model.macs(exit - 1, exit).orElseThrow());
                assertThat(model.parameters(exit).orElseThrow())
                        .isLessThanOrEqualTo(model.parameters().orElseThrow());
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
        if (model instanceof WeightedModel weighted) {
            assertThatIllegalStateException().isThrownBy(weighted::weights);
        }
        if (model instanceof OutputGradientModel gradients) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> gradients.outputGradients(inputs(new Random(2), 3), GradientProjection.NONE));
        }
    }

    /** Whether the model holds memory beyond Java's, which the next test then watches. */
    default boolean holdsNativeMemory() {
        return false;
    }

    @Test
    default void tenThousandPassesLeaveTheMemoryOfTheProcessAsItIs() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(holdsNativeMemory() && Files.exists(status), "nothing to watch, or no way to");
        Inputs inputs = inputs(new Random(2), 17);
        try (Model model = provider(new Random(1)).open(context(1))) {
            for (int pass = 0; pass < 5_000; pass++) {
                logits(model, inputs);
            }
            double warm = residentKilobytes(status);
            for (int pass = 0; pass < 10_000; pass++) {
                logits(model, inputs);
            }

            assertThat(residentKilobytes(status)).isLessThan(1.05 * warm);
        }
    }

    private static double residentKilobytes(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
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
            files = all.filter(Files::isRegularFile).toList();
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

    @Test
    default void aSavedModelIsRefusedForAnotherNumberOfClasses(@TempDir Path folder) throws IOException {
        ModelProvider provider = saving();
        try (Model model = provider.open(context(1))) {
            model.save(folder);
        }
        ModelContext like = context(1);
        ModelContext more = new ModelContext(like.name(), like.like(), classes() + 1, like.seed());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.restore(more, folder).close());
    }

    @Test
    default void aReadyModelIsRefusedForAnotherNumberOfClasses() throws IOException {
        ModelProvider provider = provider(new Random(1));
        Assumptions.assumeTrue(provider.training().isEmpty(), "has as many classes as it is told");
        ModelContext like = context(1);
        ModelContext more = new ModelContext(like.name(), like.like(), classes() + 1, like.seed());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.open(more).close());
    }

    /**
     * Whether a folder with Java code in it is refused, as it must be where a library opens folders of models: some
     * run the code that they find there.
     */
    default boolean refusesJavaCode() {
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.jar", "Evil.class", "classes/Evil.class", "lib/EVIL.JAR", "Evil.java"})
    default void aSavedModelWithJavaCodeInItsFolderIsRefusedByTheNameOfTheFile(String name, @TempDir Path folder)
            throws IOException {
        ModelProvider provider = saving();
        Assumptions.assumeTrue(refusesJavaCode(), "reads its own files alone");
        try (Model model = provider.open(context(1))) {
            model.save(folder);
        }
        provider.restore(context(1), folder).close();
        Path code = folder.resolve(name);
        Files.createDirectories(code.getParent());
        Files.createFile(code);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.restore(context(1), folder).close())
                .withMessageContaining(name);
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

    @Test
    default void trainingTellsTheAccuracyOnTheValidationSplitAfterEachEpoch() throws IOException {
        Examples examples = examples(new Random(4));
        Examples validation = examples.select(new int[] {3, 1, 4, 15, 9, 2, 6});
        List<Double> told = new ArrayList<>();
        Progress listener = new Progress() {
            @Override
            public void report(String activity, long done, long total, String detail) {}

            @Override
            public void validated(int epoch, double accuracy) {
                assertThat(epoch).isEqualTo(told.size() + 1);
                told.add(accuracy);
            }
        };
        try (TrainableModel model = trainable()) {
            model.train(examples, validation, plan(), Checkpoint.NONE, listener);

            int[] answers = logits(model, validation.inputs()).predictions();
            int right = 0;
            for (boolean match : validation.labels().matches(answers)) {
                right += match ? 1 : 0;
            }
            assertThat(told).hasSize(plan().epochs()).last().isEqualTo((double) right / validation.size());
        }
    }

    @Test
    default void weightsThatWereReadAndLoadedGiveTheSameAnswersInAnyOrder() throws IOException {
        Inputs inputs = inputs(new Random(2), 17);
        try (WeightedModel model = opened(WeightedModel.class, Capability.WEIGHTS)) {
            float[] before = logits(model, inputs).toFloats();
            WeightSet weights = model.weights();
            assertThat(weights.size()).isEqualTo(model.parameters().orElseThrow());

            model.load(scaled(weights, 0));
            assertThat(logits(model, inputs).toFloats()).isNotEqualTo(before);

            List<WeightTensor> reversed = new ArrayList<>(weights.tensors());
            Collections.reverse(reversed);
            model.load(new WeightSet(reversed));
            assertThat(logits(model, inputs).toFloats()).containsExactly(before);
        }
    }

    @Test
    default void theHeadOfANetworkHasWeightsForEachClass() throws IOException {
        try (WeightedModel model = opened(WeightedModel.class, Capability.WEIGHTS)) {
            for (String name : model.head()) {
                WeightTensor tensor = model.weights().find(name).orElseThrow();
                assertThat(tensor.dimensions()).first().isEqualTo(classes());
            }
            boolean isTrainable = provider(new Random(1)).capabilities().contains(Capability.TRAIN);
            assertThat(model.head().isEmpty()).isEqualTo(!isTrainable);
        }
    }

    @Test
    default void weightsThatWereReadStayWhatTheyAreWhenTheModelGetsOthers() throws IOException {
        try (WeightedModel model = opened(WeightedModel.class, Capability.WEIGHTS)) {
            WeightSet weights = model.weights();
            List<float[]> copies = floats(weights).stream().map(float[]::clone).toList();

            model.load(scaled(weights, 0));

            assertThat(floats(weights)).containsExactlyElementsOf(copies);
        }
    }

    @Test
    default void weightsOfAnotherNetworkAreRefusedAndChangeNothing() throws IOException {
        Inputs inputs = inputs(new Random(2), 5);
        try (WeightedModel model = opened(WeightedModel.class, Capability.WEIGHTS)) {
            float[] before = logits(model, inputs).toFloats();
            List<WeightTensor> tensors = model.weights().tensors();
            List<WeightTensor> more = new ArrayList<>(tensors);
            more.add(new WeightTensor.Floats("not of this network", List.of(1), new float[1]));
            WeightTensor last = tensors.get(tensors.size() - 1);
            List<WeightTensor> notFinite = new ArrayList<>(tensors.subList(0, tensors.size() - 1));
            float[] nan = new float[last.size()];
            nan[last.size() - 1] = Float.NaN;
            notFinite.add(new WeightTensor.Floats(last.name(), last.dimensions(), nan));

            for (List<WeightTensor> wrong : List.of(tensors.subList(1, tensors.size()), more, notFinite)) {
                assertThatIllegalArgumentException().isThrownBy(() -> model.load(new WeightSet(wrong)));
            }

            assertThat(logits(model, inputs).toFloats()).containsExactly(before);
        }
    }

    @Test
    default void aMixOfOneSetAloneIsThatSetAndEqualSetsStayWhatTheyAre() throws IOException {
        Inputs inputs = inputs(new Random(2), 17);
        try (MixableModel model = opened(MixableModel.class, Capability.MIX)) {
            WeightSet first = model.weights();
            WeightSet second = scaled(first, 0.5f);
            float[] ofFirst = logits(model, inputs).toFloats();
            model.load(second);
            float[] ofSecond = logits(model, inputs).toFloats();

            try (MixedModel mixed = model.mixed(List.of(first, second, first))) {
                assertThat(mixed.sets()).isEqualTo(3);
                assertThat(logits(mixed, inputs).toFloats()).containsExactly(ofFirst);
                mixed.mix(0, 1, 0);
                assertThat(logits(mixed, inputs).toFloats()).containsExactly(ofSecond);
                mixed.mix(0.3, 0, 0.7);
                assertThat(logits(mixed, inputs).toFloats()).containsExactly(ofFirst);
            }
            assertThat(logits(model, inputs).toFloats())
                    .as("the model itself stays what it is")
                    .containsExactly(ofSecond);
        }
    }

    @Test
    default void aMixAnswersAsAModelWithTheMixedWeights() throws IOException {
        Inputs inputs = inputs(new Random(2), 17);
        try (MixableModel model = opened(MixableModel.class, Capability.MIX)) {
            WeightSet first = model.weights();
            WeightSet second = scaled(first, -2);
            model.load(new WeightMix(List.of(first, second)).at(0.75, 0.125));
            float[] expected = logits(model, inputs).toFloats();

            try (MixedModel mixed = model.mixed(List.of(first, second))) {
                mixed.mix(-1, 3);
                mixed.mix(0.75, 0.125);

                assertThat(logits(mixed, inputs).toFloats()).containsExactly(expected);
            }
        }
    }

    @Test
    default void aMixThatDoesNotFitIsRefused() throws IOException {
        try (MixableModel model = opened(MixableModel.class, Capability.MIX)) {
            WeightSet weights = model.weights();
            List<WeightTensor> tensors = weights.tensors();
            WeightSet fewer = new WeightSet(tensors.subList(1, tensors.size()));

            assertThatIllegalArgumentException().isThrownBy(() -> model.mixed(List.of()));
            assertThatIllegalArgumentException().isThrownBy(() -> model.mixed(List.of(weights, fewer)));
            MixedModel mixed = model.mixed(List.of(weights, weights));
            try (mixed) {
                assertThatIllegalArgumentException().isThrownBy(() -> mixed.mix(1));
                assertThatIllegalArgumentException().isThrownBy(() -> mixed.mix(0, 1, 0));
                assertThatIllegalArgumentException().isThrownBy(() -> mixed.mix(0, Double.NaN));
            }
            assertThatIllegalStateException().isThrownBy(() -> mixed.mix(0, 1));
            assertThatIllegalStateException().isThrownBy(() -> logits(mixed, inputs(new Random(2), 3)));
        }
    }

    @Test
    default void gradientsOfTheLogitsAreTheirDifferencesByTheWeightsOfTheLastBlock() throws IOException {
        Inputs inputs = inputs(new Random(2), 3);
        try (OutputGradientModel model = opened(OutputGradientModel.class, Capability.OUTPUT_GRADIENTS)) {
            Assumptions.assumeTrue(model instanceof WeightedModel, "its weights cannot be moved");
            WeightedModel weighted = (WeightedModel) model;
            WeightSet weights = weighted.weights();
            Features gradients = model.outputGradients(inputs, GradientProjection.NONE);
            int p = model.lastBlockSize();
            assertThat(gradients.rows()).isEqualTo(3);
            assertThat(gradients.width()).isEqualTo(classes() * p);

            int column = 0;
            int compared = 0;
            int bends = 0;
            for (String name : model.lastBlock()) {
                int size = weights.find(name).orElseThrow().size();
                for (int j = 0; j < size; j += 1 + size / 3) {
                    double[] differences = differences(weighted, weights, name, j, inputs);
                    for (int i = 0; i < differences.length; i++) {
                        double difference = differences[i];
                        if (Double.isNaN(difference)) {
                            bends++;
                            continue;
                        }
                        compared++;
                        assertThat(gradients.at(i / classes(), i % classes() * p + column + j))
                                .as("%s[%d]", name, j)
                                .isCloseTo(difference, within(0.02 * Math.max(1, Math.abs(difference))));
                    }
                }
                column += size;
            }
            assertThat(compared).isGreaterThan(9 * bends);
            assertThat(column).isEqualTo(p);
        }
    }

    /**
     * How the logits change with one weight, by central differences; NaN where the slopes on both sides differ: a
     * ReLU or a maximum bends there.
     */
    private double[] differences(WeightedModel model, WeightSet weights, String name, int place, Inputs inputs) {
        return differences(
                model, weights, name, place, () -> logits(model, inputs).toDoubles());
    }

    private static double[] differences(
            WeightedModel model, WeightSet weights, String name, int place, Supplier<double[]> logits) {
        float step = 1e-3f;
        double[] centre = logits.get();
        model.load(moved(weights, name, place, step));
        double[] above = logits.get();
        model.load(moved(weights, name, place, -step));
        double[] below = logits.get();
        model.load(weights);
        return IntStream.range(0, above.length)
                .mapToDouble(i -> {
                    double up = (above[i] - centre[i]) / step;
                    double down = (centre[i] - below[i]) / step;
                    return Math.abs(up - down) > 0.02 * Math.max(1, Math.abs(up)) ? Double.NaN : (up + down) / 2;
                })
                .toArray();
    }

    @Test
    default void projectedGradientsAreProjectionsOfTheWholeOnes() throws IOException {
        Inputs inputs = inputs(new Random(2), 5);
        try (OutputGradientModel model = opened(OutputGradientModel.class, Capability.OUTPUT_GRADIENTS)) {
            int p = model.lastBlockSize();
            GradientProjection projection = new GradientProjection(2, 7);
            UnaryOperator<float[]> projected = projection.of(p);
            int width = projection.width(p);
            float[] whole =
                    model.outputGradients(inputs, GradientProjection.NONE).toFloats();
            double[] expected = new double[5 * classes() * width];
            for (int i = 0; i < 5 * classes(); i++) {
                float[] one = projected.apply(Arrays.copyOfRange(whole, i * p, (i + 1) * p));
                for (int j = 0; j < width; j++) {
                    expected[i * width + j] = one[j];
                }
            }

            assertClose(model.outputGradients(inputs, projection).toDoubles(), expected, 1e-5);
            assertThat(model.outputGradients(inputs.select(new int[0]), projection)
                            .rows())
                    .isZero();
        }
    }

    @Test
    default void theGradientGivenIsTheGradientApplied() throws IOException {
        try (TrainableModel model = trainable()) {
            Assumptions.assumeTrue(model instanceof WeightedModel, "its weights cannot be read");
            WeightedModel weighted = (WeightedModel) model;
            Examples examples =
                    examples(new Random(4)).select(IntStream.range(0, 8).toArray());
            double[] byClass = new Random(5).doubles(classes(), -1, 1).toArray();
            double[] gradient = IntStream.range(0, 8 * classes())
                    .mapToDouble(i -> byClass[i % classes()]) // the order of the rows then does not matter
                    .toArray();
            TrainingObjective linear = block -> new Loss(0, gradient.clone());
            WeightSet before = weighted.weights();

            model.train(
                    examples,
                    examples.select(new int[0]),
                    new TrainingPlan(linear, 1, 8, 1e-3, 1),
                    Checkpoint.NONE,
                    Progress.SILENT);
            WeightSet after = weighted.weights();
            weighted.load(before);

            int clear = 0;
            for (int t = 0; t < before.tensors().size(); t++) {
                WeightTensor tensor = before.tensors().get(t);
                for (int j = 0; j < tensor.size(); j += 1 + tensor.size() / 4) {
                    double[] differences = differences(
                            weighted, before, tensor.name(), j, () -> allLogits(weighted, examples.inputs()));
                    double slope = 0;
                    for (int i = 0; i < differences.length; i++) {
                        slope += differences[i] * gradient[i % gradient.length]; // the same at every exit
                    }
                    float moved = floats(after).get(t)[j] - floats(before).get(t)[j];
                    if (Math.abs(slope) > 0.1) {
                        clear++;
                        assertThat(moved * slope)
                                .as("%s[%d] moves down", tensor.name(), j)
                                .isNegative();
                    }
                }
            }
            assertThat(clear).isPositive();
        }
    }

    private <T extends Model> T opened(Class<T> type, Capability capability) throws IOException {
        ModelProvider provider = provider(new Random(1));
        Assumptions.assumeTrue(provider.capabilities().contains(capability), "does not offer " + capability);
        return type.cast(provider.open(context(1)));
    }

    private static List<float[]> floats(WeightSet weights) {
        return weights.tensors().stream()
                .map(tensor -> ((WeightTensor.Floats) tensor).values())
                .toList();
    }

    private static WeightSet scaled(WeightSet weights, float factor) {
        return changed(weights, (name, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        });
    }

    private static WeightSet moved(WeightSet weights, String name, int place, float step) {
        return changed(weights, (tensor, values) -> {
            if (tensor.equals(name)) {
                values[place] += step;
            }
        });
    }

    private static WeightSet changed(WeightSet weights, BiConsumer<String, float[]> change) {
        List<WeightTensor> tensors = new ArrayList<>();
        for (WeightTensor tensor : weights.tensors()) {
            float[] values = ((WeightTensor.Floats) tensor).values().clone();
            change.accept(tensor.name(), values);
            tensors.add(new WeightTensor.Floats(tensor.name(), tensor.dimensions(), values));
        }
        return new WeightSet(tensors);
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

    private static Outputs at(ExitModel model, int exit, Inputs inputs) {
        return model.proceed(ExitState.of(inputs), exit, Set.of(Need.FEATURES)).outputs();
    }

    /** The logits of every exit, each asked by itself. */
    private static double[] allLogits(Model model, Inputs inputs) {
        ExitModel exits = ExitModel.of(model);
        return IntStream.rangeClosed(1, exits.exits())
                .mapToObj(exit -> at(exits, exit, inputs).logits().toDoubles())
                .flatMapToDouble(Arrays::stream)
                .toArray();
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
