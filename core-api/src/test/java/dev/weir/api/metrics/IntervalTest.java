package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "8, 10, 0.4901624715366418, 0.9433178485456248",
        "0, 10, 0, 0.2775327998628892",
        "10, 10, 0.7224672001371108, 1",
        "50, 100, 0.4038315303659956, 0.5961684696340044",
        "1, 1, 0.20654931437723745, 1"
    })
    void aShareHasWilsonsInterval(int successes, int n, double low, double high) {
        Interval interval = Interval.ofShare(successes, n);

        assertThat(interval.low()).isCloseTo(low, within(1e-12));
        assertThat(interval.high()).isCloseTo(high, within(1e-12));
    }

    @Test
    void clippedItHoldsOnlyWhatIsPossible() {
        assertThat(new Interval(-0.5, 0.5).clipped(0, 1)).isEqualTo(new Interval(0, 0.5));
        assertThat(new Interval(0.5, 1.5).clipped(0, 1)).isEqualTo(new Interval(0.5, 1));
        assertThat(new Interval(0.25, 0.5).clipped(0, 1)).isEqualTo(new Interval(0.25, 0.5));
        assertThat(new Interval(2, 3).clipped(0, 1)).isEqualTo(new Interval(1, 1));
    }

    @Test
    void theEndsOfWilsonsIntervalAreTheSharesThatLieAtTheirOwnQuantile() {
        double z = 1.959963984540054;
        Interval interval = Interval.ofShare(3, 17);
        for (double end : new double[] {interval.low(), interval.high()}) {
            assertThat(Math.abs(3 / 17.0 - end)).isCloseTo(z * Math.sqrt(end * (1 - end) / 17), within(1e-12));
        }
    }

    @Test
    void aMeanHasTheNormalInterval() {
        Interval interval = Interval.ofMean(10, 4, 100);

        assertThat(interval.low()).isCloseTo(10 - 0.3919927969080108, within(1e-12));
        assertThat(interval.high()).isCloseTo(10 + 0.3919927969080108, within(1e-12));
        assertThat(Interval.ofMean(3, 0, 5)).isEqualTo(new Interval(3, 3));
    }

    @Test
    void aBootstrapHasTheIntervalOfItsQuantilesInAnyOrder() {
        double[] values =
                IntStream.rangeClosed(0, 1000).mapToDouble(i -> (i * 8) % 1001).toArray();

        Interval interval = Interval.ofBootstrap(values);

        assertThat(interval.low()).isCloseTo(25, within(1e-9));
        assertThat(interval.high()).isCloseTo(975, within(1e-9));
        assertThat(values[1]).isEqualTo(8);
        assertThat(Interval.ofBootstrap(new double[] {0.5})).isEqualTo(new Interval(0.5, 0.5));
    }

    @Test
    void whatIsNoIntervalIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Interval(1, 0))
                .withMessage("an interval from 1.0 to 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Interval(Double.NaN, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Interval.ofShare(11, 10))
                .withMessage("11 successes among 10");
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.ofShare(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.ofShare(-1, 5));
    }
}
