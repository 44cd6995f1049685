package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import dev.weir.api.model.Capability;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.api.model.WeightedModel;
import dev.weir.plugins.engine.support.ProtobufMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an ONNX file may keep its weights, and which files give none. */
class FileWeightsTest {
    private static final FloatTensor ONES = new FloatTensor(1, new int[] {3}, new float[] {1, 1, 1});

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    private static OnnxModelProvider provider(Path file) {
        return new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                "cpu",
                Optional.empty());
    }

    private static ModelContext context() {
        return new ModelContext("m", new FloatTensor(0, new int[] {3}, new float[0]), 3, 1);
    }

    private static float[] answer(Model model) {
        return model.outputs(ONES, Set.of()).logits().toFloats();
    }

    private MixableModel open() throws IOException {
        return (MixableModel) provider(file).open(context());
    }

    /** The sum of the input and one tensor {@code c}, times the tensor {@code d}; either may be of any form. */
    private void write(ProtobufMessage... tensors) throws IOException {
        ProtobufMessage graph = new ProtobufMessage()
                .message(1, OnnxFiles.node("Add", List.of("x", "c"), "sum"))
                .message(1, OnnxFiles.node("Mul", List.of("sum", "d"), "y"))
                .text(2, "graph");
        for (ProtobufMessage tensor : tensors) {
            graph.message(5, tensor);
        }
        graph.message(11, OnnxFiles.value("x", OnnxFiles.FLOAT, List.of(-1, 3)))
                .message(12, OnnxFiles.value("y", OnnxFiles.FLOAT, List.of(-1, 3)));
        file = OnnxFiles.write(folder.resolve("net.onnx"), graph);
    }

    private static byte[] bytes(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static ProtobufMessage three(String name) {
        return new ProtobufMessage().number(1, 3).number(2, OnnxFiles.FLOAT).text(8, name);
    }

    private static ProtobufMessage entry(String key, String value) {
        return new ProtobufMessage().text(1, key).text(2, value);
    }

    private ProtobufMessage external(String name, long offset, long length) {
        return three(name)
                .message(13, entry("location", "data.bin"))
                .message(13, entry("offset", Long.toString(offset)))
                .message(13, entry("length", Long.toString(length)))
                .number(14, 1);
    }

    private static WeightSet set(float[] c, float[] d) {
        return new WeightSet(
                List.of(new WeightTensor.Floats("d", List.of(3), d), new WeightTensor.Floats("c", List.of(3), c)));
    }

    private static float[] values(WeightSet weights, String name) {
        return ((WeightTensor.Floats) weights.find(name).orElseThrow()).values();
    }

    @Test
    void floatsInTheFileBesideItAndAsNumbersAreReadReplacedMixedAndSaved(@TempDir Path saved) throws IOException {
        Files.write(folder.resolve("data.bin"), bytes(9, 9, 1, 2, 3, 9));
        write(external("c", 8, 12), three("d").bytes(4, bytes(2, 2, 4)));
        try (MixableModel model = open()) {
            WeightSet own = model.weights();
            assertThat(values(own, "c")).containsExactly(1, 2, 3);
            assertThat(values(own, "d")).containsExactly(2, 2, 4);
            assertThat(own.tensors()).extracting(WeightTensor::name).containsExactly("c", "d");
            assertThat(answer(model)).containsExactly(4, 6, 16);

            WeightSet other = set(new float[] {0, 1, 0}, new float[] {1, 1, 2});
            try (MixedModel mixed = model.mixed(List.of(own, other))) {
                mixed.mix(0.5, 0.5);
                assertThat(answer(mixed)).containsExactly(2.25f, 3.75f, 7.5f);
            }
            model.load(other);
            assertThat(answer(model)).containsExactly(1, 2, 2);
            assertThat(values(model.weights(), "c")).containsExactly(0, 1, 0);
            model.save(saved);
        }
        try (Model restored = provider(file).restore(context(), saved)) {
            assertThat(answer(restored)).containsExactly(1, 2, 2);
        }
    }

    @Test
    void numbersOfOtherKindsStayWhereTheyAreAlsoBesideTheFile(@TempDir Path saved) throws IOException {
        byte[] index = ByteBuffer.allocate(24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(1)
                .putLong(1)
                .putLong(0)
                .array();
        Files.write(folder.resolve("data.bin"), index);
        ProtobufMessage whole = new ProtobufMessage()
                .number(1, 3)
                .number(2, OnnxFiles.INT64)
                .text(8, "index")
                .message(13, entry("location", "data.bin"))
                .number(14, 1);
        ProtobufMessage graph = new ProtobufMessage()
                .message(1, OnnxFiles.node("Gather", List.of("two", "index"), "c"))
                .message(1, OnnxFiles.node("Add", List.of("x", "c"), "sum"))
                .message(1, OnnxFiles.node("Mul", List.of("sum", "one"), "y"))
                .text(2, "graph")
                .message(5, whole)
                .message(5, OnnxFiles.tensor("two", List.of(2), new float[] {1, 2}))
                .message(5, OnnxFiles.tensor("one", List.of(), new float[] {3}))
                .message(11, OnnxFiles.value("x", OnnxFiles.FLOAT, List.of(-1, 3)))
                .message(12, OnnxFiles.value("y", OnnxFiles.FLOAT, List.of(-1, 3)));
        file = OnnxFiles.write(folder.resolve("net.onnx"), graph);

        try (MixableModel model = open()) {
            assertThat(model.weights().tensors()).hasToString("[two[2], one[]]");
            assertThat(answer(model)).containsExactly(9, 9, 6);

            model.load(new WeightSet(List.of(
                    new WeightTensor.Floats("one", List.of(), new float[] {1}),
                    new WeightTensor.Floats("two", List.of(2), new float[] {5, 6}))));

            assertThat(answer(model)).containsExactly(7, 7, 6);
            model.save(saved);
        }
        try (Model restored = provider(file).restore(context(), saved)) {
            assertThat(answer(restored)).containsExactly(7, 7, 6);
        }
    }

    @Test
    void aMixAnswersAsTheMixedArraysDo() throws IOException {
        write(three("c").bytes(9, bytes(1, 2, 3)), three("d").bytes(9, bytes(2, 2, 4)));
        try (MixableModel model = open()) {
            WeightSet own = model.weights();
            WeightSet other = set(new float[] {-1, 0.5f, 7}, new float[] {1, 3, -2});
            WeightSet expected = new WeightMix(List.of(own, other)).at(0.3, 0.7);

            try (MixedModel mixed = model.mixed(List.of(own, other))) {
                mixed.mix(0.3, 0.7);
                float[] answer = answer(mixed);

                for (int i = 0; i < 3; i++) {
                    assertThat(answer[i])
                            .isCloseTo((1 + values(expected, "c")[i]) * values(expected, "d")[i], within(1e-5f));
                }
            }
        }
    }

    @Test
    void aSetOfAnotherNetworkIsToldByItsPlaceAmongThoseToMix() throws IOException {
        write(three("c").bytes(9, bytes(1, 2, 3)), three("d").bytes(9, bytes(2, 2, 4)));
        try (MixableModel model = open()) {
            WeightSet fewer = new WeightSet(List.of(new WeightTensor.Floats("c", List.of(3), new float[3])));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.mixed(List.of(model.weights(), fewer)))
                    .withMessage("weight set 2: weights of another network: d[3] is missing");
        }
    }

    @Test
    void aFileWithoutFloatsWithQuantizedWeightsOrBatchNormalizationPromisesNone() throws IOException {
        ProtobufMessage quantized =
                new ProtobufMessage().number(1, 3).number(2, 3).text(8, "q").bytes(9, new byte[3]);
        write(three("c").bytes(9, bytes(1, 2, 3)), three("d").bytes(9, bytes(2, 2, 4)), quantized);
        assertNone(provider(file));
        assertThat(provider(file).reasonWithout(Capability.WEIGHTS))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no 32-bit floats of the main graph"));

        file = OnnxFiles.normalizing(folder.resolve("normalized.onnx"));
        assertNone(provider(file));

        file = OnnxFiles.write(
                folder.resolve("plain.onnx"),
                new ProtobufMessage()
                        .message(1, OnnxFiles.node("Relu", List.of("x"), "y"))
                        .text(2, "graph")
                        .message(11, OnnxFiles.value("x", OnnxFiles.FLOAT, List.of(-1, 3)))
                        .message(12, OnnxFiles.value("y", OnnxFiles.FLOAT, List.of(-1, 3))));
        assertNone(provider(file));
        assertThat(provider(folder.resolve("none.onnx")).capabilities())
                .containsExactlyInAnyOrder(Capability.INFER, Capability.SAVE);
    }

    @Test
    void batchNormalizationIsNamedWhereItsFileCannotBeMixed() throws IOException {
        OnnxModelProvider provider = provider(OnnxFiles.normalizing(folder.resolve("normalized.onnx")));

        assertThat(provider.reasonWithout(Capability.MIX))
                .contains("normalized.onnx has batch normalization (BatchNormalization 'norm1'), whose statistics would"
                        + " have to be estimated anew for every mix, and cannot be in an ONNX file; fold it into the"
                        + " layers before it");
        assertThat(provider.reasonWithout(Capability.INFER)).isEmpty();
        try (Model model = provider.open(context())) { // (x - mean) / sqrt(variance), times scale, plus shift
            float[] answer = model.outputs(ONES, Set.of()).logits().toFloats();
            assertThat(answer).containsExactly(new float[] {2.5f, -0.5f, 3}, within(1e-4f));
        }
    }

    private static void assertNone(OnnxModelProvider provider) throws IOException {
        assertThat(provider.capabilities()).containsExactlyInAnyOrder(Capability.INFER, Capability.SAVE);
        try (Model model = provider.open(context())) {
            assertThat(model).isNotInstanceOf(WeightedModel.class);
            assertThat(model.outputs(ONES, Set.of()).logits()).isInstanceOf(Logits.class);
        }
    }

    @Test
    void weightsThatAreNotWholeAreRefusedByName() throws IOException {
        Files.write(folder.resolve("data.bin"), bytes(1, 2, 3));
        ProtobufMessage d = three("d").bytes(9, bytes(2, 2, 4));

        write(external("c", 4, 12), d);
        assertRefused(" keeps c[3] in data.bin, which was cut short\nFetch that file again.");
        write(external("c", 0, 8), d);
        assertRefused(" holds 8 bytes for c[3], expected 12");
        write(three("c").bytes(9, bytes(1, 2)), d);
        assertRefused(" holds 8 bytes for c[3], expected 12");
        write(external("c", 0, 12).message(13, entry("location", "data.bin")), d);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(file).check(context()))
                .withMessage("file: " + file + " keeps the data of c in two places");
        write(
                three("c")
                        .message(13, entry("location", "data.bin"))
                        .message(13, entry("offset", "-4"))
                        .number(14, 1),
                d);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(file).check(context()))
                .withMessage("file: " + file + " keeps data at '-4', which is no place in a file");
    }

    private void assertRefused(String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightImage.read(file))
                .withMessage("file: " + file + message);
    }
}
