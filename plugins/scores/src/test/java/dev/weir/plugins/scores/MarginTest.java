package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarginTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        return new Margin(Temperatures.draw(random, Double.MAX_VALUE));
    }

    @Test
    void aHalfAThirdAndASixthScoreASixth() {
        assertThat(score(1, Math.log(2), Math.log(1), Math.log(3))).isCloseTo(1 / 6.0, within(1e-15));
    }

    @Test
    void twoEqualLargestLogitsScorePositiveZero() {
        assertThat(1 / score(1, 2, 5, 5)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void oneClassScoresOne() {
        assertThat(score(1, -3)).isEqualTo(1);
    }

    @Test
    void ofTwoClassesItIsTwiceTheMaxSoftmaxMinusOne() {
        assertThat(score(1, 0, 1.5)).isCloseTo(2 / (1 + Math.exp(-1.5)) - 1, within(1e-15));
    }

    @Test
    void aGapTooSmallForADifferenceOfProbabilitiesScoresHalfTheGap() {
        assertThat(score(1, 0, 1e-300)).isEqualTo(0.5e-300);
    }

    @Test
    void theTemperatureDividesTheLogits() {
        assertThat(score(0.5, 1, 2, 4)).isEqualTo(score(1, 2, 4, 8));
    }

    @Test
    void theEndsOfTheTemperatureAreCertaintyAndUniformity() {
        assertThat(score(Double.MIN_VALUE, 1, 2, 4)).isEqualTo(1);
        assertThat(score(Double.MAX_VALUE, 1, 2, 4)).isCloseTo(0, within(1e-300));
    }

    @Test
    void aConstantAddedToTheLogitsChangesNothing() {
        assertThat(score(1, 1, 2, 4)).isEqualTo(score(1, 1025, 1026, 1028));
    }

    private static double score(double temperature, double... logits) {
        return new Margin(temperature).scores(Outputs.of(new Logits(1, logits.length, logits)))[0];
    }
}
