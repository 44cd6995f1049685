package dev.weir.plugins.windowearlyexit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import dev.weir.api.metrics.LikeliestTemperature;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemperedTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        double[] temperatures = {1e-6, 1, 1e6, random.nextDouble(0.1, 10)};
        return new Tempered(new LastLogit(), temperatures[random.nextInt(temperatures.length)]);
    }

    @Test
    void theInnerScoreSeesTheLogitsDivided() {
        Outputs outputs = Outputs.of(new Logits(1, 2, new float[] {3, 5}));

        assertThat(new Tempered(new LastLogit(), 2).scores(outputs)).containsExactly(2.5);
    }

    @Test
    void aTemperatureOfZeroIsRefused() {
        assertThatThrownBy(() -> new Tempered(new LastLogit(), 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new Tempered(new LastLogit(), 1e7)).hasMessageContaining("between 1e-6 and 1e6");
    }

    @Test
    void theFittedTemperatureUndoesTheOneThatLogitsWereMultipliedBy() {
        // labels drawn from the softmax of the logits: their likeliest temperature is near 1, of five times them near 5
        Random random = new Random(1);
        int n = 20_000;
        double[] logits = new double[2 * n];
        double[] times = new double[2 * n];
        int[] labels = new int[n];
        for (int row = 0; row < n; row++) {
            logits[2 * row] = 2 * random.nextGaussian();
            times[2 * row] = 5 * logits[2 * row];
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-logits[2 * row])) ? 0 : 1;
        }
        double plain = LikeliestTemperature.of(new Logits(n, 2, logits), new Labels(2, labels));
        double hot = LikeliestTemperature.of(new Logits(n, 2, times), new Labels(2, labels));

        assertThat(plain).isCloseTo(1, within(0.05));
        assertThat(hot).isCloseTo(5 * plain, within(1e-4));
        assertThat(LikeliestTemperature.of(new Logits(0, 2, new double[0]), new Labels(2, new int[0])))
                .isEqualTo(1);
    }
}
