package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedOutputsTest {
    @TempDir
    private Path folder;

    @Nested
    class OfLogitsInSinglePrecision implements ModelContract {
        @Override
        public ModelProvider provider(Random random) throws IOException {
            float[] logits = new float[64 * 3];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) random.nextGaussian();
            }
            return recorded(part(NpyFiles.floats(folder.resolve("z.npy"), "(64, 3)", logits)));
        }

        @Override
        public Inputs inputs(Random random, int rows) {
            return randomRows(random, rows);
        }

        @Override
        public int classes() {
            return 3;
        }
    }

    @Nested
    class OfLogitsAndFeaturesInDoublePrecision implements ModelContract {
        @Override
        public ModelProvider provider(Random random) throws IOException {
            Path logits = NpyFiles.doubles(
                    folder.resolve("z.npy"), "(64, 3)", random.doubles(64 * 3).toArray());
            Path features = NpyFiles.doubles(
                    folder.resolve("f.npy"), "(64, 5)", random.doubles(64 * 5).toArray());
            return recorded(part(Optional.of(logits), Optional.of(features), Optional.empty()));
        }

        @Override
        public Inputs inputs(Random random, int rows) {
            return randomRows(random, rows);
        }

        @Override
        public int classes() {
            return 3;
        }
    }

    private static Inputs randomRows(Random random, int rows) {
        return RecordedRows.all("test", 64)
                .select(random.ints(0, 64).distinct().limit(rows).toArray());
    }

    private static RecordedPart part(Path logits) {
        return part(Optional.of(logits), Optional.empty(), Optional.empty());
    }

    private static RecordedPart part(
            Optional<Path> logits, Optional<Path> features, Optional<Path> sourceProbabilities) {
        return new RecordedPart(logits, features, sourceProbabilities, Optional.empty());
    }

    /** A provider of the part test. */
    private static RecordedOutputs recorded(RecordedPart test) {
        return recorded(Optional.empty(), Optional.of(test));
    }

    private static RecordedOutputs recorded(Optional<RecordedPart> calibration, Optional<RecordedPart> test) {
        return new RecordedOutputs(
                Optional.empty(),
                Optional.empty(),
                calibration,
                test,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static RecordedOutputs costing(RecordedPart test, double macs, double parameters) {
        return new RecordedOutputs(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(test),
                Optional.empty(),
                Optional.of(macs),
                Optional.of(parameters));
    }

    private static ModelContext context(int classes) {
        return new ModelContext("small", RecordedRows.all("test", 0), classes, 1);
    }

    private Path logits() throws IOException {
        return NpyFiles.floats(folder.resolve("z.npy"), "(3, 2)", 0.1f, 1, 2, 3, 4, 5);
    }

    private Path features() throws IOException {
        return NpyFiles.floats(folder.resolve("f.npy"), "(3, 1)", 7, 8, 9);
    }

    private static Logits ask(RecordedOutputs provider, RecordedRows rows) throws IOException {
        try (Model model = provider.open(context(0))) {
            return model.outputs(rows, Set.of()).logits();
        }
    }

    @Test
    void theRowsAskedForAreAnsweredInTheirOrder() throws IOException {
        Logits logits =
                ask(recorded(part(logits())), RecordedRows.all("test", 3).select(new int[] {2, 0, 2}));

        assertThat(logits.toDoubles()).containsExactly(4, 5, 0.1f, 1, 4, 5);
    }

    @Test
    void logitsKeepTheirWidth() throws IOException {
        Path doubles = NpyFiles.doubles(folder.resolve("d.npy"), "(1, 2)", 0.1, 1e300);

        assertThat(ask(recorded(part(logits())), RecordedRows.all("test", 3)).isDouble())
                .isFalse();
        assertThat(ask(recorded(part(doubles)), RecordedRows.all("test", 1)).isDouble())
                .isTrue();
        assertThat(ask(recorded(part(doubles)), RecordedRows.all("test", 1)).toDoubles())
                .containsExactly(0.1, 1e300);
    }

    @Test
    void featuresComeWithTheirRows() throws IOException {
        RecordedOutputs provider = recorded(part(Optional.of(logits()), Optional.of(features()), Optional.empty()));

        try (Model model = provider.open(context(2))) {
            Outputs outputs =
                    model.outputs(RecordedRows.all("test", 3).select(new int[] {2, 0}), Set.of(Need.FEATURES));
            Features features = outputs.features();

            assertThat(features.toDoubles()).containsExactly(9, 7);
            assertThat(features.isDouble()).isFalse();
        }
    }

    @Test
    void featuresAreOfferedWhenEveryPartHasThem() throws IOException {
        RecordedPart with = part(Optional.of(logits()), Optional.of(features()), Optional.empty());
        RecordedPart without = part(logits());

        assertThat(recorded(with).capabilities()).containsExactlyInAnyOrder(Capability.INFER, Capability.FEATURES);
        assertThat(recorded(without).capabilities()).containsExactly(Capability.INFER);
        RecordedOutputs mixed = recorded(Optional.of(without), Optional.of(with));
        assertThat(mixed.capabilities()).containsExactly(Capability.INFER);
        try (Model model = mixed.open(context(2))) {
            assertThat(model.outputs(RecordedRows.all("test", 3), Set.of(Need.FEATURES))
                            .hasFeatures())
                    .isFalse();
        }
    }

    @Test
    void aRecordedModelIsNeitherTrainedNorTimed() throws IOException {
        assertThat(recorded(part(logits())).training()).isEmpty();
        try (Model model = recorded(part(logits())).open(context(2))) {
            assertThat(model.isTimed()).isFalse();
            assertThat(model.macs()).isEmpty();
            assertThat(model.parameters()).isEmpty();
        }
    }

    @Test
    void costsAreAsGiven() throws IOException {
        try (Model model = costing(part(logits()), 390e6, 0).open(context(2))) {
            assertThat(model.macs()).hasValue(390_000_000);
            assertThat(model.parameters()).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.5, Double.NaN, Double.POSITIVE_INFINITY, 1e300})
    void costsAreWholeNumbersAndNotNegative(double cost) throws IOException {
        RecordedPart part = part(logits());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> costing(part, cost, 0))
                .withMessage("macs must be a whole number of at least 0 and at most 2^53, got " + cost);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> costing(part, 0, cost))
                .withMessage("parameters must be a whole number of at least 0 and at most 2^53, got " + cost);
    }

    @Test
    void eachFileIsReadOnceAndKept() throws IOException {
        try (Model model = recorded(part(logits())).open(context(2))) {
            Logits first = model.outputs(RecordedRows.all("test", 3), Set.of()).logits();
            Files.delete(folder.resolve("z.npy"));

            assertThat(model.outputs(RecordedRows.all("test", 3), Set.of()).logits())
                    .isSameAs(first);
        }
    }

    @Test
    void checkingReadsOnlyHeaders() throws IOException {
        Path nan = NpyFiles.floats(folder.resolve("z.npy"), "(1, 2)", 0, Float.NaN);

        recorded(part(nan)).check(context(2));
    }

    @Test
    void inputsOfAnotherKindAreRefused() throws IOException {
        FloatTensor tensor = new FloatTensor(1, new int[] {2}, new float[2]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorded(part(logits())).check(new ModelContext("small", tensor, 2, 1)))
                .withMessage("model 'small' is recorded and answers recorded rows only, got float tensors of shape [2]"
                        + "\nRead the data with { use: recorded }, or run a model that computes.");
    }

    @Test
    void aPartThatIsNotRecordedIsRefused() throws IOException {
        assertAskingRefused(
                recorded(part(logits())),
                RecordedRows.all("train", 3),
                "model 'small' has no outputs for the part 'train'\nRecorded are test.");
    }

    @Test
    void aPartWithoutLogitsIsRefusedWhenItIsAsked() throws IOException {
        assertAskingRefused(
                recorded(part(Optional.empty(), Optional.of(features()), Optional.empty())),
                RecordedRows.all("test", 3),
                "no logits are recorded for the part 'test'\nName their file: test: logits.npy.");
    }

    @Test
    void anotherNumberOfRowsThanTheDataHasIsRefused() throws IOException {
        String remedy = "\nOutputs and labels of a part must be of the same examples in the same order.";

        assertAskingRefused(
                recorded(part(logits())),
                RecordedRows.all("test", 4),
                "z.npy: 3 rows, but the part 'test' has 4" + remedy);
        assertAskingRefused(
                recorded(part(logits())),
                RecordedRows.all("test", 2),
                "z.npy: 3 rows, but the part 'test' has 2" + remedy);
    }

    @Test
    void oneRowMayBeAskedForAlone() throws IOException {
        assertThat(ask(recorded(part(logits())), RecordedRows.all("test", 3).select(new int[] {0}))
                        .toDoubles())
                .containsExactly(0.1f, 1);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void logitsThatAreNotFiniteAreRefusedWithTheirRow(float value) throws IOException {
        String message = "z.npy: logits must be finite, got " + value + " in row 1, column 0"
                + "\nRecord them again; a large negative number such as -1e4 rules a class out.";

        assertAskingRefused(
                recorded(part(NpyFiles.floats(folder.resolve("z.npy"), "(2, 2)", 0, 1, value, 3))),
                RecordedRows.all("test", 2),
                message);
        assertAskingRefused(
                recorded(part(NpyFiles.doubles(folder.resolve("z.npy"), "(2, 2)", 0, 1, value, 3))),
                RecordedRows.all("test", 2),
                message);
    }

    @Test
    void logitsOfAnotherShapeOrTypeAreRefused() throws IOException {
        assertCheckRefused(
                recorded(part(NpyFiles.floats(folder.resolve("z.npy"), "(3,)", 1, 2, 3))),
                "z.npy: logits must be n x k with at least one column, got the shape (3,)"
                        + "\nSave a row for each example and a column for each class or feature.");
        assertCheckRefused(
                recorded(part(NpyFiles.longs(folder.resolve("z.npy"), "(1, 2)", 1, 2))),
                "z.npy: logits must be float32 or float64, got '<i8'"
                        + "\nRaw scores before softmax are asked for; in NumPy: array.astype('<f4').");
    }

    @Test
    void anotherNumberOfClassesThanTheDataHasIsRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorded(part(logits())).check(context(10)))
                .withMessage("z.npy: logits for 2 classes, but the data has 10"
                        + "\nA column of logits is a class, and every part has the same classes.");
    }

    @Test
    void partsOfDifferentClassesAreRefused() throws IOException {
        Path other = NpyFiles.floats(folder.resolve("z_val.npy"), "(1, 3)", 1, 2, 3);

        assertCheckRefused(
                recorded(Optional.of(part(other)), Optional.of(part(logits()))),
                "z.npy: logits for 2 classes, but z_val.npy has 3"
                        + "\nA column of logits is a class, and every part has the same classes.");
    }

    @Test
    void filesOfOnePartWithDifferentRowsAreRefused() throws IOException {
        Path two = NpyFiles.floats(folder.resolve("f.npy"), "(2, 1)", 1, 2);
        String rest = ": 2 rows, but z.npy of the same part has 3"
                + "\nAll files of a part must hold the same examples in the same order.";

        assertCheckRefused(recorded(part(Optional.of(logits()), Optional.of(two), Optional.empty())), "f.npy" + rest);
        assertCheckRefused(recorded(part(Optional.of(logits()), Optional.empty(), Optional.of(two))), "f.npy" + rest);
    }

    @Test
    void nothingRecordedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> recorded(Optional.empty(), Optional.empty()))
                .withMessage("no part is recorded"
                        + "\nGive at least one, such as test: z.npy; parts are train, validation, calibration, test and"
                        + " ood.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> part(Optional.empty(), Optional.empty(), Optional.empty()))
                .withMessage("logits must be given, or features, or source-probabilities");
    }

    @Test
    void aMaskWithoutLogitsIsRefused() throws IOException {
        Optional<Path> file = Optional.of(logits());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedPart(Optional.empty(), file, Optional.empty(), file))
                .withMessage("mask is of the tokens of logits, and there are none"
                        + "\nGive logits, n x t x v, or leave 'mask' out.");
    }

    private static void assertAskingRefused(RecordedOutputs provider, RecordedRows rows, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider, rows))
                .withMessage(message);
    }

    private static void assertCheckRefused(RecordedOutputs provider, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.check(context(0)))
                .withMessage(message);
    }
}
