package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {

    @Test
    void theEndsOfARangeBelongToIt() {
        assertThatNoException().isThrownBy(() -> {
            Require.share("share", 0);
            Require.share("share", 1);
            Require.positive("width", Double.MIN_VALUE);
            Require.positive("width", Double.MAX_VALUE);
            Require.atLeast("count", 3, 3);
        });
    }

    @Test
    void aPercentageIsToldHowToBeAShare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.share("deferral-rate", 30))
                .withMessage("deferral-rate must be in [0, 1], got 30\nWrite 30 percent as 0.3.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.share("deferral-rate", 1.5))
                .withMessage("deferral-rate must be in [0, 1], got 1.5\nWrite 1.5 percent as 0.015.");
    }

    @Test
    void aCoefficientIsNotTakenForAPercentage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.coefficient("coefficient", 1.5))
                .withMessage("coefficient must be in [0, 1], got 1.5\n"
                        + "At 0 the mix holds nothing of these weights, at 1 it is these weights alone.");
        assertThatNoException().isThrownBy(() -> {
            Require.coefficient("coefficient", 0);
            Require.coefficient("coefficient", 1);
        });
    }

    @Test
    void anotherNumberSaysItsOwnRemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.unit("length-exponent", 2, "1 makes the sum a mean."))
                .withMessage("length-exponent must be in [0, 1], got 2\n1 makes the sum a mean.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 101, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY})
    void whatIsNoPercentageEitherIsOnlyRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.share("share", value))
                .withMessageStartingWith("share must be in [0, 1], got ")
                .withMessageNotContaining("percent");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNotPositiveIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.positive("temperature", value))
                .withMessageStartingWith("temperature must be finite and greater than 0, got ");
    }

    @Test
    void aCountBelowTheLeastIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.atLeast("epochs", 0, -1))
                .withMessage("epochs must be at least 0, got -1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 390e6, 0x1p53})
    void whatCountsSomethingIsTaken(double value) {
        assertThatNoException().isThrownBy(() -> Require.count("macs", value));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0.5, 0x1p54, Double.NaN, Double.POSITIVE_INFINITY})
    void whatCountsNothingIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Require.count("macs", value))
                .withMessage("macs must be a whole number of at least 0 and at most 2^53, got " + value);
    }
}
