package dev.weir.plugins.windowearlyexit;

import static dev.weir.plugins.windowearlyexit.LastLogit.calibration;
import static dev.weir.plugins.windowearlyexit.LastLogit.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralPolicyContract;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.Quantiles;
import dev.weir.plugins.windowearlyexit.Target.CoverageAtRisk;
import dev.weir.plugins.windowearlyexit.Target.FprAtTpr;
import dev.weir.plugins.windowearlyexit.Target.RiskAtCoverage;
import dev.weir.plugins.windowearlyexit.Window.Ends;
import dev.weir.plugins.windowearlyexit.Window.Match;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTest implements DeferralPolicyContract {

    private static final Window.Published PUBLISHED = new Window.Published(new LastLogit(), new FirstLogit());

    private static final double[] TENTHS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
    /** Wrong are 0.1, 0.3 and 0.6: accepting 4 risks 0, 5 a fifth, 7 a seventh, 8 a quarter, 10 three tenths. */
    private static final boolean[] THREE_WRONG = right("0101101111");

    @Override
    public DeferralPolicy policy(Random random) {
        if (random.nextInt(5) == 0) {
            return at(random.nextBoolean() ? Double.NEGATIVE_INFINITY : -1, 3);
        }
        double share = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
        return new Window(
                Optional.of(new LastLogit()),
                Optional.of(
                        random.nextBoolean()
                                ? new CoverageAtRisk(share)
                                : random.nextBoolean() ? new RiskAtCoverage(share) : new FprAtTpr(share)),
                Optional.empty(),
                random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble(),
                random.nextBoolean() ? Optional.empty() : Optional.of(1 + random.nextInt(200)),
                random.nextBoolean() ? Match.NEAREST : Match.STRICT,
                PUBLISHED,
                false);
    }

    @Test
    void ofTenExamplesAtHalfCoverageTheWindowRunsFromTheFourTenthsToTheSixTenthsQuantile() {
        // the threshold is the sixth highest, 0.5, of rank (4 + 5 + 1) / 20 = 0.5
        DeferralRule rule = window(new RiskAtCoverage(0.5), 0.2).rule(tenths(THREE_WRONG));

        assertThat(rule.low()).isCloseTo(0.46, within(1e-12));
        assertThat(rule.high()).isCloseTo(0.64, within(1e-12));
        assertThat(Arrays.stream(TENTHS).filter(rule::defers)).containsExactly(0.5, 0.6);
        assertThat(rule.score()).isEqualTo(new LastLogit());
    }

    @Test
    void lettingInNineTenthsTheThresholdIsTheLowestScoreThatIsLetIn() {
        // nine of ten let in: the threshold is 0.2, of rank (1 + 2 + 1) / 20 = 0.2
        DeferralRule rule = detecting(0.9, false, Optional.of(new LastLogit())).rule(tenths(THREE_WRONG));

        assertThat(rule.low()).isCloseTo(0.19, within(1e-12));
        assertThat(rule.high()).isCloseTo(0.37, within(1e-12));
    }

    @Test
    void aTaskWithoutAScoreOfItsOwnUsesThePublishedOne() {
        assertThat(detecting(0.9, false, Optional.empty())
                        .rule(tenths(THREE_WRONG))
                        .score())
                .isEqualTo(new FirstLogit());
        assertThat(new Window(
                                Optional.empty(),
                                Optional.of(new RiskAtCoverage(0.5)),
                                Optional.empty(),
                                0.2,
                                Optional.empty(),
                                Match.NEAREST,
                                PUBLISHED,
                                false)
                        .rule(tenths(THREE_WRONG))
                        .score())
                .isEqualTo(new LastLogit());
    }

    @Test
    void anAdjustedWindowKeepsItsThresholdAndCountsItsWidthOnTheUnlabelledMixture() {
        // half of the mixture are the ten examples, half foreign ones that all score 0.15
        CalibrationOutputs plain = tenths(THREE_WRONG);
        double[] low = new double[10];
        Arrays.fill(low, 0.15);
        Outputs foreign = LastLogit.outputs(low, new boolean[10]);
        CalibrationOutputs mixed = new CalibrationOutputs(
                0, plain.own(), plain.answers(), plain.labels(), plain.reached(), List.of(plain.outputs(), foreign));
        Window window = detecting(0.9, true, Optional.of(new LastLogit()));

        DeferralRule rule = window.rule(mixed);

        // 0.2 has rank (11 + 12 + 1) / 40 = 0.6; ends at 0.5 and 0.7 of 20 numbers: 0.15 and 0.3 + 0.3 * 0.1
        assertThat(rule.low()).isEqualTo(0.15);
        assertThat(rule.high()).isCloseTo(0.43, within(1e-12));
        assertThat(window.needs()).contains(Need.UNLABELLED);
    }

    @Test
    void anAdjustedWindowWithoutAMixtureIsRefused() {
        assertThatThrownBy(
                        () -> detecting(0.9, true, Optional.of(new LastLogit())).rule(tenths(THREE_WRONG)))
                .hasMessage("adjusted has no unlabelled examples to count on"
                        + "\nGive the job examples of another distribution: ood.");
    }

    private static Window detecting(double tpr, boolean adjusted, Optional<ConfidenceScore> score) {
        return new Window(
                score,
                Optional.of(new FprAtTpr(tpr)),
                Optional.empty(),
                0.2,
                Optional.empty(),
                Match.NEAREST,
                PUBLISHED,
                adjusted);
    }

    @Test
    void atFullCoverageTheWindowIsCutOffAtTheLowestScore() {
        DeferralRule rule = window(new RiskAtCoverage(1), 0.2).rule(tenths(THREE_WRONG));

        assertThat(rule.low()).isEqualTo(0.1);
        assertThat(rule.high()).isCloseTo(0.28, within(1e-12));
    }

    @Test
    void atCoverageZeroTheWindowIsCutOffAtTheHighestScore() {
        DeferralRule rule = window(new RiskAtCoverage(0), 0.2).rule(tenths(THREE_WRONG));

        assertThat(rule.low()).isCloseTo(0.91, within(1e-12));
        assertThat(rule.high()).isEqualTo(1.0);
    }

    @Test
    void theNearestRiskMayLieAboveTheOneAskedForWhereTheStrictOneMayNot() {
        Target target = new CoverageAtRisk(0.19);
        CalibrationOutputs calibration = tenths(THREE_WRONG);

        // nearest: 5 accepted at 0.2, threshold 0.5; strict: 7 accepted at a seventh, threshold 0.3
        assertThat(window(target, 0, 1, Match.NEAREST).rule(calibration)).isEqualTo(quantileRule(0.5));
        assertThat(window(target, 0, 1, Match.STRICT).rule(calibration)).isEqualTo(quantileRule(0.3));
    }

    @Test
    void theStrictCoverageIsTheLeastThatIsNotBelowTheOneAskedFor() {
        Target target = new RiskAtCoverage(0.42);
        CalibrationOutputs calibration = tenths(THREE_WRONG);

        // nearest: 4 accepted, threshold 0.6; strict: 5 accepted, threshold 0.5
        assertThat(window(target, 0, 1, Match.NEAREST).rule(calibration)).isEqualTo(quantileRule(0.6));
        assertThat(window(target, 0, 1, Match.STRICT).rule(calibration)).isEqualTo(quantileRule(0.5));
    }

    @Test
    void aStrictRiskThatNoThresholdReachesIsRefusedWithTheLowestThatOneDoes() {
        assertThatThrownBy(() ->
                        window(new CoverageAtRisk(0.1), 0.2, 5, Match.STRICT).rule(tenths(THREE_WRONG)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("coverage-at-risk 0.1 cannot be had with match: strict: accepting at least 5 of 10"
                        + " calibration examples, the lowest risk is 0.14285714285714285"
                        + "\nAsk for that risk or more, lower min-coverage-examples, or use match: nearest.");
        assertThat(window(new CoverageAtRisk(0.14285714285714285), 0, 5, Match.STRICT)
                        .rule(tenths(THREE_WRONG)))
                .isEqualTo(quantileRule(0.3));
    }

    @Test
    void whereAllAreRightTheNearestIsTheFewestTrustedAndTheStrictAcceptsAll() {
        CalibrationOutputs allRight = tenths(right("1111111111"));

        // a quarter of ten, rounded up, is three: the fourth highest is 0.7
        assertThat(window(new CoverageAtRisk(0.05), 0).rule(allRight)).isEqualTo(quantileRule(0.7));
        assertThat(window(new CoverageAtRisk(0), 0, 3, Match.STRICT).rule(allRight))
                .isEqualTo(quantileRule(0.1));
    }

    @Test
    void whereAllAreWrongTheNearestIsTheFewestTrustedAndTheStrictHasNone() {
        CalibrationOutputs allWrong = tenths(right("0000000000"));

        assertThat(window(new CoverageAtRisk(0.05), 0).rule(allWrong)).isEqualTo(quantileRule(0.7));
        assertThatThrownBy(() ->
                        window(new CoverageAtRisk(0.05), 0, 3, Match.STRICT).rule(allWrong))
                .hasMessageContaining("the lowest risk is 1.0");
        assertThat(window(new CoverageAtRisk(1), 0, 3, Match.STRICT).rule(allWrong))
                .isEqualTo(quantileRule(0.1));
    }

    @Test
    void oneExampleIsTheWholeWindow() {
        CalibrationOutputs one = calibration(new double[] {0.4}, right("1"), right("1"));

        assertThat(window(new CoverageAtRisk(0.05), 0.2).rule(one))
                .isEqualTo(DeferralRule.between(new LastLogit(), 0.4, 0.4));
        assertThat(window(new RiskAtCoverage(0.8), 0.2).rule(one))
                .isEqualTo(DeferralRule.between(new LastLogit(), 0.4, 0.4));
    }

    @Test
    void equalScoresCannotBePartedAndAreAllInTheWindow() {
        CalibrationOutputs equal = calibration(new double[] {7, 7, 7, 7}, right("1010"), right("1111"));

        assertThat(window(new CoverageAtRisk(0.05), 0.2).rule(equal))
                .isEqualTo(DeferralRule.between(new LastLogit(), 7, 7));
    }

    @Test
    void aTiedThresholdHasTheMeanOfItsRanks() {
        double[] scores = {1, 2, 2, 2, 3};

        // the two highest cannot be parted from the 2s: nearest to 0.2 is 1 accepted, then comes 2,
        // whose ranks 2, 3, 4 of 5 have the mean 0.6: position 2.4 of 0..4
        DeferralRule rule =
                window(new RiskAtCoverage(0.2), 0.8).rule(calibration(scores, right("11111"), right("11111")));

        assertThat(rule.low()).isCloseTo(1.8, within(1e-12)); // the 0.2 quantile
        assertThat(rule.high()).isEqualTo(3); // the 1.0 quantile
    }

    @Test
    void negativeZeroIsTheSameScoreAsZero() {
        boolean[] right = right("1111");

        assertThat(window(new RiskAtCoverage(0.25), 0.5)
                        .rule(calibration(new double[] {-0.0, 0.0, -0.0, 1}, right, right)))
                .isEqualTo(window(new RiskAtCoverage(0.25), 0.5)
                        .rule(calibration(new double[] {0.0, 0.0, 0.0, 1}, right, right)));
    }

    @Test
    void widthOneIsEveryScoreWhereTheThresholdIsTheMedian() {
        DeferralRule rule = window(new RiskAtCoverage(0.5), 1).rule(tenths(THREE_WRONG));

        assertThat(rule.low()).isEqualTo(0.1);
        assertThat(rule.high()).isEqualTo(1.0);
    }

    @Test
    void widthZeroIsAnIntervalOfOneNumberBesideTheThresholdThatHoldsNoExample() {
        DeferralRule rule = window(new RiskAtCoverage(0.5), 0).rule(tenths(THREE_WRONG));

        assertThat(rule.low()).isEqualTo(rule.high()).isCloseTo(0.55, within(1e-12));
        assertThat(Arrays.stream(TENTHS).filter(rule::defers)).isEmpty();
    }

    @Test
    void scalingTheScoresScalesTheEnds() {
        double[] doubled = Arrays.stream(TENTHS).map(score -> 2 * score).toArray();
        DeferralRule rule = window(new CoverageAtRisk(0.2), 0.3).rule(tenths(THREE_WRONG));

        assertThat(window(new CoverageAtRisk(0.2), 0.3).rule(calibration(doubled, THREE_WRONG, THREE_WRONG)))
                .isEqualTo(DeferralRule.between(new LastLogit(), 2 * rule.low(), 2 * rule.high()));
    }

    @Test
    void theCurveIsThatOfTheStagesOwnModelOnAllExamplesWhateverReachesItAndWhateverItAnswers() {
        Outputs own = LastLogit.outputs(TENTHS, THREE_WRONG);
        Outputs other = LastLogit.outputs(TENTHS, right("0000000000"));
        int[] reached = {2, 5};
        CalibrationOutputs secondOfThree = new CalibrationOutputs(
                1, List.of(other, own, other), List.of(other, other, other), LastLogit.labels(10), reached);

        assertThat(window(new CoverageAtRisk(0.2), 0.2).rule(secondOfThree))
                .isEqualTo(window(new CoverageAtRisk(0.2), 0.2).rule(tenths(THREE_WRONG)));
    }

    @Test
    void givenEndsAreTheRuleWhateverTheCalibrationOutputs() {
        assertThat(at(0.4, 0.7).rule(tenths(THREE_WRONG))).isEqualTo(DeferralRule.between(new LastLogit(), 0.4, 0.7));
        assertThat(at(Double.NEGATIVE_INFINITY, 0.7).rule(empty()))
                .isEqualTo(DeferralRule.between(new LastLogit(), Double.NEGATIVE_INFINITY, 0.7));
    }

    @Test
    void reversedEndsAreRefused() {
        assertThatThrownBy(() -> new Ends(0.7, 0.4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("low must not be above high, got 0.7 and 0.4");
        assertThatThrownBy(() -> new Ends(Double.NaN, 0.4)).hasMessageStartingWith("low and high must be numbers");
    }

    @Test
    void eitherATargetOrEndsMustBeGivenAndNotBoth() {
        assertThatThrownBy(() -> new Window(
                        Optional.of(new LastLogit()),
                        Optional.empty(),
                        Optional.empty(),
                        0.2,
                        Optional.empty(),
                        Match.NEAREST,
                        PUBLISHED,
                        false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("exactly one of target and at must be given, got none");
        assertThatThrownBy(() -> new Window(
                        Optional.of(new LastLogit()),
                        Optional.of(new CoverageAtRisk(0.05)),
                        Optional.of(new Ends(0, 1)),
                        0.2,
                        Optional.empty(),
                        Match.NEAREST,
                        PUBLISHED,
                        false))
                .hasMessage("exactly one of target and at must be given, got both");
    }

    @Test
    void sharesOutsideZeroToOneAreRefusedByName() {
        assertThatThrownBy(() -> new CoverageAtRisk(5)).hasMessageStartingWith("risk must be in [0, 1]");
        assertThatThrownBy(() -> new RiskAtCoverage(-0.1)).hasMessageStartingWith("coverage must be in [0, 1]");
        assertThatThrownBy(() -> window(new RiskAtCoverage(0.5), 20)).hasMessageStartingWith("width must be in [0, 1]");
    }

    @Test
    void moreTrustedExamplesThanThereAreAreRefusedWithBothNumbers() {
        assertThatThrownBy(() ->
                        window(new CoverageAtRisk(0.05), 0.2, 11, Match.NEAREST).rule(tenths(THREE_WRONG)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("min-coverage-examples must be at most the number of calibration examples, 10, got 11"
                        + "\nLower it, or leave it out for 3.");
        assertThatThrownBy(() -> window(new CoverageAtRisk(0.05), 0.2, 0, Match.NEAREST))
                .hasMessage("min-coverage-examples must be at least 1, got 0");
    }

    @Test
    void anEmptyCalibrationSplitIsRefused() {
        assertThatThrownBy(() -> window(new CoverageAtRisk(0.05), 0.2).rule(empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("target cannot be calibrated: the calibration split is empty");
    }

    @Test
    void itNeedsWhatItsScoreNeeds() {
        ConfidenceScore needy = new ConfidenceScore() {
            @Override
            public double[] scores(Outputs outputs) {
                return new double[outputs.rows()];
            }

            @Override
            public Set<Need> needs() {
                return Set.of(Need.FEATURES);
            }
        };
        Window window = new Window(
                Optional.of(needy),
                Optional.empty(),
                Optional.of(new Ends(0, 1)),
                0.2,
                Optional.empty(),
                Match.NEAREST,
                PUBLISHED,
                false);

        assertThat(window.needs()).containsExactly(Need.FEATURES);
    }

    private static CalibrationOutputs tenths(boolean[] right) {
        return calibration(TENTHS, right, right);
    }

    private static CalibrationOutputs empty() {
        List<Outputs> none =
                List.of(Outputs.of(new Logits(0, 3, new double[0])), Outputs.of(new Logits(0, 3, new double[0])));
        return new CalibrationOutputs(0, none, none, LastLogit.labels(0), new int[0]);
    }

    /** The window of width 0 around one of the tenths: its rank is itself. */
    private static DeferralRule quantileRule(double threshold) {
        double end = Quantiles.linear(TENTHS, threshold);
        return DeferralRule.between(new LastLogit(), end, end);
    }

    private static Window at(double low, double high) {
        return new Window(
                Optional.of(new LastLogit()),
                Optional.empty(),
                Optional.of(new Ends(low, high)),
                0.2,
                Optional.empty(),
                Match.NEAREST,
                PUBLISHED,
                false);
    }

    private static Window window(Target target, double width) {
        return new Window(
                Optional.of(new LastLogit()),
                Optional.of(target),
                Optional.empty(),
                width,
                Optional.empty(),
                Match.NEAREST,
                PUBLISHED,
                false);
    }

    private static Window window(Target target, double width, int minimum, Match match) {
        return new Window(
                Optional.of(new LastLogit()),
                Optional.of(target),
                Optional.empty(),
                width,
                Optional.of(minimum),
                match,
                PUBLISHED,
                false);
    }
}
