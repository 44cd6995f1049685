package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Texts;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.OnnxExport;
import dev.weir.plugins.engine.support.ProtobufMessage;
import dev.weir.plugins.engine.support.ReferenceOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that puts out logits, written by our own export. */
class OnnxModelTest implements ModelContract {
    private static final int[] SHAPE = {2, 7, 5};

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeTheFile() throws IOException {
        NetworkPlan plan = plan(new Network.Cnn(List.of(4)));
        file = folder.resolve("net.onnx");
        new OnnxExport(plan).write(plan.initialWeights(7), file);
    }

    private NetworkPlan plan(Network network) {
        return NetworkPlan.of(network, inputs(new Random(1), 0), classes());
    }

    static OnnxModelProvider provider(Path file) {
        return on("cpu", file);
    }

    private static OnnxModelProvider on(String device, Path file) {
        return new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.of("features"),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                device,
                Optional.empty());
    }

    private static OnnxModelProvider plain(Path file) {
        return new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.of(1e6),
                "cpu",
                Optional.empty());
    }

    @Override
    public ModelProvider provider(Random random) {
        return provider(file);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[rows * 70];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, SHAPE, values);
    }

    @Override
    public int classes() {
        return 3;
    }

    @Override
    public boolean holdsNativeMemory() {
        return true;
    }

    @Test
    void anotherNumberOfClassesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(file).open(new ModelContext("m", inputs(new Random(1), 0), 4, 1)))
                .withMessageStartingWith(
                        "file: " + file + " puts out 3 numbers for one input, expected one for each of 4 classes\n");
    }

    @Test
    void inputsOfAnotherShapeAreRefusedBeforeAnythingIsOpenedWhereTheFileTellsItsOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(file).check(floats(5)))
                .withMessage("file: " + file + " takes inputs of shape [2, 7, 5], the data are [5]"
                        + "\n-1 may be any. Give the data the shape of the model.");
    }

    @Test
    void inputsOfAnotherShapeAreRefusedWhenItIsOpenedWhereTheFileTellsNone() throws IOException {
        Path open = OnnxFiles.sum(folder.resolve("open.onnx"), List.of(-1, -1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(open).open(floats(5)))
                .withMessageStartingWith("file: " + open + " does not take one input of shape [5]: ");
    }

    @Test
    void aFileThatTakesOneExampleAtATimeAnswersAnyNumberAndOneThatTakesFourIsRefused() throws IOException {
        Path one = OnnxFiles.sum(folder.resolve("one.onnx"), List.of(1, 3));
        Path four = OnnxFiles.sum(folder.resolve("four.onnx"), List.of(4, 3));

        try (Model model = plain(one).open(floats(3))) {
            FloatTensor inputs = new FloatTensor(2, new int[] {3}, new float[] {1, 1, 1, 5, 5, 5});
            assertThat(model.outputs(inputs, Set.of()).logits().toFloats()).containsExactly(2, 3, 4, 6, 7, 8);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(four).check(floats(3)))
                .withMessage("file: " + four + " takes 4 examples at a time and no other number of them"
                        + "\nExport it with a first dimension that may be any.");
    }

    @Test
    void anInputAloneAnswersExactlyAsInItsBatchWhereTheFileRoundsByTheRangeOfABatch() throws IOException {
        Path rounding = OnnxFiles.rounding(folder.resolve("rounding.onnx"), List.of(-1, 3));
        FloatTensor inputs = new FloatTensor(2, new int[] {3}, new float[] {0.1f, 0.2f, 0.3f, 100, 200, -300});

        try (Model model = plain(rounding).open(floats(3))) {
            float[] together = model.outputs(inputs, Set.of()).logits().toFloats();
            float[] alone = model.outputs(inputs.select(new int[] {0}), Set.of())
                    .logits()
                    .toFloats();

            assertThat(Arrays.copyOf(together, 3)).containsExactly(alone);
            assertThat(alone[0]).isCloseTo(0.1f, within(0.01f));
        }
    }

    @Test
    void mapsOfAnImageAreLaidInARow() throws IOException {
        Path maps = OnnxFiles.maps(folder.resolve("maps.onnx"));
        FloatTensor images = new FloatTensor(2, new int[] {1, 1, 3}, new float[] {1, 2, 3, 4, 5, 6});

        try (Model model = plain(maps).open(new ModelContext("m", images, 3, 1))) {
            assertThat(model.outputs(images, Set.of()).logits().toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    private static ModelContext floats(int width) {
        return new ModelContext("m", new FloatTensor(0, new int[] {width}, new float[0]), 3, 1);
    }

    @Test
    void aGpuThatIsNotThereIsRefusedWhenTheModelIsOpened() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> on("gpu:3", file).open(context(1)))
                .withMessage("device: gpu:3, but ONNX Runtime finds no GPU"
                        + "\nWrite auto to use one where there is one, or cpu.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> on("tpu", file))
                .withMessageStartingWith("device must be auto, cpu or gpu:N, got tpu");
    }

    @Test
    void whereThereIsNoGpuAutoIsTheProcessor() throws IOException {
        Inputs inputs = inputs(new Random(1), 3);
        try (Model auto = on("auto", file).open(context(1));
                Model cpu = on("cpu", file).open(context(1))) {
            assertThat(auto.outputs(inputs, Set.of()).logits().toFloats())
                    .containsExactly(cpu.outputs(inputs, Set.of()).logits().toFloats());
        }
    }

    @Test
    void whatGpusAreTriedWithIsAFileThatOpens() throws IOException, OrtException {
        try (OrtSession session = OnnxRuntime.environment().createSession(CudaDevices.smallest())) {
            assertThat(session.getInputNames()).containsExactly("x");
            assertThat(session.getOutputNames()).containsExactly("y");
        }
    }

    @Test
    void anOutputThatIsNotThereIsRefusedByName() {
        OnnxModelProvider unknown = new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.of("logit"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                "cpu",
                Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> unknown.check(context(1)))
                .withMessage("output: " + file + " has no 'logit'\nIt has: logits, features.");
    }

    @Test
    void aFileCutShortIsRefusedBeforeAnythingIsOpened() throws IOException {
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.onnx"), Arrays.copyOf(whole, length));
            assertRefused(cut, " is no ONNX file, or was cut short");
        }
        assertRefused(Files.writeString(folder.resolve("text"), "not a model"), " is no ONNX file, or was cut short");
        assertRefused(folder.resolve("none"), ": there is no such file");
        assertRefused(folder, " is a folder\nName the ONNX file itself.");
    }

    @Test
    void graphsWithinEachOtherWithoutEndAreRefused() throws IOException {
        ProtobufMessage graph = new ProtobufMessage();
        for (int depth = 0; depth < 3000; depth++) {
            ProtobufMessage attribute = new ProtobufMessage().message(6, graph);
            graph = new ProtobufMessage().message(1, new ProtobufMessage().message(5, attribute));
        }
        Path deep = Files.write(
                folder.resolve("deep.onnx"),
                new ProtobufMessage().message(7, graph).toBytes());

        assertRefused(
                deep,
                " has more than 32 graphs within each other"
                        + "\nExport it without so many branches and loops inside others.");
    }

    @Test
    void aFileWithCustomOperatorsIsRefusedByTheirDomain() throws IOException {
        Path custom = OnnxFiles.oneNode(folder.resolve("custom.onnx"), "mine", "Steal");

        assertRefused(
                custom,
                " needs custom operators, of mine"
                        + "\nThey are programs, which are not loaded: export it with standard operators.");
    }

    @Test
    void dataOutsideTheFilesFolderIsRefusedAndDataInsideIsReadAndSaved(@TempDir Path other) throws IOException {
        Files.createDirectory(folder.resolve("inner"));
        Path inside = folder.resolve("inner");
        byte[] three = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3)
                .array();
        Files.write(folder.resolve("outside.bin"), three);
        Files.write(inside.resolve("inside.bin"), three);
        Files.createSymbolicLink(inside.resolve("link.bin"), folder.resolve("outside.bin"));
        String remedy = ", outside its folder\nMove the data into its folder and export it again.";

        assertRefused(external(inside, "../outside.bin"), " keeps data in ../outside.bin" + remedy);
        assertRefused(external(inside, "/etc/passwd"), " keeps data in /etc/passwd" + remedy);
        assertRefused(external(inside, "link.bin"), " keeps data in link.bin" + remedy);
        assertRefused(
                OnnxFiles.withSparseExternalData(inside.resolve("sparse.onnx"), "../outside.bin"),
                " keeps data in ../outside.bin" + remedy);
        assertRefused(
                external(inside, "none.bin"),
                " keeps data in none.bin, which is not beside it\nPut that file into its folder.");
        ModelContext context = new ModelContext("m", new FloatTensor(0, new int[] {3}, new float[0]), 3, 1);
        OnnxModelProvider provider = plain(external(inside, "inside.bin"));
        try (Model model = provider.open(context)) {
            model.save(other);
        }
        try (Model model = provider.restore(context, other)) {
            FloatTensor zeros = new FloatTensor(1, new int[] {3}, new float[3]);
            assertThat(model.outputs(zeros, Set.of()).logits().toFloats()).containsExactly(1, 2, 3);
        }
    }

    private static Path external(Path folder, String location) throws IOException {
        return OnnxFiles.withExternalData(folder.resolve("external.onnx"), location);
    }

    private void assertRefused(Path given, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(given).check(context(1)))
                .withMessage("file: " + given + message);
    }

    @Test
    void textsWithoutATokenizerAreRefusedWithTheRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain(file).check(new ModelContext("m", new Texts(List.of()), 3, 1)))
                .withMessage("file: this model takes float tensors, got texts\nSay with texts how they go in.");
    }

    @Test
    void countsAreOfTheFileAndOfTheSettings() throws IOException {
        try (Model model = plain(file).open(context(1))) {
            assertThat(model.parameters()).isEqualTo(OptionalLong.of(2 * 9 * 4 + 4 + 4 * 3 + 3));
            assertThat(model.macs()).isEqualTo(OptionalLong.of(1_000_000));
        }
    }

    @Test
    void everyExportedNetworkAnswersAsItsDefinitionSays() throws IOException {
        List<Network> networks = List.of(
                new Network.Linear(),
                new Network.Mlp(List.of(9, 6)),
                new Network.Cnn(List.of(4)),
                new Network.Cnn(List.of(4, 6)),
                new Network.Resnet(List.of(4), 1),
                new Network.Resnet(List.of(4, 6), 2));
        FloatTensor inputs = (FloatTensor) inputs(new Random(2), 300);
        for (int i = 0; i < networks.size(); i++) {
            NetworkPlan plan = plan(networks.get(i));
            List<float[]> weights = plan.initialWeights(5);
            NetworkPlan.Activations<ReferenceOperations.Tensor> expected =
                    ReferenceOperations.run(plan, inputs, weights);
            Path exported = folder.resolve(i + ".onnx");
            new OnnxExport(plan).write(weights, exported);

            try (Model model = provider(exported).open(context(1))) {
                Outputs outputs = model.outputs(inputs, Set.of(Need.FEATURES));

                assertThat(outputs.logits().toDoubles())
                        .as(networks.get(i).toString())
                        .containsExactly(expected.logits().values(), within(2e-5));
                assertThat(outputs.features().toDoubles())
                        .containsExactly(expected.features().values(), within(2e-5));
            }
        }
    }
}
