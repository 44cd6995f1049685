package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AverageCostTest {

    @Test
    void anExamplePaysForEveryStageItReaches() {
        AverageCost cost = AverageCost.of(new int[] {80, 20}, new double[] {1, 4});

        assertThat(cost.mean()).isCloseTo(1 + 0.2 * 4, within(1e-12));
        assertThat(cost.variance()).isCloseTo(0.2 * 0.8 * 16, within(1e-12));
        assertThat(cost.examples()).isEqualTo(100);
    }

    @Test
    void aStageThatAnswersNothingIsPaidForByThoseThatPassIt() {
        assertThat(AverageCost.of(new int[] {1, 0, 1}, new double[] {1, 10, 100})
                        .mean())
                .isCloseTo((1 + 111) / 2.0, within(1e-12));
    }

    @Test
    void examplesOfOneCostHaveNoVariance() {
        for (int examples = 1; examples <= 1000; examples++) {
            AverageCost cost = AverageCost.of(new int[] {examples, 0}, new double[] {123_456_789.3, 1e9});

            assertThat(cost.interval().high() - cost.interval().low()).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void itsIntervalHoldsNoAverageThatCannotBe() {
        AverageCost cost = AverageCost.of(new int[] {9, 1}, new double[] {100, 1000});

        assertThat(Interval.ofMean(cost.mean(), cost.variance(), 10).low()).isLessThan(100);
        assertThat(cost.interval().low()).isEqualTo(100);
        assertThat(AverageCost.of(new int[] {1, 9}, new double[] {100, 1000})
                        .interval()
                        .high())
                .isEqualTo(1100);
    }

    @Test
    void itsIntervalIsTheNormalOneOfTheMean() {
        AverageCost cost = AverageCost.of(new int[] {80, 20}, new double[] {1, 4});

        assertThat(cost.interval()).isEqualTo(Interval.ofMean(cost.mean(), cost.variance(), 100));
    }
}
