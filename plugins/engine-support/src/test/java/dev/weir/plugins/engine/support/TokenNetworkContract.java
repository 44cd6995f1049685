package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Answers;
import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.TokenIds;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What networks that read and write tokens keep on every engine. Implement it in the engine's own test class. */
public interface TokenNetworkContract {
    /** Tokens: the end, the answer's beginning, a character never seen, and five others. */
    int VOCABULARY = 8;

    int TEXT = 6;
    int ANSWER = 3;

    /** Of a weight, for difference quotients: normalized embeddings bend. */
    float STEP = 5e-4f;

    NetworkEngine.Opener opener();

    private static NetworkPlan plan(int answer) {
        TokenIds like = new TokenIds(0, TEXT, new int[0], new boolean[0]);
        return NetworkPlan.of(
                new Network.Transformer(16, 2, 2), new ModelContext("m", like, VOCABULARY, 1).withAnswer(answer));
    }

    private NetworkModel model(int answer) throws IOException {
        NetworkPlan plan = plan(answer);
        return new NetworkModel("m", plan, plan.initialWeights(1), opener());
    }

    /** Texts of two to five tokens; the answer is the first two of them, and its end. */
    private static Examples examples(int rows) {
        Random random = new Random(1);
        int[] ids = new int[rows * TEXT];
        boolean[] mask = new boolean[rows * TEXT];
        List<Integer> answers = new ArrayList<>();
        int[] labels = new int[rows];
        for (int first = 3; first < VOCABULARY; first++) {
            for (int second = 3; second < VOCABULARY; second++) {
                answers.addAll(List.of(first, second, 0));
            }
        }
        for (int row = 0; row < rows; row++) {
            int count = 2 + random.nextInt(TEXT - 3);
            for (int i = 0; i < count; i++) {
                ids[row * TEXT + i] = 3 + random.nextInt(VOCABULARY - 3);
            }
            ids[row * TEXT + count] = 1;
            Arrays.fill(mask, row * TEXT, row * TEXT + count + 1, true);
            labels[row] = (ids[row * TEXT] - 3) * (VOCABULARY - 3) + ids[row * TEXT + 1] - 3;
        }
        int[] tokens = answers.stream().mapToInt(Integer::intValue).toArray();
        return new Examples(
                new TokenIds(rows, TEXT, ids, mask), new Labels(new Answers(VOCABULARY, ANSWER, tokens), labels));
    }

    private static double accuracy(Outputs outputs, Examples examples) {
        Labels labels = examples.labels();
        int right = 0;
        for (boolean match :
                labels.matches(outputs.answering(labels.answers().orElseThrow()).predictions())) {
            right += match ? 1 : 0;
        }
        return (double) right / labels.size();
    }

