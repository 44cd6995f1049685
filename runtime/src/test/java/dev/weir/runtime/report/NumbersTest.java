package dev.weir.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0%",
        "1, 100%",
        "0.975, 97.5%",
        "0.21111, 21.1%",
        "1.204, 120.4%",
        "0.0004, 0.04%",
        "0.00001, <0.01%",
        "0.9997, 99.97%",
        "0.999999, >99.99%"
    })
    void aShareIsNeverRoundedToNothingOrToEverything(double share, String text) {
        assertThat(Numbers.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.5, 0.5",
        "1184, '1,184'",
        "9999.4, '9,999'",
        "10000, 10.0_k",
        "25450, 25.5_k",
        "999999, 1.00_M",
        "390e6, 390_M",
        "4.1e9, 4.10_G",
        "1.5e15, 1.50_P",
        "2e18, 2000_P"
    })
    void aLargeNumberHasThreeDigitsAndAUnit(double value, String text) {
        assertThat(Numbers.quantity(value)).isEqualTo(text.replace('_', '\u00a0'));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.000", "0.9134, 0.913", "0.0004, <0.001", "-0.25, -0.250", "12.3456, 12.346"})
    void aScoreHasThreeDecimals(double value, String text) {
        assertThat(Numbers.score(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.01872, 0.0187", "0.00001, <0.0001"})
    void anAreaHasFourDecimals(double value, String text) {
        assertThat(Numbers.area(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0041, 0.0041", "0.03125, 0.0313", "12.345, 12.3", "1234.5, 1230", "0, 0"})
    void aTimeHasThreeDigits(double value, String text) {
        assertThat(Numbers.millis(value)).isEqualTo(text);
    }
}
