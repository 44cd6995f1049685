package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.metrics.Interval;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void resamplesAThousandTimesUntilThatIsTooManyDraws() {
        assertThat(Bootstrap.resamples(1)).isEqualTo(1000);
        assertThat(Bootstrap.resamples(20_000)).isEqualTo(1000);
        assertThat(Bootstrap.resamples(40_000)).isEqualTo(500);
        assertThat(Bootstrap.resamples(1_000_000)).isEqualTo(100);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] values = new Random(1).doubles(50).toArray();

        assertThat(mean(values, 7)).isEqualTo(mean(values, 7)).isNotEqualTo(mean(values, 8));
    }

    @Test
    void theIntervalOfEqualNumbersIsThatNumber() {
        assertThat(mean(new double[] {3, 3, 3}, 7)).isEqualTo(new Interval(3, 3));
    }

    @Test
    void coversAKnownMeanAboutNineteenTimesInTwenty() {
        Random random = new Random(7);
        int covered = 0;
        for (int draw = 0; draw < 200; draw++) {
            Interval interval = mean(random.doubles(100).toArray(), draw); // uniform on [0, 1): the mean is 0.5
            covered += interval.low() <= 0.5 && 0.5 <= interval.high() ? 1 : 0;
        }

        assertThat(covered).isBetween(180, 198); // 190 expected, with a standard deviation of 3.1
    }

    @Test
    void anIntervalIsAsWideAsTheNormalOne() {
        double[] values = new Random(7).doubles(400).toArray();

        Interval interval = mean(values, 7);

        // A uniform number has the standard deviation 1 / sqrt(12), a mean of 400 a twentieth of that.
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 / Math.sqrt(12) / 20, within(0.006));
    }

    @Test
    void anIntervalOfACurveLeavesOutTheResamplesThatHaveNone() {
        RiskCoverageCurve curve =
                RiskCoverageCurve.of(new double[] {0.9, 0.8, 0.2, 0.1}, new boolean[] {true, true, true, false});

        Interval[] intervals = Bootstrap.ofCurve(curve, 7, drawn ->
                new double[] {drawn.auroc().orElse(Double.NaN), drawn.examples(), Double.NaN});

        assertThat(intervals).containsExactly(new Interval(1, 1), new Interval(4, 4), new Interval(0, 0));
    }

    private static Interval mean(double[] values, long seed) {
        return Bootstrap.ofRows(
                values.length,
                seed,
                rows -> Arrays.stream(rows)
                        .mapToDouble(row -> values[row])
                        .average()
                        .orElseThrow());
    }
}
