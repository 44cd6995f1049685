package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.Texts;
import dev.weir.api.data.Examples;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.ExitState;
import dev.weir.api.model.GradientProjection;
import dev.weir.api.model.Loss;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link NetworkEngine} must keep, as a {@link NetworkModel}. Implement it in the engine's own test class. */
public interface NetworkModelContract {
    int CLASSES = 3;

    /** Opens networks on the engine. */
    NetworkEngine.Opener opener();

    static List<Network> networks() {
        return List.of(
                new Network.Linear(),
                new Network.Mlp(List.of(9, 6)),
                new Network.Cnn(List.of(4)),
                new Network.Cnn(List.of(4, 6)),
                new Network.Resnet(List.of(4), 1),
                new Network.Resnet(List.of(4, 6), 2),
                new Network.Mlp(List.of(9, 6, 5), List.of(1, 2)),
                new Network.Cnn(List.of(4, 6), List.of(1)),
                new Network.Resnet(List.of(4, 6, 5), 1, List.of(1, 2)));
    }

    static List<Network> networksWithExits() {
        return networks().stream().filter(network -> !network.exits().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("networks")
    default void logitsAndFeaturesAreThoseOfTheDefinitions(Network network) throws IOException {
        FloatTensor inputs = inputs(300);
        NetworkPlan plan = NetworkPlan.of(network, inputs, CLASSES);
        NetworkPlan.Activations<ReferenceOperations.Tensor> expected =
                ReferenceOperations.run(plan, inputs, plan.initialWeights(7));

        try (TrainableModel model = open(network)) {
            Outputs outputs = model.outputs(inputs, Set.of(Need.FEATURES));

            assertThat(outputs.logits().toDoubles())
                    .containsExactly(expected.logits().values(), within(2e-5));
            assertThat(outputs.features().toDoubles())
                    .containsExactly(expected.features().values(), within(2e-5));
            assertThat(outputs.features().width()).isEqualTo(plan.featureWidth());
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    default void gradientsAreTheDifferencesOfTheLoss(Network network) throws IOException {
        Examples examples = examples(6);
        FloatTensor inputs = (FloatTensor) examples.inputs();
        NetworkPlan plan = NetworkPlan.of(network, inputs, CLASSES);
        List<float[]> weights = plan.initialWeights(7);
        float[] flat = new float[6 * inputs.width()];
        inputs.copyRows(0, 6, flat);

        List<float[]> gradients;
        try (NetworkEngine engine = opener().open(plan, weights)) {
            gradients = engine.gradients(flat, 6, logits -> gradientAtAllExits(logits, examples.labels()));
        }

        double step = 1e-4; // small beside the distance to the bends of the ReLUs
        for (int i = 0; i < weights.size(); i++) {
            float[] weight = weights.get(i);
            for (int j = 0; j < weight.length; j += 1 + weight.length / 5) {
                float before = weight[j];
                weight[j] = (float) (before + step);
                double above = referenceLoss(plan, examples, weights);
                weight[j] = (float) (before - step);
                double below = referenceLoss(plan, examples, weights);
                weight[j] = before;
                assertThat((double) gradients.get(i)[j]).isCloseTo((above - below) / (2 * step), within(1e-3));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("networksWithExits")
    default void everyExitAnswersAsTheDefinitionsSayGoingOnFromTheOneBefore(Network network) throws IOException {
        FloatTensor inputs = inputs(300);
        NetworkPlan plan = NetworkPlan.of(network, inputs, CLASSES);
        List<NetworkPlan.Activations<ReferenceOperations.Tensor>> expected =
                ReferenceOperations.runAll(plan, inputs, plan.initialWeights(7));

        try (NetworkModel model = open(network)) {
            ExitState state = ExitState.of(inputs);
            for (int exit = 1; exit <= plan.exits(); exit++) {
                AtExit at = model.proceed(state, exit, Set.of(Need.FEATURES));

                assertThat(at.outputs().logits().toDoubles())
                        .containsExactly(expected.get(exit - 1).logits().values(), within(2e-5));
                assertThat(at.outputs().features().toDoubles())
                        .containsExactly(expected.get(exit - 1).features().values(), within(2e-5));
                state = at.state().orElse(state);
            }
        }
    }

    @Test
    default void aStateOfAnotherShapeIsRefused() throws IOException {
        try (NetworkModel model = open(new Network.Cnn(List.of(4, 6), List.of(1)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.proceed(new ExitState(1, inputs(3)), 2, Set.of()))
                    .withMessage("float tensors of shape [4, 3, 2] expected, got float tensors of shape [2, 7, 5]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.proceed(ExitState.of(inputs(3)), 3, Set.of()))
                    .withMessage("an exit behind exit 0 of 2 expected, got 3");
        }
    }

    @ParameterizedTest
    @MethodSource("networksWithExits")
    default void trainingLowersTheLossAtEveryExit(Network network) throws IOException {
        Examples examples = examples(64);
        try (NetworkModel model = open(network)) {
            List<Double> before = lossAtEachExit(model, examples);

            train(model, examples, new TrainingPlan(new CrossEntropy(), 10, 16, 0.01, 1));

            List<Double> after = lossAtEachExit(model, examples);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i)).as("exit " + (i + 1)).isLessThan(before.get(i));
            }
        }
    }

    private static List<Double> lossAtEachExit(NetworkModel model, Examples examples) {
        return IntStream.rangeClosed(1, model.exits())
                .mapToObj(exit -> loss(
                                model.proceed(ExitState.of(examples.inputs()), exit, Set.of())
                                        .outputs()
                                        .logits()
                                        .toFloats(),
                                examples.labels())
                        .value())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("networks")
    default void gradientsOfTheLogitsAreTheirDifferences(Network network) throws IOException {
        FloatTensor inputs = inputs(3);
        NetworkPlan plan = NetworkPlan.of(network, inputs, CLASSES);
        List<float[]> weights = plan.initialWeights(7);
        int first = plan.parameters().size() - plan.lastBlock().size();
        try (NetworkModel model = open(network)) {
            Features gradients = model.outputGradients(inputs, GradientProjection.NONE);

            assertThat(model.lastBlock())
                    .containsExactlyElementsOf(
                            plan.lastBlock().stream().map(Parameter::name).toList());
            assertThat(gradients.width()).isEqualTo(CLASSES * model.lastBlockSize());
            double step = 1e-4;
            int column = 0;
            for (float[] weight : weights.subList(first, weights.size())) {
                for (int j = 0; j < weight.length; j += 1 + weight.length / 5) {
                    float before = weight[j];
                    weight[j] = (float) (before + step);
                    double above = weight[j];
                    double[] higher = ReferenceOperations.run(plan, inputs, weights)
                            .logits()
                            .values();
                    weight[j] = (float) (before - step);
                    double distance = above - weight[j];
                    double[] lower = ReferenceOperations.run(plan, inputs, weights)
                            .logits()
                            .values();
                    weight[j] = before;
                    for (int i = 0; i < higher.length; i++) {
                        int place = i % CLASSES * model.lastBlockSize() + column + j;
                        assertThat(gradients.at(i / CLASSES, place))
                                .isCloseTo((higher[i] - lower[i]) / distance, within(1e-3));
                    }
                }
                column += weight.length;
            }
        }
    }

    @Test
    default void aModelGoesOnTrainingAfterItGaveGradientsOfItsLogits() throws IOException {
        Network network = new Network.Cnn(List.of(4, 6));
        TrainingPlan plan = new TrainingPlan(new CrossEntropy(), 3, 16, 0.01, 1);
        try (NetworkModel asked = open(network);
                NetworkModel other = open(network)) {
            asked.outputGradients(inputs(3), GradientProjection.NONE);
            train(asked, examples(64), plan);
            train(other, examples(64), plan);

            assertThat(asked.outputs(inputs(20), Set.of()).logits().toFloats())
                    .containsExactly(
                            other.outputs(inputs(20), Set.of()).logits().toFloats());
        }
    }

    @Test
    default void aMixThatOverflowsIsRefusedAndTheOneBeforeStays() throws IOException {
        try (NetworkModel model = open(new Network.Linear());
                MixedModel mixed = model.mixed(List.of(model.weights(), model.weights()))) {
            float[] before = mixed.outputs(inputs(3), Set.of()).logits().toFloats();

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mixed.mix(1e300, 0))
                    .withMessageStartingWith("output.weight[3, 70] holds ");

            assertThat(mixed.outputs(inputs(3), Set.of()).logits().toFloats()).containsExactly(before);
        }
    }

    @Test
    default void weightsThatAreNotFiniteAreReplacedLikeOthers() throws IOException {
        NetworkPlan plan = NetworkPlan.of(new Network.Cnn(List.of(4)), inputs(0), CLASSES);
        List<float[]> weights = plan.initialWeights(7);
        List<float[]> broken = plan.initialWeights(7);
        broken.forEach(values -> Arrays.fill(values, Float.NaN));
        broken.get(0)[0] = Float.NEGATIVE_INFINITY;
        try (NetworkEngine engine = opener().open(plan, broken)) {
            engine.write(weights);

            List<float[]> read = engine.read();
            for (int i = 0; i < weights.size(); i++) {
                assertThat(read.get(i)).containsExactly(weights.get(i));
            }
        }
    }

    @Test
    default void theFirstStepMovesEveryWeightByTheLearningRateAgainstItsGradient() throws IOException {
        Examples examples = examples(6);
        Network network = new Network.Linear();
        NetworkPlan plan = NetworkPlan.of(network, examples.inputs(), CLASSES);
        List<float[]> weights = plan.initialWeights(7);
        float[] flat = new float[6 * plan.inputWidth()];
        ((FloatTensor) examples.inputs()).copyRows(0, 6, flat);
        try (NetworkEngine engine = opener().open(plan, weights);
                NetworkModel model = open(network)) {
            List<float[]> gradients = engine.gradients(
                    flat, 6, logits -> narrowed(loss(logits, examples.labels()).gradient()));
            for (int i = 0; i < weights.size(); i++) {
                for (int j = 0; j < weights.get(i).length; j++) {
                    weights.get(i)[j] -= 0.01f * Math.signum(gradients.get(i)[j]);
                }
            }

            train(model, examples, new TrainingPlan(new CrossEntropy(), 1, 6, 0.01, 1));

            assertThat(model.outputs(examples.inputs(), Set.of()).logits().toDoubles())
                    .containsExactly(
                            ReferenceOperations.run(plan, (FloatTensor) examples.inputs(), weights)
                                    .logits()
                                    .values(),
                            within(1e-4));
        }
    }

    @Test
    default void theSameSeedTrainsTheSameModelBitForBitAndAnotherSeedAnother() throws IOException {
        float[] first = trained(1).toFloats();

        assertThat(trained(1).toFloats()).containsExactly(first);
        assertThat(trained(2).toFloats()).isNotEqualTo(first);
    }

    @Test
    default void twoModelsTrainedAtOnceBecomeWhatTheyBecomeAlone() {
        CompletableFuture<Logits> first = CompletableFuture.supplyAsync(() -> trained(1));
        CompletableFuture<Logits> second = CompletableFuture.supplyAsync(() -> trained(2));

        assertThat(first.join().toFloats()).containsExactly(trained(1).toFloats());
        assertThat(second.join().toFloats()).containsExactly(trained(2).toFloats());
    }

    @Test
    default void othersMayAskWhileAModelIsTrained() throws Exception {
        FloatTensor inputs = inputs(40);
        try (TrainableModel asked = open(new Network.Cnn(List.of(4)))) {
            float[] alone = asked.outputs(inputs, Set.of()).logits().toFloats();
            CompletableFuture<Logits> training = CompletableFuture.supplyAsync(() -> trained(1));

            do {
                assertThat(asked.outputs(inputs, Set.of()).logits().toFloats()).containsExactly(alone);
            } while (!training.isDone());
            training.get();
        }
    }

    @Test
    default void trainingContinuesFromWhereTheModelIs() throws IOException {
        Examples examples = examples(64);
        try (NetworkModel model = open(new Network.Mlp(List.of(8)))) {
            train(model, examples, new TrainingPlan(new CrossEntropy(), 5, 16, 0.01, 1));
            double before = loss(model, examples);

            train(model, examples, new TrainingPlan(new CrossEntropy(), 5, 16, 0.01, 2));

            assertThat(loss(model, examples)).isLessThan(before);
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    default void aTrainingInterruptedAfterTheThirdEpochGoesOnToTheSameBits(Network network, @TempDir Path folder)
            throws IOException {
        TrainingPlan plan = new TrainingPlan(new CrossEntropy(), 6, 16, 0.01, 5, 1);
        Examples examples = examples(64);
        Examples validation = examples(30);
        ModelContract.LastState checkpoint = new ModelContract.LastState(3);
        try (NetworkModel whole = open(network);
                NetworkModel interrupted = open(network);
                NetworkModel resumed = open(network)) {
            whole.train(examples, validation, plan, Checkpoint.NONE, Progress.SILENT);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> interrupted.train(examples, validation, plan, checkpoint, Progress.SILENT))
                    .withMessage("interrupted");

            resumed.train(examples, validation, plan, checkpoint, Progress.SILENT);

            whole.save(Files.createDirectory(folder.resolve("whole")));
            resumed.save(Files.createDirectory(folder.resolve("resumed")));
            assertThat(folder.resolve("resumed").resolve(SavedWeights.FILE))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(SavedWeights.FILE));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    default void aPlanOfMoreEpochsTakesATrainingFurtherToTheSameBits(Network network, @TempDir Path folder)
            throws IOException {
        TrainingPlan plan = new TrainingPlan(new CrossEntropy(), 5, 16, 0.01, 1);
        Examples examples = examples(64);
        ModelContract.LastState checkpoint = new ModelContract.LastState(Integer.MAX_VALUE);
        try (NetworkModel whole = open(network);
                NetworkModel first = open(network);
                NetworkModel further = open(network)) {
            whole.train(examples, examples, plan, Checkpoint.NONE, Progress.SILENT);
            first.train(examples, examples, plan.withEpochs(2), checkpoint, Progress.SILENT);

            further.train(examples, examples, plan, checkpoint, Progress.SILENT);

            whole.save(Files.createDirectory(folder.resolve("whole")));
            further.save(Files.createDirectory(folder.resolve("further")));
            assertThat(folder.resolve("further").resolve(SavedWeights.FILE))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(SavedWeights.FILE));
        }
    }

    @Test
    default void theSavedWeightsOfANewModelAreItsFirstOnes(@TempDir Path folder) throws IOException {
        Network network = new Network.Resnet(List.of(4, 6), 1);
        NetworkPlan plan = NetworkPlan.of(network, inputs(0), CLASSES);
        try (NetworkModel model = open(network)) {
            model.save(folder);
        }

        assertThat(new SavedWeights(plan).restore(folder)).containsExactlyElementsOf(plan.initialWeights(7));
    }

    @Test
    default void divergenceIsRefusedByTheEpochWhereItHappens() throws IOException {
        try (NetworkModel model = open(new Network.Mlp(List.of(8, 8)))) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> train(model, examples(64), new TrainingPlan(new CrossEntropy(), 5, 16, 1e30, 1)))
                    .withMessageStartingWith("training model diverged in epoch 1: ");
        }
    }

    @Test
    default void refusesInputsOfAnotherShapeOrKindByWhatItExpectedAndGot() throws IOException {
        try (NetworkModel model = open(new Network.Linear())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.outputs(new FloatTensor(1, new int[] {70}, new float[70]), Set.of()))
                    .withMessage("float tensors of shape [2, 7, 5] expected, got float tensors of shape [70]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.outputs(new Texts(List.of("a")), Set.of()))
                    .withMessageStartingWith("float tensors of shape [2, 7, 5] expected, got ");
        }
    }

    @Test
    default void aSmallNetworkReadsDigitsAndAConvolutionalOneReadsThemBetter() throws IOException {
        Examples train = Digits.half(0);
        Examples test = Digits.half(1);

        double small = accuracy(new Network.Mlp(List.of(16)), train, test);
        double large = accuracy(new Network.Cnn(List.of(16, 32)), train, test);

        double residual = accuracy(new Network.Resnet(List.of(8, 16), 1), train, test);

        assertThat(small).isGreaterThan(0.85);
        assertThat(residual).isGreaterThan(0.95);
        assertThat(large).isGreaterThan(0.95).isGreaterThan(small + 0.01);
    }

    private double accuracy(Network network, Examples train, Examples test) throws IOException {
        NetworkPlan plan = NetworkPlan.of(network, train.inputs(), 10);
        try (NetworkModel model = new NetworkModel("digits", plan, plan.initialWeights(7), opener())) {
            train(model, train, new TrainingPlan(new CrossEntropy(), 20, 32, 0.02, 1));
            boolean[] matches = test.labels()
                    .matches(model.outputs(test.inputs(), Set.of()).logits().predictions());
            int right = 0;
            for (boolean match : matches) {
                right += match ? 1 : 0;
            }
            return (double) right / matches.length;
        }
    }

    private Logits trained(long seed) {
        FloatTensor inputs = inputs(40);
        try (NetworkModel model = open(new Network.Cnn(List.of(4, 6)))) {
            train(model, examples(64), new TrainingPlan(new CrossEntropy(), 20, 16, 0.01, seed));
            return model.outputs(inputs, Set.of()).logits();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void train(TrainableModel model, Examples examples, TrainingPlan plan) throws IOException {
        model.train(examples, examples.select(new int[0]), plan, Checkpoint.NONE, Progress.SILENT);
    }

    private static double loss(TrainableModel model, Examples examples) {
        return loss(model.outputs(examples.inputs(), Set.of()).logits().toFloats(), examples.labels())
                .value();
    }

    private static Loss loss(float[] logits, Labels labels) {
        return new CrossEntropy().evaluate(TrainingBlock.whole(new Logits(labels.size(), CLASSES, logits), labels));
    }

    private static double referenceLoss(NetworkPlan plan, Examples examples, List<float[]> weights) {
        double sum = 0;
        for (NetworkPlan.Activations<ReferenceOperations.Tensor> exit :
                ReferenceOperations.runAll(plan, (FloatTensor) examples.inputs(), weights)) {
            Logits logits = new Logits(examples.size(), CLASSES, exit.logits().values());
            sum += new CrossEntropy()
                    .evaluate(TrainingBlock.whole(logits, examples.labels()))
                    .value();
        }
        return sum;
    }

    /** Of the sum of the cross-entropies of all exits, whose logits lie one below the other. */
    private static float[] gradientAtAllExits(float[] logits, Labels labels) {
        float[] gradient = new float[logits.length];
        int size = labels.size() * CLASSES;
        for (int from = 0; from < logits.length; from += size) {
            float[] ofExit = narrowed(
                    loss(Arrays.copyOfRange(logits, from, from + size), labels).gradient());
            System.arraycopy(ofExit, 0, gradient, from, size);
        }
        return gradient;
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }

    private NetworkModel open(Network network) throws IOException {
        return open(network, 7);
    }

    private NetworkModel open(Network network, long seed) throws IOException {
        NetworkPlan plan = NetworkPlan.of(network, inputs(0), CLASSES);
        return new NetworkModel("model", plan, plan.initialWeights(seed), opener());
    }

    private static Examples examples(int rows) {
        Random random = new Random(rows);
        return new Examples(
                inputs(rows), new Labels(CLASSES, random.ints(rows, 0, CLASSES).toArray()));
    }

    private static FloatTensor inputs(int rows) {
        Random random = new Random(1);
        float[] values = new float[rows * 2 * 7 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {2, 7, 5}, values);
    }
}
