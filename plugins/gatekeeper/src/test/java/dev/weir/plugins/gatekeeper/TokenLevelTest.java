package dev.weir.plugins.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TokenBlocks;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The token-level form: sums over answers and positions, divided by the tokens that are not padding. */
class TokenLevelTest {

    /**
     * Two answers of up to three of three tokens; the last position of both is padding. Without it these are the four
     * rows of which the values were derived by hand.
     */
    private static final float[] LOGITS = {
        2, 1, .1f, .5f, 2.5f, -1, 50, -50, 0, //
        1, 1, 3, .2f, .1f, 0, 7, 7, 7
    };

    private static final int[] LABELS = {0, 0, -1, 2, 2, -1};

    private static TrainingObjective objective(double alpha) {
        return new GatekeeperObjective(
                alpha, GatekeeperObjective.Divergence.FORWARD, GatekeeperObjective.Normalizer.BATCH);
    }

    @ParameterizedTest(name = "blocks of {0}")
    @ValueSource(ints = {1, 2, 3, 4, 100})
    void theLossOfTwoAnswersIsThatDerivedByHandWhateverTheBlock(int rows) {
        float[] gradient = new float[LOGITS.length];

        double value = new TokenBlocks(objective(0.5), rows).evaluate(LOGITS, LABELS, 3, gradient);

        assertThat(value).isCloseTo(0.1603030654, within(1e-7)); // the logits are floats
        assertThat(Arrays.copyOf(gradient, 6))
                .containsExactly(
                        new float[] {-0.042625f, 0.030304f, 0.012321f, -0.024342f, 0.034631f, -0.010289f},
                        within(1e-6f));
        assertThat(Arrays.copyOfRange(gradient, 9, 15))
                .containsExactly(
                        new float[] {0.013313f, 0.013313f, -0.026627f, 0.004284f, -0.000276f, -0.004008f},
                        within(1e-6f));
    }

    @Test
    void paddingHasNoGradientAndItsLogitsDoNotMatter() {
        float[] gradient = new float[LOGITS.length];
        float[] others = LOGITS.clone();
        Arrays.fill(others, 6, 9, -3);

        double value = new TokenBlocks(objective(0.3), 2).evaluate(LOGITS, LABELS, 3, gradient);
        double ofOthers = new TokenBlocks(objective(0.3), 2).evaluate(others, LABELS, 3, new float[LOGITS.length]);

        assertThat(ofOthers).isEqualTo(value);
        assertThat(Arrays.copyOfRange(gradient, 6, 9)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(gradient, 15, 18)).containsOnly(0f);
    }

    @Test
    void theGradientIsTheDifferenceQuotientOfTheValueOverAWholeBatchOfAnswers() {
        Random random = new Random(1);
        int vocabulary = 7;
        float[] logits = new float[5 * 4 * vocabulary];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) random.nextGaussian() * 2;
        }
        int[] labels = random.ints(20, -1, vocabulary).toArray();
        TokenBlocks blocks = new TokenBlocks(objective(0.4), 6);
        float[] gradient = new float[logits.length];
        blocks.evaluate(logits, labels, vocabulary, gradient);
        float step = 1e-2f;

        for (int i = 0; i < logits.length; i++) {
            float[] above = logits.clone();
            float[] below = logits.clone();
            above[i] += step;
            below[i] -= step;
            int row = i / vocabulary;
            if (top(above, row, vocabulary) != top(below, row, vocabulary)) {
                continue; // no derivative where the answer changes
            }
            double difference = (blocks.evaluate(above, labels, vocabulary, new float[logits.length])
                            - blocks.evaluate(below, labels, vocabulary, new float[logits.length]))
                    / ((double) above[i] - below[i]);

            assertThat((double) gradient[i]).as("logit %d", i).isCloseTo(difference, within(1e-6));
        }
    }

    private static int top(float[] logits, int row, int vocabulary) {
        return new Logits(1, vocabulary, Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary))
                .argMax(0);
    }

    @Test
    void anObjectiveNeverSeesMoreThanABlock() {
        List<Integer> seen = new ArrayList<>();
        TrainingObjective spy = block -> {
            seen.add(block.logits().rows());
            assertThat(block.batchRows()).isEqualTo(4);
            return new Loss(0, new double[block.logits().rows() * 3]);
        };

        new TokenBlocks(spy, 3).evaluate(LOGITS, LABELS, 3, new float[LOGITS.length]);

        assertThat(seen).containsExactly(3, 1);
    }

    @Test
    void aBatchOfPaddingHasNoLoss() {
        float[] gradient = new float[6];

        double value = new TokenBlocks(objective(0.5), 8).evaluate(new float[6], new int[] {-1, -1}, 3, gradient);

        assertThat(value).isZero();
        assertThat(gradient).containsOnly(0f);
    }

    @Test
    void oneTokenForEachAnswerIsTheObjectiveOfClassification() {
        float[] rows = {2, 1, .1f, .5f, 2.5f, -1};
        float[] gradient = new float[6];

        double value = new TokenBlocks(objective(0.5), 8).evaluate(rows, new int[] {0, 0}, 3, gradient);
        Loss plain =
                objective(0.5).evaluate(TrainingBlock.whole(new Logits(2, 3, rows), new Labels(3, new int[] {0, 0})));

        assertThat(value).isEqualTo(plain.value());
        for (int i = 0; i < 6; i++) {
            assertThat(gradient[i]).isEqualTo((float) plain.gradient()[i]);
        }
    }
}
