package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values are NumPy's {@code quantile} and SciPy's {@code percentileofscore(kind="rank")}. */
class QuantilesTest {
    private static final double[] POWERS = {1, 2, 4, 8, 16};
    private static final double[] TIED = {1, 2, 2, 2, 5};

    @ParameterizedTest(name = "q = {0}")
    @CsvSource({"0, 1", "0.1, 1.4", "0.3, 2.4", "0.5, 4", "0.875, 12", "1, 16"})
    void linearInterpolatesBetweenNeighbours(double q, double expected) {
        assertThat(Quantiles.linear(POWERS, q)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void theQuantileOfOneNumberIsTheNumber() {
        assertThat(Quantiles.linear(new double[] {3}, 0.7)).isEqualTo(3);
    }

    @Test
    void betweenEqualNumbersNothingIsInterpolated() {
        double[] ends = {Double.NEGATIVE_INFINITY, 0.1, 0.1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};

        assertThat(Quantiles.linear(ends, 0.3)).isEqualTo(0.1);
        assertThat(Quantiles.linear(ends, 0.9)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void aQuantileOutsideItsRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.linear(POWERS, -0.1));
        assertThatIllegalArgumentException().isThrownBy(() -> Quantiles.linear(POWERS, Double.NaN));
    }

    @ParameterizedTest(name = "rank of {0}")
    @CsvSource({"0, 0", "1, 0.2", "2, 0.6", "3, 0.8", "5, 1", "6, 1"})
    void rankAveragesTies(double value, double expected) {
        assertThat(Quantiles.rank(TIED, value)).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest(name = "below {0}")
    @CsvSource({"0, 0", "1, 0", "2, 1", "3, 4", "5, 4", "6, 5"})
    void countBelowIsStrict(double value, int expected) {
        assertThat(Quantiles.countBelow(TIED, value)).isEqualTo(expected);
    }

    @Test
    void bothZerosAreOneNumber() {
        double[] zeros = {-1, -0.0, -0.0, 0.0};

        assertThat(Quantiles.countBelow(zeros, 0.0)).isEqualTo(1);
        assertThat(Quantiles.countBelow(zeros, -0.0)).isEqualTo(1);
        assertThat(Quantiles.rank(zeros, 0.0)).isEqualTo(Quantiles.rank(zeros, -0.0));
        assertThat(Quantiles.rank(zeros, 0.0)).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void nothingIsBelowAnythingInAnEmptyArray() {
        assertThat(Quantiles.countBelow(new double[0], 1)).isZero();
    }
}
