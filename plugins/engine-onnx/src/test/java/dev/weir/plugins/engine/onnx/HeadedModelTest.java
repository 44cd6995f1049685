package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.RandomOutputs;
import dev.weir.api.Texts;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingPlan;
import dev.weir.api.model.WorkCache;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.ReferenceOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A frozen encoder of texts with a head that learns. */
class HeadedModelTest implements ModelContract {
    private static final int WIDTH = 5;

    @TempDir
    private Path folder;

    private Path file;
    private Path tokenizer;

    @BeforeEach
    void writeTheFiles() throws IOException {
        file = OnnxFiles.encoder(folder.resolve("encoder.onnx"), WIDTH, false);
        tokenizer = OnnxFiles.vocabulary(folder.resolve("vocab.txt"));
    }

    private OnnxModelProvider provider(Path encoder, Pooling pooling, Network network) {
        return provider(encoder, pooling, network, TooLong.CUT);
    }

    private OnnxModelProvider provider(Path encoder, Pooling pooling, Network network, TooLong tooLong) {
        return new OnnxModelProvider(
                encoder,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TextInput(
                        tokenizer, pooling, "the ", 8, tooLong, true, "input_ids", "attention_mask", "token_type_ids")),
                Optional.of(new Head(network, 10, 0.01, 16, 0)),
                OptionalDouble.empty(),
                "cpu",
                Optional.empty());
    }

    @Override
    public ModelProvider provider(Random random) {
        return random.nextBoolean()
                ? provider(file, Pooling.MEAN, new Network.Linear())
                : provider(file, Pooling.CLS, new Network.Mlp(List.of(6)));
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            StringBuilder text = new StringBuilder();
            int words = random.nextInt(6);
            for (int word = 0; word < words; word++) {
                text.append(OnnxFiles.VOCABULARY.get(4 + random.nextInt(3))).append(random.nextBoolean() ? "s " : " ");
            }
            texts.add(text.toString());
        }
        return new Texts(texts);
    }

    @Override
    public int classes() {
        return 3;
    }

    @Test
    void featuresOfALinearHeadAreTheMeanOrTheFirstOfTheTokensVectors() throws IOException {
        Texts texts = new Texts(List.of("good food", "bad"));
        double[] mean = features(Pooling.MEAN, texts);
        double[] first = features(Pooling.CLS, texts);
        Random random = new Random(3);
        double[][] vectors = new double[OnnxFiles.VOCABULARY.size()][WIDTH];
        for (double[] vector : vectors) {
            for (int i = 0; i < WIDTH; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }

        int[][] ids = {{2, 10, 4, 6, 3}, {2, 10, 5, 3}};
        for (int row = 0; row < 2; row++) {
            for (int i = 0; i < WIDTH; i++) {
                double sum = 0;
                for (int id : ids[row]) {
                    sum += vectors[id][i];
                }
                assertThat(mean[row * WIDTH + i]).isCloseTo(sum / ids[row].length, within(1e-6));
                assertThat(first[row * WIDTH + i]).isCloseTo(vectors[2][i], within(1e-6));
            }
        }
    }

    private double[] features(Pooling pooling, Texts texts) throws IOException {
        try (Model model = provider(file, pooling, new Network.Linear()).open(context(1))) {
            return model.outputs(texts, Set.of(Need.FEATURES)).features().toDoubles();
        }
    }

    @Test
    void aTextAloneAnswersExactlyAsInItsBatchWhereTheFileRoundsByTheRangeOfABatch() throws IOException {
        Path rounding = OnnxFiles.encoder(folder.resolve("rounding.onnx"), WIDTH, true);
        Inputs inputs = inputs(new Random(2), 17);
        try (Model model =
                provider(rounding, Pooling.MEAN, new Network.Linear()).open(context(1))) {
            Logits together = model.outputs(inputs, Set.of()).logits();

            for (int row = 0; row < 17; row++) {
                assertThat(model.outputs(inputs.select(new int[] {row}), Set.of())
                                .logits()
                                .toFloats())
                        .containsExactly(together.row(row).toFloats());
            }
        }
    }

    @Test
    void aFileOfOneTextOfEightTokensAtATimeAnswersAsOneOfAny() throws IOException {
        Path fixed = OnnxFiles.encoder(folder.resolve("fixed.onnx"), WIDTH, false, List.of(1, 8));
        Inputs inputs = inputs(new Random(2), 17);
        try (Model any = provider(file, Pooling.MEAN, new Network.Linear()).open(context(1));
                Model model =
                        provider(fixed, Pooling.MEAN, new Network.Linear()).open(context(1))) {
            assertThat(model.outputs(inputs, Set.of()).logits().toFloats())
                    .containsExactly(any.outputs(inputs, Set.of()).logits().toFloats(), within(1e-5f));
        }
    }

    @Test
    void moreTokensThanAFileOfFixedLengthTakesAreRefusedBeforeItIsOpened() throws IOException {
        Path fixed = OnnxFiles.encoder(folder.resolve("fixed.onnx"), WIDTH, false, List.of(1, 4));

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        provider(fixed, Pooling.MEAN, new Network.Linear()).check(context(1)))
                .withMessage("maximum-length: must be at most 4, got 8\n" + fixed
                        + " takes texts of 4 tokens each; shorter ones are filled up.");
    }

    @Test
    void anEmptyTextAndOneThatIsTooLongAreAnswered() throws IOException {
        Texts texts = new Texts(List.of("", "good ".repeat(100), "good ".repeat(5), "good ".repeat(6)));
        try (Model model = provider(file, Pooling.MEAN, new Network.Linear()).open(context(1))) {
            Logits logits = model.outputs(texts, Set.of()).logits();

            assertThat(logits.row(1).toFloats()).containsExactly(logits.row(2).toFloats());
            assertThat(logits.row(1).toFloats()).containsExactly(logits.row(3).toFloats());
        }
    }

    @Test
    void aTextThatIsTooLongIsRefusedWhereThatIsAskedAndOneThatJustFitsIsNot() throws IOException {
        OnnxModelProvider refusing = provider(file, Pooling.MEAN, new Network.Linear(), TooLong.REFUSE);
        Texts fits = new Texts(List.of("", "good ".repeat(5)));
        try (Model model = refusing.open(context(1));
                Model cutting =
                        provider(file, Pooling.MEAN, new Network.Linear()).open(context(1))) {
            assertThat(model.outputs(fits, Set.of()).logits().toFloats())
                    .containsExactly(cutting.outputs(fits, Set.of()).logits().toFloats());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.outputs(new Texts(List.of("good ".repeat(6))), Set.of()))
                    .withMessage("a text has more than 8 tokens: 'good good good good good good '"
                            + "\nRaise maximum-length to what the model was made for, or write too-long: cut.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.outputs(new Texts(List.of("good ".repeat(99))), Set.of()))
                    .withMessageContaining(": '" + "good ".repeat(8) + "...'");
        }
    }

    @Test
    void aVocabularyThatIsLargerThanTheModelsIsRefusedWhenItIsOpened() throws IOException {
        List<String> larger = new ArrayList<>(OnnxFiles.VOCABULARY);
        larger.add("tea");
        Files.write(tokenizer, larger);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> provider(file, Pooling.MEAN, new Network.Linear()).open(context(1)))
                .withMessage("tokenizer: " + tokenizer + " gives tokens up to the id 13, which the model does not take"
                        + "\nName the tokenizer that belongs to " + file + ".");
    }

    @Test
    void gradientsAreTheDifferencesOfTheLoss() {
        NetworkPlan plan =
                NetworkPlan.of(new Network.Mlp(List.of(6, 4)), new FloatTensor(0, new int[] {WIDTH}, new float[0]), 3);
        List<float[]> weights = plan.initialWeights(7);
        Random random = new Random(1);
        float[] inputs = new float[8 * WIDTH];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        Labels labels = RandomOutputs.labels(random, 8, 3);

        List<float[]> gradients = new HeadNetwork(plan, weights).gradients(inputs, 8, logits -> {
            double[] wide = loss(logits, labels).gradient();
            float[] narrow = new float[wide.length];
            for (int i = 0; i < wide.length; i++) {
                narrow[i] = (float) wide[i];
            }
            return narrow;
        });

        double step = 1e-4; // small beside the distance to the bends of the ReLUs
        for (int i = 0; i < weights.size(); i++) {
            float[] weight = weights.get(i);
            for (int j = 0; j < weight.length; j++) {
                float before = weight[j];
                weight[j] = (float) (before + step);
                double above = referenceLoss(plan, inputs, labels, weights);
                weight[j] = (float) (before - step);
                double below = referenceLoss(plan, inputs, labels, weights);
                weight[j] = before;
                assertThat((double) gradients.get(i)[j]).isCloseTo((above - below) / (2 * step), within(1e-3));
            }
        }
    }

    private static Loss loss(float[] logits, Labels labels) {
        return new CrossEntropy().evaluate(TrainingBlock.whole(new Logits(labels.size(), 3, logits), labels));
    }

    private static double referenceLoss(NetworkPlan plan, float[] inputs, Labels labels, List<float[]> weights) {
        FloatTensor tensor = new FloatTensor(labels.size(), new int[] {WIDTH}, inputs);
        double[] logits =
                ReferenceOperations.run(plan, tensor, weights).logits().values();
        return new CrossEntropy()
                .evaluate(TrainingBlock.whole(new Logits(labels.size(), 3, logits), labels))
                .value();
    }

    @Test
    void rowsThatWereEncodedOnceAreReadAndOthersAreAddedToThem() throws IOException {
        CountingCache cache = new CountingCache();
        Examples all = examples(new Random(4));
        Examples some = all.select(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
        OnnxModelProvider provider = provider(file, Pooling.MEAN, new Network.Linear());

        Logits first = trained(provider, some, cache);
        int afterSome = cache.pieces();
        Logits again = trained(provider, some, cache);
        int afterAgain = cache.pieces();
        trained(provider, all, cache);
        Logits uncached = trained(provider, some, WorkCache.NONE);

        assertThat(afterSome).isEqualTo(1);
        assertThat(afterAgain).isEqualTo(1);
        assertThat(cache.pieces()).isEqualTo(2);
        assertThat(again.toFloats()).containsExactly(first.toFloats());
        assertThat(uncached.toFloats()).containsExactly(first.toFloats());
    }

    @Test
    void anotherPoolingOrFileReadsNothingOfTheFirst() throws IOException {
        CountingCache cache = new CountingCache();
        Examples some = examples(new Random(4));
        trained(provider(file, Pooling.MEAN, new Network.Linear()), some, cache);

        trained(provider(file, Pooling.CLS, new Network.Linear()), some, cache);
        Path other = OnnxFiles.encoder(folder.resolve("other.onnx"), WIDTH, true);
        trained(provider(other, Pooling.MEAN, new Network.Linear()), some, cache);
        Path copy = Files.copy(file, folder.resolve("copy.onnx"));
        trained(provider(copy, Pooling.MEAN, new Network.Linear()), some, cache);

        assertThat(cache.groups).hasSize(3);
        assertThat(cache.pieces()).isEqualTo(3);
    }

    private Logits trained(ModelProvider provider, Examples examples, WorkCache cache) throws IOException {
        try (TrainableModel model = (TrainableModel) provider.open(context(1).withCache(cache))) {
            model.train(
                    examples,
                    examples.select(new int[0]),
                    new TrainingPlan(new CrossEntropy(), 3, 4, 0.01, 1),
                    Checkpoint.NONE,
                    Progress.SILENT);
            return model.outputs(inputs(new Random(2), 17), Set.of()).logits();
        }
    }

    /** Keeps work in memory. */
    private static final class CountingCache implements WorkCache {
        private final Map<String, List<byte[]>> groups = new HashMap<>();

        @Override
        public List<byte[]> all(String group) {
            return groups.getOrDefault(group, List.of());
        }

        @Override
        public void keep(String group, byte[] work) {
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(work);
        }

        int pieces() {
            return groups.values().stream().mapToInt(List::size).sum();
        }
    }

    @Test
    void anEncoderWithoutAHeadIsRefusedWithTheRemedy() {
        OnnxModelProvider bare = new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                provider(file, Pooling.MEAN, new Network.Linear()).texts(),
                Optional.empty(),
                OptionalDouble.empty(),
                "cpu",
                Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bare.open(context(1)))
                .withMessageContaining("puts out 5 numbers for one input")
                .withMessageEndingWith("\nAn encoder needs a head, which learns the classes: head: linear.");
    }

    @Test
    void aHeadIsLinearOrMlp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Head(new Network.Cnn(List.of(4)), 1, 0.1, 1, 0))
                .withMessageStartingWith("network must be linear or mlp");
    }

    @Test
    void inputsOfOtherNamesAreRefusedWithTheFilesOwn() {
        ModelContext context = context(1);
        OnnxModelProvider other = new OnnxModelProvider(
                file,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new TextInput(
                        tokenizer, Pooling.MEAN, "", 8, TooLong.CUT, true, "ids", "attention_mask", "types")),
                Optional.of(new Head(new Network.Linear(), 1, 0.1, 1, 0)),
                OptionalDouble.empty(),
                "cpu",
                Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.check(context))
                .withMessage("file: " + file + " takes input_ids, attention_mask, not ids, attention_mask, types"
                        + "\nName its inputs under texts: ids, mask, types.");
    }
}
