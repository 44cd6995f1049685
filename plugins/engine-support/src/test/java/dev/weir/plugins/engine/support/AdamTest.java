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

    @Test
    void goesOnFromAStateExactlyAsIfItHadNotStopped() {
        Adam whole = new Adam(0.1, List.of(new float[] {1, -2}));
        Adam stopped = new Adam(0.1, List.of(new float[] {1, -2}));
        Adam resumed = new Adam(0.1, List.of(new float[] {7, 7}));
        for (Adam adam : List.of(whole, stopped)) {
            adam.step(List.of(new float[] {0.3f, -5}));
        }

        resumed.restore(stopped.state());
        for (Adam adam : List.of(whole, resumed)) {
            adam.step(List.of(new float[] {-0.7f, 0.1f}));
        }

        assertThat(resumed.weights().get(0)).containsExactly(whole.weights().get(0));
    }

    @Test
    void aStateStaysWhatItWas() {
        Adam adam = new Adam(0.1, List.of(new float[] {1}));
        AdamState before = adam.state();

        adam.step(List.of(new float[] {5}));

        assertThat(before.steps()).isZero();
        assertThat(before.weights().get(0)).containsExactly(1);
        assertThat(before.means().get(0)).containsExactly(0);
    }
}
