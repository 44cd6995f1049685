package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaxSoftmaxTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        return new MaxSoftmax(Temperatures.draw(random, Double.MAX_VALUE));
    }

    @Test
    void logitsThatDifferByTheLogOfThreeScoreThreeQuarters() {
        assertThat(score(1, 0, Math.log(3))).isCloseTo(0.75, within(1e-15));
    }

    @Test
    void uniformLogitsScoreOneOverTheNumberOfClasses() {
        assertThat(score(1, 7, 7, 7, 7)).isEqualTo(0.25);
    }

    @Test
    void oneClassScoresOne() {
        assertThat(score(1, -3)).isEqualTo(1);
    }

    @Test
    void theTemperatureDividesTheLogits() {
        assertThat(score(2, 0, 2 * Math.log(3))).isEqualTo(score(1, 0, Math.log(3)));
        assertThat(score(0.5, 1, 2, 4)).isEqualTo(score(1, 2, 4, 8));
    }

    @Test
    void theLowestTemperatureScoresOneWhereOneLogitIsLargestAndTheShareOfTheLargestElsewhere() {
        assertThat(score(Double.MIN_VALUE, 1, 2, 2.0000001)).isEqualTo(1);
        assertThat(score(Double.MIN_VALUE, 1, 2, 2)).isEqualTo(0.5);
    }

    @Test
    void theHighestTemperatureMakesAllClassesEqual() {
        assertThat(score(Double.MAX_VALUE, 1, 2, 30, 4)).isEqualTo(0.25);
    }

    @Test
    void aConstantAddedToTheLogitsChangesNothing() {
        assertThat(score(1, 1, 2, 4)).isEqualTo(score(1, 1025, 1026, 1028));
    }

    private static double score(double temperature, double... logits) {
        return new MaxSoftmax(temperature).scores(Outputs.of(new Logits(1, logits.length, logits)))[0];
    }
}