    @Test
    default void learnsToCopyTheFirstTokensOfAText() throws IOException {
        Examples examples = examples(400);
        List<Double> validated = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void report(String activity, long done, long total, String detail) {}

            @Override
            public void validated(int epoch, double accuracy) {
                validated.add(accuracy);
            }
        };
        try (NetworkModel model = model(ANSWER)) {
            TrainingPlan plan = new TrainingPlan(new CrossEntropy(), 12, 20, 0.01, 1);

            model.train(examples, examples, plan, Checkpoint.NONE, progress);

            Outputs outputs = model.outputs(examples.inputs(), Set.of());
            assertThat(accuracy(outputs, examples)).isGreaterThan(0.95);
            // an answer that was generated is right exactly where each token is right beside the label
            assertThat(accuracy(outputs, examples)).isEqualTo(validated.get(validated.size() - 1));
        }
    }

    @Test
    default void aTextAnswersAloneAsInItsBatchWhereverItsPaddingStands() throws IOException {
        Examples examples = examples(20);
        TokenIds texts = (TokenIds) examples.inputs();
        try (NetworkModel model = model(ANSWER)) {
            Outputs together = model.outputs(texts, Set.of());

            for (int row = 0; row < 5; row++) {
                int[] ids = new int[TEXT];
                boolean[] mask = new boolean[TEXT];
                int to = TEXT;
                for (int i = TEXT - 1; i >= 0; i--) {
                    if (texts.isToken(row, i)) {
                        ids[--to] = texts.id(row, i);
                        mask[to] = true;
                    }
                }
                double[] alone = model.outputs(new TokenIds(1, TEXT, ids, mask), Set.of())
                        .logits()
                        .toDoubles();

                assertThat(alone)
                        .containsExactly(
                                together.logits()
                                        .rows(row * ANSWER, (row + 1) * ANSWER)
                                        .toDoubles(),
                                within(1e-4));
            }
        }
    }

    @Test
    default void aTokenIsAnsweredWithoutThoseAfterIt() throws IOException {
        NetworkPlan plan = plan(ANSWER);
        float[] text = {-1, 3, 4, 5, 6, 1, 3, 4};
        float[] other = {-1, 3, 4, 5, 6, 1, 7, 5};
        try (NetworkEngine engine = opener().open(plan, plan.initialWeights(1))) {
            float[] first = engine.forward(text, 1, Passage.whole(plan, false)).logits();
            float[] second =
                    engine.forward(other, 1, Passage.whole(plan, false)).logits();

            assertThat(Arrays.copyOf(first, VOCABULARY))
                    .containsExactly(Arrays.copyOf(second, VOCABULARY), within(1e-6f));
            assertThat(Arrays.copyOfRange(first, VOCABULARY, 2 * VOCABULARY))
                    .isNotEqualTo(Arrays.copyOfRange(second, VOCABULARY, 2 * VOCABULARY));
        }
    }

    /** The weights are {@code 0.3 sin(1.7 i)}, counted through all tensors; the logits were computed outside of this code. */
    @Test
    default void logitsAreThoseOfTheFormulas() throws IOException {
        NetworkPlan plan = plan(ANSWER);
        List<float[]> weights = new ArrayList<>();
        int count = 0;
        for (Parameter parameter : plan.parameters()) {
            float[] values = new float[parameter.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.3 * Math.sin(1.7 * count++));
            }
            weights.add(values);
        }
        try (NetworkEngine engine = opener().open(plan, weights)) {
            float[] text = {-1, 3, 4, 5, 6, 1, 7, 2};

            assertThat(engine.forward(text, 1, Passage.whole(plan, false)).logits())
                    .containsExactly(
                            new float[] {
                                0.01264f, -0.19409f, -0.03274f, 0.21406f, 0.03672f, -0.29138f, 0.04388f, 0.34268f,
                                0.42206f, -0.5226f, -0.12922f, 0.63447f, -0.26731f, -0.42217f, 0.4725f, 0.06515f,
                                0.72557f, -0.63301f, -0.32755f, 0.93382f, -0.35415f, -0.63879f, 0.7657f, 0.00246f
                            },
                            within(1e-4f));
        }
    }

    @Test
    default void gradientsAreDifferenceQuotientsOfEveryWeightTensor() throws IOException {
        NetworkPlan plan = plan(2);
        float[] inputs = {-1, -1, 3, 4, 5, 1, 6, 3, 4, 5, 6, 7, 1, 7};
        Random random = new Random(3);
        float[] direction = new float[2 * 2 * VOCABULARY];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) random.nextGaussian();
        }
        List<float[]> weights = plan.initialWeights(1);
        try (NetworkEngine engine = opener().open(plan, weights)) {
            List<float[]> gradients = engine.gradients(inputs, 2, logits -> direction);
            assertThat(gradients).hasSameSizeAs(weights);
            for (int tensor = 0; tensor < weights.size(); tensor++) {
                float[] gradient = gradients.get(tensor);
                int steepest = 0;
                for (int i = 0; i < gradient.length; i++) {
                    steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
                }
                double quotient = (at(engine, plan, inputs, weights, tensor, steepest, STEP, direction)
                                - at(engine, plan, inputs, weights, tensor, steepest, -STEP, direction))
                        / (2 * STEP);

                assertThat((double) gradient[steepest])
                        .as("%s", plan.parameters().get(tensor))
                        .isCloseTo(quotient, within(0.01 * Math.max(1, Math.abs(quotient))));
            }
        }
    }

    private static double at(
            NetworkEngine engine,
            NetworkPlan plan,
            float[] inputs,
            List<float[]> weights,
            int tensor,
            int index,
            float step,
            float[] direction) {
        float[] moved = weights.get(tensor).clone();
        moved[index] += step;
        List<float[]> all = new ArrayList<>(weights);
        all.set(tensor, moved);
        engine.write(all);
        float[] logits = engine.forward(inputs, 2, Passage.whole(plan, false)).logits();
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += (double) logits[i] * direction[i];
        }
        return sum;
    }

    @Test
    default void aTokenOutsideTheVocabularyAndAnEmptyTextAreRefused() throws IOException {
        try (NetworkModel model = model(ANSWER)) {
            int[] ids = {3, 4, 5, 6, 7, VOCABULARY};
            boolean[] mask = new boolean[TEXT];
            Arrays.fill(mask, true);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.outputs(new TokenIds(1, TEXT, ids, mask), Set.of()))
                    .withMessage("the token 8 in row 0 is outside the vocabulary of 8 tokens");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> model.outputs(new TokenIds(1, TEXT, new int[TEXT], new boolean[TEXT]), Set.of()))
                    .withMessage("the text in row 0 has no token");
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            model.outputs(new TokenIds(1, 2, new int[2], new boolean[] {true, true}), Set.of()))
                    .withMessage("token ids of length 6 expected, got token ids of length 2");
        }
    }
}
