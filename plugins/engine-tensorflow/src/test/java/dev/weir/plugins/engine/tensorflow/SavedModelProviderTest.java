package dev.weir.plugins.engine.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Texts;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.plugins.engine.support.Adam;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Parameter;
import dev.weir.plugins.engine.support.Passage;
import dev.weir.plugins.engine.tensorflow.SavedModelProvider.Channels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** What this plugin exports is what it is opened with here: a cnn for images of 2 x 7 x 5 and 3 classes. */
class SavedModelProviderTest implements ModelContract {
    private static final int[] SHAPE = {2, 7, 5};
    private static final NetworkPlan NETWORK =
            NetworkPlan.of(new Network.Cnn(List.of(4, 6)), new FloatTensor(0, SHAPE, new float[0]), 3);

    @TempDir
    private Path work;

    private Path folder;

    @BeforeEach
    void writeTheModel() throws IOException {
        folder = work.resolve("model");
        SavedModelExport.write(NETWORK, NETWORK.initialWeights(7), folder);
    }

    @Override
    public ModelProvider provider(Random random) {
        return provided(folder, "serving_default", Channels.FIRST);
    }

    private static ModelProvider provided(Path file, String signature, Channels channels) {
        return new SavedModelProvider(file, signature, channels, OptionalDouble.empty(), "cpu");
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[rows * 2 * 7 * 5];
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
    void anExportedNetworkAnswersAsTheNetworkByItsFolderAndByItsFile() throws IOException {
        FloatTensor inputs = (FloatTensor) inputs(new Random(3), 300);
        float[] flat = new float[300 * inputs.width()];
        inputs.copyRows(0, 300, flat);
        float[] expected;
        try (NetworkEngine engine = network(NETWORK.initialWeights(7))) {
            expected = engine.forward(flat, 300, Passage.whole(NETWORK, false)).logits();
        }
        for (Path named : List.of(folder, folder.resolve("saved_model.pb"))) {
            try (Model model =
                    provided(named, "serving_default", Channels.FIRST).open(context(1))) {
                Logits logits = model.outputs(inputs, Set.of()).logits();

                assertThat(logits.toFloats()).containsExactly(expected, within(1e-5f));
            }
        }
    }

    @Test
    void itsTrainSignatureMakesTheStepsOfAdamInJavaAndGoesOnAfterItWasLoaded() throws IOException {
        float[] inputs = new float[8 * 70];
        ((FloatTensor) inputs(new Random(5), 8)).copyRows(0, 8, inputs);
        float[] atLogits = new float[8 * 3];
        Random random = new Random(6);
        for (int i = 0; i < atLogits.length; i++) {
            atLogits[i] = (float) random.nextGaussian();
        }
        Adam adam = new Adam(0.01, NETWORK.initialWeights(7));
        try (NetworkEngine engine = network(NETWORK.initialWeights(7));
                SavedModelBundle bundle = loaded(folder)) {
            for (int step = 0; step < 5; step++) {
                adam.step(engine.gradients(inputs, 8, logits -> atLogits));
                engine.write(adam.weights());
                trainStep(bundle, inputs, atLogits);
            }

            Map<String, float[]> found = weights(bundle);
            for (int i = 0; i < adam.weights().size(); i++) {
                assertThat(found.get(NETWORK.parameters().get(i).name()))
                        .containsExactly(adam.weights().get(i), within(1e-5f));
            }
        }
    }

    @Test
    void weightsThatAreSetAreTheWeightsThatAreRead() throws IOException {
        List<float[]> others = NETWORK.initialWeights(8);
        try (SavedModelBundle bundle = loaded(folder)) {
            Map<String, float[]> first = weights(bundle);
            assertThat(first.get("output.weight"))
                    .containsExactly(NETWORK.initialWeights(7).get(4));
            List<Tensor> tensors = new ArrayList<>();
            Map<String, Tensor> given = new HashMap<>();
            for (int i = 0; i < others.size(); i++) {
                Parameter parameter = NETWORK.parameters().get(i);
                TFloat32 tensor = Tensors.of(NetworkGraph.shape(parameter.dimensions()), others.get(i));
                tensors.add(tensor);
                given.put(parameter.name(), tensor);
            }
            bundle.function("set_weights").call(given).close();
            tensors.forEach(Tensor::close);

            Map<String, float[]> second = weights(bundle);
            for (int i = 0; i < others.size(); i++) {
                assertThat(second.get(NETWORK.parameters().get(i).name())).containsExactly(others.get(i));
            }
        }
    }

    private static NetworkEngine network(List<float[]> weights) throws IOException {
        return new TensorFlowNetwork(NETWORK, weights, TensorFlow.on(DeviceChoice.of("cpu")));
    }

    private static SavedModelBundle loaded(Path folder) throws IOException {
        return SavedModelBundle.loader(folder.toString())
                .withTags("serve")
                .withConfigProto(TensorFlow.on(DeviceChoice.of("cpu")).sessions())
                .load();
    }

    private static void trainStep(SavedModelBundle bundle, float[] inputs, float[] atLogits) {
        try (TFloat32 x = Tensors.of(Shape.of(8, 2, 7, 5), inputs);
                TFloat32 dlogits = Tensors.of(Shape.of(8, 3), atLogits);
                TFloat32 lr = TFloat32.scalarOf(0.01f)) {
            bundle.function("train")
                    .call(Map.of("x", x, "dlogits", dlogits, "lr", lr))
                    .close();
        }
    }

    private static Map<String, float[]> weights(SavedModelBundle bundle) {
        Map<String, float[]> weights = new HashMap<>();
        try (TFloat32 any = TFloat32.scalarOf(0);
                Result result = bundle.function("get_weights").call(Map.of("any", any))) {
            result.forEach(entry -> weights.put(entry.getKey(), Tensors.floats(entry.getValue())));
        }
        return weights;
    }

    @Test
    void imagesAreTurnedForAModelThatHasTheirChannelsLast() throws IOException {
        Path turned = work.resolve("turned");
        try (Graph graph = new Graph()) {
            TensorFlow.Device device = TensorFlow.on(DeviceChoice.of("cpu"));
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x =
                    tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, 7, 5, 2)));
            try (Session session = new Session(graph, device.sessions())) {
                SavedModelBundle.exporter(turned.toString())
                        .withSession(session)
                        .withSignature(Signature.builder("sums")
                                .input("x", x)
                                .output("y", tf.sum(x, tf.constant(new int[] {1, 2})))
                                .build())
                        .export();
            }
        }
        FloatTensor image = (FloatTensor) inputs(new Random(1), 1);
        ModelContext two = new ModelContext("m", image, 2, 1);

        try (Model model = provided(turned, "sums", Channels.LAST).open(two)) {
            double[] sums = new double[2];
            for (int i = 0; i < 70; i++) {
                sums[i / 35] += image.at(0, i);
            }
            assertThat(model.outputs(image, Set.of()).logits().toDoubles()).containsExactly(sums, within(1e-5));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(turned, "sums", Channels.FIRST).check(two))
                .withMessageStartingWith(
                        "file: " + turned + " takes inputs of shape [-1, 7, 5, 2], the data are [-1, 2, 7," + " 5]\n");
    }

    @Test
    void whatDoesNotFitIsRefusedBeforeAnythingIsLoaded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(new Random(1)).check(new ModelContext("m", inputs(new Random(1), 0), 4, 1)))
                .withMessage("file: " + folder + " puts out [-1, 3], expected [-1, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(folder, "serve", Channels.FIRST).check(context(1)))
                .withMessage("signature: " + folder + " has no signature serve\nIt has: features, get_weights, reset,"
                        + " serving_default, set_weights, train.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provided(folder, "train", Channels.FIRST).check(context(1)))
                .withMessage("signature: train has 3 inputs, expected one: [dlogits, lr, x]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(new Random(1)).check(new ModelContext("m", new Texts(List.of()), 3, 1)))
                .withMessageStartingWith("file: takes float tensors, got texts\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SavedModelProvider(
                        folder, "serving_default", Channels.FIRST, OptionalDouble.of(0.5), "cpu"))
                .withMessage("macs must be a whole number of at least 0 and at most 2^53, got 0.5");
    }

    @Test
    void noFolderACutFileAndJavaCodeAreRefusedBeforeAnythingIsLoaded() throws IOException {
        Path file = folder.resolve("saved_model.pb");
        byte[] whole = Files.readAllBytes(file);

        assertRefused(work.resolve("none"), work.resolve("none") + ": there is no such folder");
        assertRefused(work, work + " is not a SavedModel: it holds no saved_model.pb\nName the folder that does.");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(folder, file + " is not a SavedModel's, or not all of it");
        Files.write(file, new byte[0]);
        assertRefused(folder, file + " holds no graph that is tagged serve");
        Files.write(file, whole);
        for (String name : List.of("variables/Evil.class", "evil.jar", "Evil.java")) {
            Path code = Files.createFile(folder.resolve(name));
            assertRefused(
                    folder,
                    folder + " holds Java code, which is no part of a model: " + name
                            + "\nRemove it, if you trust where the folder comes from.");
            Files.delete(code);
        }
    }

    private void assertRefused(Path refused, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        provided(refused, "serving_default", Channels.FIRST).check(context(1)))
                .withMessage("file: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"variables.index", "variables.data-00000-of-00001"})
    void variablesThatAreCutShortAreRefusedWhenTheyAreOpened(String name) throws IOException {
        Path file = folder.resolve("variables").resolve(name);
        byte[] whole = Files.readAllBytes(file);

        for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatIllegalArgumentException()
                    .as("%s of %s bytes", length, whole.length)
                    .isThrownBy(() -> provider(new Random(1)).open(context(1)).close())
                    .withMessageStartingWith("file: " + folder + " is not a SavedModel that TensorFlow reads: ");
        }
    }

    @Test
    void aModelWithoutItsVariablesIsRefusedWhenItIsOpened() throws IOException {
        Files.delete(folder.resolve("variables").resolve("variables.index"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider(new Random(1)).open(context(1)))
                .withMessageStartingWith("file: " + folder + " ");
    }

    @Test
    void macsAreGivenAndParametersAreUnknown() throws IOException {
        try (Model model = new SavedModelProvider(
                        folder, "serving_default", Channels.FIRST, OptionalDouble.of(18), "cpu")
                .open(context(1))) {
            assertThat(model.macs()).isEqualTo(OptionalLong.of(18));
            assertThat(model.parameters()).isEmpty();
        }
    }
}
