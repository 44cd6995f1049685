package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NegativeEntropyTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        return new NegativeEntropy(Temperatures.draw(random, Double.MAX_VALUE));
    }

    @Test
    void uniformLogitsScoreMinusTheLogOfTheNumberOfClasses() {
        assertThat(score(1, 7, 7, 7, 7)).isCloseTo(-Math.log(4), within(1e-15));
    }

    @Test
    void threeQuartersAndOneQuarterScoreTheirSumOfPTimesLogP() {
        double expected = 0.75 * Math.log(0.75) + 0.25 * Math.log(0.25);

        assertThat(score(1, Math.log(3), 0)).isCloseTo(expected, within(1e-15));
    }

    @Test
    void aClassOfProbabilityZeroAddsNothing() {
        assertThat(score(1, 0, 0, -1e6)).isEqualTo(score(1, 0, 0));
    }

    @Test
    void certaintyScoresPositiveZero() {
        assertThat(1 / score(1, 1e6, 0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(1 / score(1, -3)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void theTemperatureDividesTheLogits() {
        assertThat(score(0.5, 1, 2, 4)).isEqualTo(score(1, 2, 4, 8));
    }

    @Test
    void theEndsOfTheTemperatureAreCertaintyAndUniformity() {
        assertThat(score(Double.MIN_VALUE, 1, 2, 4)).isEqualTo(0);
        assertThat(score(Double.MAX_VALUE, 1, 2, 4)).isCloseTo(-Math.log(3), within(1e-15));
    }

    @Test
    void aConstantAddedToTheLogitsChangesNothing() {
        assertThat(score(1, 1, 2, 4)).isEqualTo(score(1, 1025, 1026, 1028));
    }

    private static double score(double temperature, double... logits) {
        return new NegativeEntropy(temperature).scores(Outputs.of(new Logits(1, logits.length, logits)))[0];
    }
}
