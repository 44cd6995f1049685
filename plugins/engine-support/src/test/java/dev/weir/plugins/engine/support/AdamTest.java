package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdamTest {

    @Test
    void theFirstStepIsTheLearningRateAgainstTheSignOfTheGradient() {
        Adam adam = new Adam(0.1, List.of(new float[] {1, 1, 1}));

        adam.step(List.of(new float[] {5, -0.001f, 0}));

        assertThat(adam.weights().get(0)).containsExactly(new float[] {0.9f, 1.1f, 1}, within(1e-5f));
    }

    @Test
    void theSecondStepDividesTheCorrectedMeanByTheRootOfTheCorrectedVariance() {
        Adam adam = new Adam(0.1, List.of(new float[] {0}));

        adam.step(List.of(new float[] {1}));
        adam.step(List.of(new float[] {3}));

        double mean = (0.9 * 0.1 * 1 + 0.1 * 3) / (1 - 0.9 * 0.9);
        double variance = (0.999 * 0.001 * 1 + 0.001 * 9) / (1 - 0.999 * 0.999);
        assertThat((double) adam.weights().get(0)[0]).isCloseTo(-0.1 - 0.1 * mean / Math.sqrt(variance), within(1e-6));
    }

    @Test
    void findsTheBottomOfAParabola() {
        Adam adam = new Adam(0.05, List.of(new float[] {3}));

        for (int i = 0; i < 500; i++) {
            adam.step(List.of(new float[] {2 * (adam.weights().get(0)[0] - 1)}));
        }

        assertThat(adam.weights().get(0)[0]).isCloseTo(1, within(1e-3f));
    }
}
