package dev.weir.plugins.windowearlyexit;

import static dev.weir.plugins.windowearlyexit.LastLogit.calibration;
import static dev.weir.plugins.windowearlyexit.LastLogit.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralPolicyContract;
import dev.weir.api.deferral.DeferralRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest implements DeferralPolicyContract {

    private static final LastLogit SCORE = new LastLogit();
    private static final DeferralRule NEVER = DeferralRule.never(SCORE);
    private static final DeferralRule ALWAYS = DeferralRule.always(SCORE);
    private static final double[] ONE_TO_TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    /** Right where it is sure, apart from the 8. */
    private static final boolean[] SMALL = right("0010111011");
    /** Wrong on the 1 and the 7. */
    private static final boolean[] LARGE = right("0111110111");

    @Override
    public DeferralPolicy policy(Random random) {
        double share = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
        return switch (random.nextInt(4)) {
            case 0 -> deferralRate(share);
            case 1 -> accuracy(share);
            case 2 -> risk(share);
            default -> at(random.nextBoolean() ? Double.NEGATIVE_INFINITY : 3 * random.nextGaussian());
        };
    }

    @Test
    void aDeferralRatePassesOnThatShareOfTheLeastSure() {
        DeferralRule rule = deferralRate(0.3).rule(calibration(ONE_TO_TEN, SMALL, LARGE));

        assertThat(rule).isEqualTo(DeferralRule.below(SCORE, 4));
        assertThat(Arrays.stream(ONE_TO_TEN).filter(rule::defers)).containsExactly(1.0, 2.0, 3.0);
    }

    @ParameterizedTest(name = "of the rates 0, 0.3, 0.5 and 1, {0} gets the threshold {1}")
    @CsvSource({
        "0.01, -Infinity",
        "0.14, -Infinity",
        "0.16, 2",
        "0.39, 2",
        "0.4, 2",
        "0.41, 3",
        "0.74, 3",
        "0.76, Infinity"
    })
    void amongEqualScoresTheNearestRateThatCanBeHadIsChosenAndOfTwoTheLower(double rate, double threshold) {
        double[] scores = {3, 1, 2, 3, 1, 3, 2, 3, 1, 3};

        DeferralRule rule = deferralRate(rate).rule(calibration(scores, SMALL, LARGE));

        assertThat(rule)
                .isEqualTo(
                        threshold == Double.NEGATIVE_INFINITY
                                ? NEVER
                                : threshold == Double.POSITIVE_INFINITY
                                        ? ALWAYS
                                        : DeferralRule.below(SCORE, threshold));
    }

    @Test
    void theDeferralRateZeroNeverDefersAndOneAlwaysEvenWhereNothingIsCalibratedOn() {
        CalibrationOutputs unreached = reached(new int[0]);

        assertThat(deferralRate(0).rule(calibration(ONE_TO_TEN, SMALL, LARGE))).isEqualTo(NEVER);
        assertThat(deferralRate(0).rule(unreached)).isEqualTo(NEVER);
        assertThat(deferralRate(1).rule(calibration(ONE_TO_TEN, SMALL, LARGE))).isEqualTo(ALWAYS);
        assertThat(deferralRate(1).rule(unreached)).isEqualTo(ALWAYS);
    }

    @Test
    void ofEqualScoresAllArePassedOnOrNone() {
        double[] equal = {5, 5, 5, 5};
        CalibrationOutputs calibration = calibration(equal, right("1100"), right("1111"));

        assertThat(deferralRate(0.5).rule(calibration)).isEqualTo(NEVER);
        assertThat(deferralRate(0.51).rule(calibration)).isEqualTo(ALWAYS);
    }

    @Test
    void negativeZeroAndZeroAreEqualScores() {
        DeferralRule rule =
                deferralRate(0.5).rule(calibration(new double[] {-0.0, 0.0, -1, -1}, right("1111"), right("1111")));

        assertThat(rule.defers(-0.0)).isFalse();
        assertThat(rule.defers(0.0)).isFalse();
        assertThat(rule.defers(-1)).isTrue();
    }

    @Test
    void ofOneExampleARateIsRoundedToNoneOrAll() {
        CalibrationOutputs one = calibration(new double[] {0.4}, right("0"), right("1"));

        assertThat(deferralRate(0.5).rule(one)).isEqualTo(NEVER);
        assertThat(deferralRate(0.6).rule(one)).isEqualTo(ALWAYS);
        assertThat(accuracy(1).rule(one)).isEqualTo(ALWAYS);
    }

    @Test
    void anAccuracyPassesOnAsFewAsReachIt() {
        CalibrationOutputs calibration = calibration(ONE_TO_TEN, SMALL, LARGE);

        // alone 6 of 10; the first is wrong in both; passing on 2, 4 and 8 gains one each, passing on 7 loses one
        assertThat(accuracy(0.6).rule(calibration)).isEqualTo(NEVER);
        assertThat(accuracy(0.61).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 3));
        assertThat(accuracy(0.7).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 3));
        assertThat(accuracy(0.8).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 5));
    }

    @Test
    void anAccuracyBeyondTheBestIsRefusedWithTheBestAndItsDeferralRate() {
        assertThatThrownBy(() -> accuracy(0.9).rule(calibration(ONE_TO_TEN, SMALL, LARGE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accuracy 0.9 cannot be had: of the 10 calibration examples that reach stages[0],"
                        + " the best joint accuracy is 0.8, at a deferral rate of 0.4"
                        + "\nAsk for that accuracy or less, or make the next stage more accurate.");
    }

    @Test
    void theAccuracyZeroPassesNothingOnAndOneNeedsEveryExampleRight() {
        assertThat(accuracy(0).rule(calibration(ONE_TO_TEN, SMALL, LARGE))).isEqualTo(NEVER);
        assertThat(accuracy(1).rule(calibration(ONE_TO_TEN, right("1111111111"), LARGE)))
                .isEqualTo(NEVER);
        assertThat(accuracy(1).rule(calibration(ONE_TO_TEN, right("0000000000"), right("1111111111"))))
                .isEqualTo(ALWAYS);
    }

    @Test
    void aRiskKeepsAsManyAsStayWithinIt() {
        CalibrationOutputs calibration = calibration(ONE_TO_TEN, SMALL, LARGE);

        // errors among the surest 1..10: 0 0 1 1 1 1 2 2 3 4
        assertThat(risk(0.4).rule(calibration)).isEqualTo(NEVER);
        assertThat(risk(0.39).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 2));
        assertThat(risk(0.25).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 3));
        assertThat(risk(0.2).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 5));
        assertThat(risk(0).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 9));
        assertThat(risk(1).rule(calibration)).isEqualTo(NEVER);
    }

    @Test
    void aRiskThatEvenTheSurestExceedIsRefusedWithTheLowest() {
        boolean[] surestWrong = right("0111111110");

        assertThatThrownBy(() -> risk(0.05).rule(calibration(ONE_TO_TEN, surestWrong, LARGE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("risk 0.05 cannot be had: of the 10 calibration examples that reach stages[0],"
                        + " the lowest risk is 0.1111111111111111, at a deferral rate of 0.1"
                        + "\nAsk for that risk or more, or pass everything on with deferral-rate: 1.");
        assertThat(risk(0.1111111111111111).rule(calibration(ONE_TO_TEN, surestWrong, LARGE)))
                .isEqualTo(DeferralRule.below(SCORE, 2));
    }

    @Test
    void allRightMeetsEveryRiskAndAllWrongNoneBelowOne() {
        assertThat(risk(0).rule(calibration(ONE_TO_TEN, right("1111111111"), LARGE)))
                .isEqualTo(NEVER);
        assertThat(risk(1).rule(calibration(ONE_TO_TEN, right("0000000000"), LARGE)))
                .isEqualTo(NEVER);
        assertThatThrownBy(() -> risk(0.99).rule(calibration(ONE_TO_TEN, right("0000000000"), LARGE)))
                .hasMessageContaining("the lowest risk is 1.0");
    }

    @Test
    void aGivenThresholdPassesOnWhatScoresStrictlyBelowIt() {
        DeferralRule rule = at(0.5).rule(reached(new int[0]));

        assertThat(rule).isEqualTo(new DeferralRule(SCORE, Double.NEGATIVE_INFINITY, Math.nextDown(0.5)));
        assertThat(rule.defers(0.5)).isFalse();
        assertThat(rule.defers(Math.nextDown(0.5))).isTrue();
        assertThat(at(0).rule(reached(new int[0]))).isEqualTo(DeferralRule.below(SCORE, 0));
    }

    @Test
    void onlyTheExamplesThatReachTheStageCount() {
        // reached: 2, 4, 6, 8, 10; alone 6 and 10 are right, the next stage is right on all of them
        CalibrationOutputs calibration = reached(new int[] {1, 3, 5, 7, 9});

        assertThat(deferralRate(0.4).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 6));
        assertThat(accuracy(0.8).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 6));
        assertThat(accuracy(1).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 10));
        assertThat(risk(0.4).rule(calibration)).isEqualTo(DeferralRule.below(SCORE, 6));
    }

    @Test
    void theScoreIsThatOfTheStagesOwnModelAndTheAnswersAreTheCombinedOnes() {
        boolean[] allWrong = right("0000000000");
        Outputs own = LastLogit.outputs(ONE_TO_TEN, allWrong);
        Outputs elsewhere = LastLogit.outputs(new double[10], allWrong);
        CalibrationOutputs secondOfThree = new CalibrationOutputs(
                1,
                List.of(elsewhere, own, elsewhere),
                List.of(elsewhere, LastLogit.outputs(new double[10], SMALL), LastLogit.outputs(new double[10], LARGE)),
                LastLogit.labels(10),
                LastLogit.allRows(10));

        assertThat(accuracy(0.8).rule(secondOfThree)).isEqualTo(DeferralRule.below(SCORE, 5));
        assertThat(risk(0.2).rule(secondOfThree)).isEqualTo(DeferralRule.below(SCORE, 5));
    }

    @Test
    void aStageThatNothingReachesIsRefused() {
        for (Threshold threshold : List.of(deferralRate(0.3), accuracy(0.9), risk(0.1))) {
            assertThatThrownBy(() -> threshold.rule(reached(new int[0])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be calibrated: no calibration example reaches stages[0]");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyWishIsMetAsATrialOfAllThresholdsMeetsIt(long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(40);
        double[] scores = random.ints(n, 0, 12).asDoubleStream().toArray();
        boolean[] small = new boolean[n];
        boolean[] large = new boolean[n];
        for (int row = 0; row < n; row++) {
            small[row] = random.nextInt(12) < scores[row];
            large[row] = random.nextInt(10) < 8;
        }
        CalibrationOutputs calibration = calibration(scores, small, large);
        double wish = random.nextInt(n + 1) / (double) n;

        int deferred = deferred(scores, deferralRate(wish).rule(calibration));
        double bestAccuracy = 0;
        double bestRisk = 1;
        for (double threshold = 0; threshold <= 12; threshold++) {
            DeferralRule tried = DeferralRule.below(SCORE, threshold);
            int rivals = deferred(scores, tried);
            assertThat(Math.abs(deferred - wish * n)).isLessThanOrEqualTo(Math.abs(rivals - wish * n));
            bestAccuracy = Math.max(bestAccuracy, rightAnswers(scores, small, large, tried) / (double) n);
            if (rivals < n) {
                bestRisk = Math.min(
                        bestRisk, 1 - rightAnswers(scores, small, new boolean[n], tried) / (double) (n - rivals));
            }
        }
        DeferralRule accurate = accuracy(bestAccuracy).rule(calibration);
        DeferralRule safe = risk(bestRisk + 1e-9).rule(calibration);
        assertThat(rightAnswers(scores, small, large, accurate) / (double) n).isEqualTo(bestAccuracy);
        assertThat(deferred(scores, safe)).isLessThan(n);
        for (double threshold = 0; threshold <= 12; threshold++) {
            DeferralRule tried = DeferralRule.below(SCORE, threshold);
            if (deferred(scores, tried) < deferred(scores, accurate)) {
                assertThat(rightAnswers(scores, small, large, tried) / (double) n)
                        .isLessThan(bestAccuracy);
            }
            if (deferred(scores, tried) < deferred(scores, safe)) {
                double kept = n - deferred(scores, tried);
                assertThat(1 - rightAnswers(scores, small, new boolean[n], tried) / kept)
                        .isGreaterThan(bestRisk + 1e-9);
            }
        }
    }

    @Test
    void exactlyOneOfTheFourWishesMustBeGiven() {
        assertThatThrownBy(() ->
                        new Threshold(SCORE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exactly one of deferral-rate, accuracy, risk and at must be given, got none");
        assertThatThrownBy(() ->
                        new Threshold(SCORE, Optional.of(0.0), Optional.empty(), Optional.of(0.1), Optional.of(0.5)))
                .hasMessage("exactly one of deferral-rate, accuracy, risk and at must be given,"
                        + " got deferral-rate, risk, at");
    }

    @Test
    void wishesOutsideTheirRangeAreRefusedByName() {
        assertThatThrownBy(() -> deferralRate(30))
                .hasMessage("deferral-rate must be in [0, 1], got 30\nWrite 30 percent as 0.3.");
        assertThatThrownBy(() -> accuracy(-0.1)).hasMessageStartingWith("accuracy must be in [0, 1]");
        assertThatThrownBy(() -> risk(Double.NaN)).hasMessageStartingWith("risk must be in [0, 1]");
        assertThatThrownBy(() -> at(Double.NaN)).hasMessage("at must be a number, got NaN");
    }

    private static int deferred(double[] scores, DeferralRule rule) {
        return (int) Arrays.stream(scores).filter(rule::defers).count();
    }

    private static int rightAnswers(double[] scores, boolean[] kept, boolean[] deferred, DeferralRule rule) {
        int right = 0;
        for (int row = 0; row < scores.length; row++) {
            right += (rule.defers(scores[row]) ? deferred[row] : kept[row]) ? 1 : 0;
        }
        return right;
    }

    private static CalibrationOutputs reached(int[] rows) {
        CalibrationOutputs all = calibration(ONE_TO_TEN, SMALL, LARGE);
        return new CalibrationOutputs(0, all.own(), all.answers(), all.labels(), rows);
    }

    private static Threshold deferralRate(double rate) {
        return new Threshold(SCORE, Optional.of(rate), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Threshold accuracy(double accuracy) {
        return new Threshold(SCORE, Optional.empty(), Optional.of(accuracy), Optional.empty(), Optional.empty());
    }

    private static Threshold risk(double risk) {
        return new Threshold(SCORE, Optional.empty(), Optional.empty(), Optional.of(risk), Optional.empty());
    }

    private static Threshold at(double threshold) {
        return new Threshold(SCORE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(threshold));
    }
}
