package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrationErrorTest {

    @ParameterizedTest(name = "{0} of {1} bins")
    @CsvSource({"0.25, 4, 0", "0.2500001, 4, 1", "0.5, 4, 1", "0.75, 4, 2", "1, 4, 3", "1, 15, 14", "1e-9, 15, 0"})
    void aBinHoldsItsUpperEndAndNotItsLower(double probability, int bins, int expected) {
        assertThat(CalibrationError.bin(probability, bins)).isEqualTo(expected);
    }

    @Test
    void theErrorIsTheMeanDistanceOfTheBinsWeightedByTheirSizes() {
        double[] probability = {0.6, 0.7, 0.9, 1, 0.3};
        boolean[] right = {true, false, true, true, false};

        // bins (0, .5], (.5, 1]: one at .3 with accuracy 0; four at mean .8 with accuracy .75
        assertThat(CalibrationError.expected(probability, right, 2)).isCloseTo((1 * 0.3 + 4 * 0.05) / 5, within(1e-12));
    }

    @Test
    void probabilitiesThatComeTrueHaveNoError() {
        double[] probability = {0.75, 0.75, 0.75, 0.75};
        boolean[] right = {true, true, false, true};

        assertThat(CalibrationError.expected(probability, right, CalibrationError.BINS))
                .isZero();
    }

    @Test
    void beingSurelyWrongIsTheWorst() {
        assertThat(CalibrationError.expected(new double[] {1, 1}, new boolean[] {false, false}, 15))
                .isEqualTo(1);
    }
}
