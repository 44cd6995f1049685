package dev.weir.plugins.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingObjectiveContract;
import dev.weir.plugins.gatekeeper.GatekeeperObjective.Divergence;
import dev.weir.plugins.gatekeeper.GatekeeperObjective.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatekeeperObjectiveTest {

    /** Rows 1 and 3 are answered wrong; the expected values of this example were derived outside of this code. */
    private static final double[] LOGITS = {2, 1, .1, .5, 2.5, -1, 1, 1, 3, .2, .1, 0};

    private static final int[] LABELS = {0, 0, 2, 2};

    private static double alpha(Random random) {
        return random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
    }

    private static Divergence divergence(Random random) {
        return random.nextBoolean() ? Divergence.FORWARD : Divergence.REVERSE;
    }

    @Nested
    class OverTheBatch implements TrainingObjectiveContract {

        @Override
        public TrainingObjective objective(Random random) {
            return new GatekeeperObjective(alpha(random), divergence(random), Normalizer.BATCH);
        }
    }

    @Nested
    class OverTheSubsets implements TrainingObjectiveContract {

        @Override
        public TrainingObjective objective(Random random) {
            return new GatekeeperObjective(alpha(random), divergence(random), Normalizer.SUBSET);
        }

        @Override
        public boolean addsUp() {
            return false;
        }
    }

    @ParameterizedTest(name = "alpha {0}")
    @CsvSource({"0, 0.1564624352", "0.1, 0.1572305606", "0.5, 0.1603030654", "0.9, 0.1633755696", "1, 0.1641436956"})
    void theLossOfFourRowsIsThatDerivedByHand(double alpha, double expected) {
        assertThat(evaluate(alpha, Divergence.FORWARD, Normalizer.BATCH, LABELS).value())
                .isCloseTo(expected, within(1e-9));
    }

    @Test
    void theGradientOfFourRowsIsThatDerivedByHand() {
        assertThat(evaluate(0.5, Divergence.FORWARD, Normalizer.BATCH, LABELS).gradient())
                .containsExactly(
                        new double[] {
                            -0.042625, 0.030304, 0.012321, -0.024342, 0.034631, -0.010289, 0.013313, 0.013313,
                            -0.026627, 0.004284, -0.000276, -0.004008
                        },
                        within(1e-6)); // the digits it was given with
    }

    @ParameterizedTest(name = "alpha {0}, {1}, {2}")
    @CsvSource({
        "0, REVERSE, BATCH, 0.2228074528",
        "1, FORWARD, SUBSET, 0.3282873912",
        "0, FORWARD, SUBSET, 0.3129248704",
        "0, REVERSE, SUBSET, 0.4456149057"
    })
    void theVariantsOfFourRowsAreThoseDerivedByHand(
            double alpha, Divergence divergence, Normalizer normalizer, double expected) {
        assertThat(evaluate(alpha, divergence, normalizer, LABELS).value()).isCloseTo(expected, within(1e-9));
    }

    @Test
    void ofRightAnswersAloneItIsAlphaTimesCrossEntropy() {
        int[] right = {0, 1, 2, 0};
        Loss plain = new CrossEntropy().evaluate(TrainingBlock.whole(new Logits(4, 3, LOGITS), new Labels(3, right)));

        Loss loss = evaluate(0.3, Divergence.FORWARD, Normalizer.BATCH, right);

        assertThat(loss.value()).isCloseTo(0.3 * plain.value(), within(1e-12));
        for (int i = 0; i < plain.gradient().length; i++) {
            assertThat(loss.gradient()[i]).isCloseTo(0.3 * plain.gradient()[i], within(1e-12));
        }
        assertThat(evaluate(1, Divergence.FORWARD, Normalizer.SUBSET, right).value())
                .isCloseTo(plain.value(), within(1e-12));
    }

    @Test
    void theTwoNormalizersDifferByTheShareOfTheRows() {
        int[] threeWrong = {1, 0, 2, 2};
        Loss batch = evaluate(0, Divergence.FORWARD, Normalizer.BATCH, threeWrong);
        Loss subset = evaluate(0, Divergence.FORWARD, Normalizer.SUBSET, threeWrong);

        assertThat(subset.value()).isCloseTo(batch.value() * 4 / 3, within(1e-12));
    }

    @Test
    void aWrongAnswerThatIsUniformIsAtItsGoal() {
        for (Divergence divergence : Divergence.values()) {
            Loss loss = evaluate(0.2, divergence, new double[] {4, 4, 4}, 2);

            assertThat(loss.value()).isCloseTo(0, within(1e-15));
            assertThat(loss.gradient()).containsExactly(new double[3], within(1e-15));
        }
    }

    @Test
    void aSaturatedWrongAnswerIsNotMovedForwardButIsInReverse() {
        double[] saturated = {1000, 0, 0, 0};

        assertThat(evaluate(0, Divergence.FORWARD, saturated, 1).gradient()).containsExactly(new double[4]);
        assertThat(evaluate(0, Divergence.FORWARD, saturated, 1).value()).isCloseTo(Math.log(4), within(1e-12));
        assertThat(evaluate(0, Divergence.REVERSE, saturated, 1).gradient()).containsExactly(0.75, -0.25, -0.25, -0.25);
        assertThat(evaluate(0, Divergence.REVERSE, saturated, 1).value()).isCloseTo(750 - Math.log(4), within(1e-9));
    }

    @Test
    void ofEqualLogitsTheLowestClassIsTheAnswer() {
        assertThat(evaluate(1, Divergence.FORWARD, new double[] {2, 2, 0}, 0).value())
                .isPositive();
        assertThat(evaluate(1, Divergence.FORWARD, new double[] {2, 2, 0}, 1).value())
                .isZero();
    }

    @Test
    void withOneClassThereIsNothingToLearn() {
        Loss loss = evaluate(0.5, Divergence.FORWARD, new double[] {7}, 0);

        assertThat(loss.value()).isZero();
        assertThat(loss.gradient()).containsExactly(0);
    }

    @Test
    void logitsAtTheEndsOfTheDoublesGiveNoNaN() {
        Loss loss = evaluate(0, Divergence.FORWARD, new double[] {1.7e308, -1.7e308, 0}, 1);

        assertThat(loss.value()).isCloseTo(Math.log(3), within(1e-12));
        assertThat(loss.gradient()).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void anAlphaOutsideItsRangeIsRefused(double alpha) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatekeeperObjective(alpha, Divergence.FORWARD, Normalizer.BATCH))
                .withMessageStartingWith("alpha must be in [0, 1], got ");
    }

    private static Loss evaluate(double alpha, Divergence divergence, Normalizer normalizer, int... labels) {
        return new GatekeeperObjective(alpha, divergence, normalizer)
                .evaluate(TrainingBlock.whole(new Logits(4, 3, LOGITS), new Labels(3, labels)));
    }

    private static Loss evaluate(double alpha, Divergence divergence, double[] row, int label) {
        return new GatekeeperObjective(alpha, divergence, Normalizer.BATCH)
                .evaluate(
                        TrainingBlock.whole(new Logits(1, row.length, row), new Labels(row.length, new int[] {label})));
    }
}
