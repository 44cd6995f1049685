package dev.weir.plugins.gatekeeper;

import static dev.weir.plugins.gatekeeper.LastLogit.calibration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralPolicyContract;
import dev.weir.api.deferral.DeferralRule;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatekeeperPolicyTest implements DeferralPolicyContract {

    private static final LastLogit SCORE = new LastLogit();
    private static final DeferralRule NEVER = DeferralRule.never(SCORE);
    private static final DeferralRule ALWAYS = DeferralRule.always(SCORE);
    private static final double[] ONE_TO_TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    private static final String SMALL = "0010111011";
    private static final String LARGE = "0111110111";

    @Override
    public DeferralPolicy policy(Random random) {
        double share = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
        return switch (random.nextInt(3)) {
            case 0 -> deferralRate(share);
            case 1 -> accuracy(share);
            default -> budget(new Budget(share + 0.5, random.nextDouble() / 2, 1));
        };
    }

    @ParameterizedTest(name = "{0} of ten passes on {1}")
    @CsvSource({"0.1, 1", "0.29, 2", "0.3, 3", "0.39, 3", "0.7, 7", "0.99, 9"})
    void aRatePassesOnThatShareOfTheLeastSureAndNeverMore(double rate, int count) {
        DeferralRule rule = deferralRate(rate).rule(calibration(ONE_TO_TEN, SMALL, LARGE));

        assertThat(rule).isEqualTo(DeferralRule.below(SCORE, count + 1));
        assertThat(Arrays.stream(ONE_TO_TEN).filter(rule::defers)).hasSize(count);
    }

    @Test
    void whatScoresTheQuantileItselfIsKept() {
        DeferralRule rule = deferralRate(0.3).rule(calibration(ONE_TO_TEN, SMALL, LARGE));

        assertThat(rule.defers(4)).isFalse();
        assertThat(rule.defers(Math.nextDown(4.0))).isTrue();
    }

    @Test
    void aRateThatRoundsBelowItsCountIsMeantAsTheCount() {
        double[] hundred = new double[100];
        Arrays.setAll(hundred, row -> row);

        DeferralRule rule = deferralRate(0.29).rule(calibration(hundred, "1".repeat(100), "1".repeat(100)));

        assertThat(Arrays.stream(hundred).filter(rule::defers)).hasSize(29); // 0.29 * 100 is below 29
    }

    @Test
    void theRateZeroNeverDefersAndOneAlways() {
        CalibrationOutputs calibration = calibration(ONE_TO_TEN, SMALL, LARGE);

        assertThat(deferralRate(0).rule(calibration)).isEqualTo(NEVER);
        assertThat(deferralRate(0.09).rule(calibration)).isEqualTo(NEVER);
        assertThat(deferralRate(1).rule(calibration)).isEqualTo(ALWAYS);
    }

    @ParameterizedTest(name = "{0} passes on {1}")
    @CsvSource({"0.1, 0", "0.29, 0", "0.3, 3", "0.69, 3", "0.7, 7", "0.99, 7"})
    void equalScoresAreNeverPartedAndTheRateIsNotExceeded(double rate, int count) {
        double[] scores = {3, 1, 2, 2, 1, 3, 2, 2, 1, 3};

        DeferralRule rule = deferralRate(rate).rule(calibration(scores, SMALL, LARGE));

        assertThat(Arrays.stream(scores).filter(rule::defers)).hasSize(count);
    }

    @Test
    void negativeZeroAndZeroAreEqualScores() {
        DeferralRule rule = deferralRate(0.5).rule(calibration(new double[] {-0.0, 0.0, -1, -1}, "1111", "1111"));

        assertThat(rule.defers(-0.0)).isFalse();
        assertThat(rule.defers(0.0)).isFalse();
        assertThat(rule.defers(-1)).isTrue();
    }

    @Test
    void anAccuracyPassesOnAsFewAsReachIt() {
        CalibrationOutputs calibration = calibration(ONE_TO_TEN, SMALL, LARGE);

        // alone 6 of 10; passing on the 2, the 4 and the 8 gains one each, passing on the 7 loses one
        assertThat(accuracy(0.6).rule(calibration)).isEqualTo(NEVER);
        assertThat(accuracy(0.65).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 3));
        assertThat(accuracy(0.8).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 5));
    }

    @Test
    void anAccuracyAmongEqualScoresPassesAllOfThemOn() {
        double[] scores = {3, 1, 2, 2, 1, 3, 2, 2, 1, 3};

        assertThat(accuracy(1).rule(calibration(scores, "1010101110", "1111111111")))
                .isEqualTo(ALWAYS);
        assertThat(accuracy(0.8).rule(calibration(scores, "1010111010", "1111111111")))
                .isEqualTo(DeferralRule.below(SCORE, 3));
    }

    @Test
    void anAccuracyBeyondReachIsRefusedWithTheBest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> accuracy(0.9).rule(calibration(ONE_TO_TEN, SMALL, LARGE)))
                .withMessage("accuracy 0.9 cannot be had: of the 10 calibration examples that reach stages[0], the best"
                        + " joint accuracy is 0.8, at a deferral rate of 0.4"
                        + "\nAsk for that accuracy or less, or make the next stage more accurate.");
    }

    @Test
    void aBudgetPassesOnAsManyAsItPaysFor() {
        // 10 for each example and 100 for each that is passed on: 45 on average pays for 0.35 of them
        assertThat(new Budget(45, 10, 100).deferralRate()).isCloseTo(0.35, within(1e-12));
        assertThat(budget(new Budget(45, 10, 100)).rule(calibration(ONE_TO_TEN, SMALL, LARGE)))
                .isEqualTo(DeferralRule.below(SCORE, 4));
        assertThat(budget(new Budget(10, 10, 100)).rule(calibration(ONE_TO_TEN, SMALL, LARGE)))
                .isEqualTo(NEVER);
        assertThat(budget(new Budget(1e6, 10, 100)).rule(calibration(ONE_TO_TEN, SMALL, LARGE)))
                .isEqualTo(ALWAYS);
    }

    @Test
    void aBudgetBelowWhatEveryExampleCostsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(9, 10, 100))
                .withMessage("average must be finite and at least own, which every example costs: 10.0, got 9.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget(Double.NaN, 10, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget(20, -1, 100));
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget(20, 10, 0));
    }

    @Test
    void exactlyOneWishIsGiven() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatekeeperPolicy(SCORE, Optional.of(0.3), Optional.of(0.9), Optional.empty()))
                .withMessage("exactly one of deferral-rate, accuracy and budget must be given, got"
                        + " deferral-rate, accuracy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GatekeeperPolicy(SCORE, Optional.empty(), Optional.empty(), Optional.empty()))
                .withMessageEndingWith("got none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> deferralRate(30))
                .withMessage("deferral-rate must be in [0, 1], got 30\nWrite 30 percent as 0.3.");
        assertThatIllegalArgumentException().isThrownBy(() -> accuracy(Double.NaN));
    }

    private static GatekeeperPolicy deferralRate(double rate) {
        return new GatekeeperPolicy(SCORE, Optional.of(rate), Optional.empty(), Optional.empty());
    }

    private static GatekeeperPolicy accuracy(double accuracy) {
        return new GatekeeperPolicy(SCORE, Optional.empty(), Optional.of(accuracy), Optional.empty());
    }

    private static GatekeeperPolicy budget(Budget budget) {
        return new GatekeeperPolicy(SCORE, Optional.empty(), Optional.empty(), Optional.of(budget));
    }
}
