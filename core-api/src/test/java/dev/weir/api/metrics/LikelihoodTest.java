package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import org.junit.jupiter.api.Test;

class LikelihoodTest {

    @Test
    void itsMeanAndVarianceAreThoseOfTheExamples() {
        // probabilities of the true classes: 1/4 and 1/2
        Logits logits = new Logits(2, 2, new double[] {0, Math.log(3), 1, 1});

        Likelihood likelihood = Likelihood.of(logits, new Labels(2, new int[] {0, 1}));

        assertThat(likelihood.mean()).isCloseTo(1.5 * Math.log(2), within(1e-12));
        assertThat(likelihood.variance()).isCloseTo(0.25 * Math.log(2) * Math.log(2), within(1e-12));
        assertThat(likelihood.examples()).isEqualTo(2);
    }

    @Test
    void equalExamplesHaveNoVariance() {
        Likelihood likelihood = Likelihood.of(new Logits(3, 2, new float[6]), new Labels(2, new int[] {0, 1, 0}));

        assertThat(likelihood.variance()).isZero();
        assertThat(likelihood.interval()).isEqualTo(new Interval(Math.log(2), Math.log(2)));
    }

    @Test
    void itsIntervalDoesNotGoBelowZero() {
        Logits logits = new Logits(2, 2, new float[] {0, 100, 100, 0});

        assertThat(Likelihood.of(logits, new Labels(2, new int[] {1, 1}))
                        .interval()
                        .low())
                .isZero();
    }

    @Test
    void aSaturatedWrongAnswerIsFinite() {
        Logits logits = new Logits(1, 2, new float[] {Float.MAX_VALUE, -Float.MAX_VALUE});

        assertThat(Likelihood.of(logits, new Labels(2, new int[] {1})).mean())
                .isCloseTo(2.0 * Float.MAX_VALUE, within(1e26));
    }
}
