package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EnergyTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        return new Energy(Temperatures.draw(random, 1e6));
    }

    @Test
    void uniformLogitsScoreTheirValuePlusTheLogOfTheNumberOfClasses() {
        assertThat(score(1, 7, 7, 7, 7)).isCloseTo(7 + Math.log(4), within(1e-14));
    }

    @Test
    void logarithmsOfProbabilitiesScoreZero() {
        assertThat(score(1, Math.log(0.7), Math.log(0.2), Math.log(0.1))).isCloseTo(0, within(1e-15));
    }

    @Test
    void oneClassScoresItsLogitAtEveryTemperature() {
        assertThat(score(1, -3)).isEqualTo(-3);
        assertThat(score(1e6, -3)).isEqualTo(-3);
    }

    @Test
    void theLowestTemperatureScoresTheLargestLogit() {
        assertThat(score(Double.MIN_VALUE, 1, 4, 4, 2)).isEqualTo(4);
    }

    @Test
    void theHighestTemperatureScoresTheMeanLogitPlusTheTemperatureTimesTheLogOfTheNumberOfClasses() {
        // T log sum exp(z / T) = T log k + mean + variance / 2T + ...
        assertThat(score(1e6, 1, 3)).isCloseTo(1e6 * Math.log(2) + 2 + 0.5e-6, within(1e-8));
    }

    @Test
    void scalingLogitsAndTemperatureScalesTheScore() {
        assertThat(score(2, 2, 4, 8)).isEqualTo(2 * score(1, 1, 2, 4));
    }

    @Test
    void aConstantAddedToTheLogitsIsAddedToTheScore() {
        assertThat(score(1, 1025, 1026, 1028)).isCloseTo(1024 + score(1, 1, 2, 4), within(1e-12));
    }

    @Test
    void aTemperatureThatWouldRoundTheLogitsAwayIsRefused() {
        assertThatThrownBy(() -> new Energy(Math.nextUp(1e6)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("temperature must be greater than 0 and at most 1e6, got 1000000.0000000001");
    }

    private static double score(double temperature, double... logits) {
        return new Energy(temperature).scores(Outputs.of(new Logits(1, logits.length, logits)))[0];
    }
}
