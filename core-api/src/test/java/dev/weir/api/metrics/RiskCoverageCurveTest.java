package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.RandomOutputs;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiskCoverageCurveTest {

    /** Golden values of this sequence come from a port of the paper's evaluation code. */
    private static final double[] GOLDEN_CONFIDENCE = IntStream.range(0, 2000)
            .mapToDouble(i -> 0.3 + 0.7 * fraction(0.6180339887 * i))
            .toArray();

    private static final RiskCoverageCurve GOLDEN = RiskCoverageCurve.of(GOLDEN_CONFIDENCE, goldenRight());

    private static final RiskCoverageCurve TEN = RiskCoverageCurve.of(
            new double[] {.95, .9, .85, .8, .7, .65, .6, .5, .4, .3},
            new boolean[] {true, true, true, false, true, true, false, false, true, false});

    @Test
    void theGoldenSequenceHasItsErrorsAndItsArea() {
        assertThat(GOLDEN.errors(GOLDEN.points() - 1)).isEqualTo(637);
        assertThat(GOLDEN.area()).isCloseTo(0.14131449616824282, within(1e-12));
    }

    @ParameterizedTest(name = "risk {0}")
    @CsvSource({"0.05, 513, 0.8200480174400127", "0.10, 779, 0.7271283247700466"})
    void theGoldenSequenceHasItsCoverageAtRisk(double risk, int accepted, double threshold) {
        int point = GOLDEN.nearestRisk(risk, 500);

        assertThat(GOLDEN.accepted(point)).isEqualTo(accepted);
        assertThat(GOLDEN.coverageAtRisk(risk)).isEqualTo(accepted / 2000.0);
        assertThat(GOLDEN.threshold(point + 1)).isCloseTo(threshold, within(1e-12));
    }

    @ParameterizedTest(name = "coverage {0}")
    @CsvSource({"0.5, 0.1370, 0.6499393802800227", "0.8, 0.244375, 0.439990697769997"})
    void theGoldenSequenceHasItsRiskAtCoverage(double coverage, double risk, double threshold) {
        int point = GOLDEN.nearestCoverage(coverage);

        assertThat(GOLDEN.riskAtCoverage(coverage)).isCloseTo(risk, within(1e-12));
        assertThat(GOLDEN.threshold(point + 1)).isCloseTo(threshold, within(1e-12));
    }

    @Test
    void theGoldenWindowStandsTenPercentAroundTheThreshold() {
        double[] sorted = GOLDEN_CONFIDENCE.clone();
        Arrays.sort(sorted);

        double q = Quantiles.rank(sorted, GOLDEN.threshold(GOLDEN.nearestCoverage(0.8) + 1));

        assertThat(q).isCloseTo(0.2, within(1e-12));
        assertThat(Quantiles.linear(sorted, q - 0.1)).isCloseTo(0.37012223175300163, within(1e-9));
        assertThat(Quantiles.linear(sorted, q + 0.1)).isCloseTo(0.509990697770005, within(1e-9));
    }

    @Test
    void tenExamplesHaveTheRisksOfTheirErrorsAmongTheSurest() {
        double[] expected = {0, 0, 0, 0, 1 / 4.0, 1 / 5.0, 1 / 6.0, 2 / 7.0, 3 / 8.0, 3 / 9.0, 4 / 10.0};
        for (int point = 0; point < expected.length; point++) {
            assertThat(TEN.accepted(point)).isEqualTo(point);
            assertThat(TEN.coverage(point)).isEqualTo(point / 10.0);
            assertThat(TEN.risk(point)).isEqualTo(expected[point]);
        }
        assertThat(TEN.points()).isEqualTo(11);
        assertThat(TEN.area()).isCloseTo(0.18107142857142858, within(1e-12));
        assertThat(TEN.auroc()).hasValueCloseTo(19 / 24.0, within(1e-12));
        assertThat(TEN.at(4)).isEqualTo(new OperatingPoint(0.4, 0.25, 10));
        assertThat(TEN.threshold(0)).isInfinite();
        assertThat(TEN.threshold(10)).isEqualTo(0.3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderOfTheExamplesDoesNotMatter(long seed) {
        Random random = new Random(seed);
        double[] confidence = tied(random, 300);
        boolean[] right = right(random, 300);
        int[] order = RandomOutputs.order(random, 300);
        double[] otherConfidence = new double[300];
        boolean[] otherRight = new boolean[300];
        for (int i = 0; i < 300; i++) {
            otherConfidence[i] = confidence[order[i]];
            otherRight[i] = right[order[i]];
        }

        assertSame(RiskCoverageCurve.of(otherConfidence, otherRight), RiskCoverageCurve.of(confidence, right));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aPointCountsAllThatAreAtLeastAsSure(long seed) {
        Random random = new Random(seed);
        double[] confidence = tied(random, 300);
        boolean[] right = right(random, 300);
        RiskCoverageCurve curve = RiskCoverageCurve.of(confidence, right);

        assertThat(curve.points() - 1)
                .isEqualTo((int) Arrays.stream(confidence).distinct().count());
        for (int point = 0; point < curve.points(); point++) {
            double threshold = curve.threshold(point);
            assertThat(curve.accepted(point)).isEqualTo((int) IntStream.range(0, 300)
                    .filter(i -> confidence[i] >= threshold)
                    .count());
            assertThat(curve.errors(point)).isEqualTo((int) IntStream.range(0, 300)
                    .filter(i -> confidence[i] >= threshold && !right[i])
                    .count());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aurocIsTheShareOfPairsInOrderWithTiesCountedHalf(long seed) {
        Random random = new Random(seed);
        double[] confidence = tied(random, 200);
        boolean[] right = right(random, 200);
        double surer = 0;
        long pairs = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                if (right[i] && !right[j]) {
                    pairs++;
                    surer += confidence[i] > confidence[j] ? 1 : confidence[i] == confidence[j] ? 0.5 : 0;
                }
            }
        }

        assertThat(RiskCoverageCurve.of(confidence, right).auroc()).hasValueCloseTo(surer / pairs, within(1e-12));
    }

    @Test
    void equalConfidencesAreOnePoint() {
        RiskCoverageCurve curve =
                RiskCoverageCurve.of(new double[] {5, 5, 5, 5}, new boolean[] {true, false, true, true});

        assertThat(curve.points()).isEqualTo(2);
        assertThat(curve.risk(1)).isEqualTo(0.25);
        assertThat(curve.auroc()).hasValue(0.5);
        assertThat(curve.riskAtCoverage(0.4)).isZero();
        assertThat(curve.riskAtCoverage(0.6)).isEqualTo(0.25);
    }

    @Test
    void errorsAmongEqualConfidencesAreSpreadEvenly() {
        RiskCoverageCurve curve =
                RiskCoverageCurve.of(new double[] {5, 5, 5, 5}, new boolean[] {true, false, true, true});

        // risks 0, 1/4, 1/4, 1/4, 1/4 at coverages 0, 1/4, 1/2, 3/4, 1
        assertThat(curve.area()).isCloseTo((0.125 + 3 * 0.25) / 4, within(1e-12));
    }

    @Test
    void bothZerosAreOneConfidence() {
        RiskCoverageCurve curve = RiskCoverageCurve.of(new double[] {0.0, -0.0}, new boolean[] {true, false});

        assertThat(curve.points()).isEqualTo(2);
        assertThat(curve.auroc()).hasValue(0.5);
    }

    @Test
    void withoutErrorsThereIsNoRiskAndNoAuroc() {
        RiskCoverageCurve curve = RiskCoverageCurve.of(new double[] {1, 2, 3}, new boolean[] {true, true, true});

        assertThat(curve.area()).isZero();
        assertThat(curve.auroc()).isEmpty();
        assertThat(curve.coverageAtRisk(0)).isEqualTo(1 / 3.0);
        assertThat(curve.coverage(curve.largestWithin(0, 1))).isEqualTo(1);
    }

    @Test
    void whereAllAreWrongTheRiskIsOneAndThereIsNoAuroc() {
        RiskCoverageCurve curve = RiskCoverageCurve.of(new double[] {1, 2}, new boolean[] {false, false});

        assertThat(curve.risk(1)).isEqualTo(1);
        assertThat(curve.area()).isCloseTo((0.5 + 1) / 2, within(1e-12));
        assertThat(curve.auroc()).isEmpty();
        assertThat(curve.largestWithin(0.5, 1)).isEqualTo(-1);
    }

    @Test
    void theNearestRiskMayLieAboveTheOneAskedForAndTheLargestWithinMayNot() {
        assertThat(TEN.accepted(TEN.nearestRisk(0.24, 1))).isEqualTo(4);
        assertThat(TEN.risk(4)).isGreaterThan(0.24);
        assertThat(TEN.accepted(TEN.largestWithin(0.24, 1))).isEqualTo(6);
    }

    @Test
    void ofEquallyNearRisksTheOneThatAcceptsLeastIsTaken() {
        assertThat(TEN.nearestRisk(0, 1)).isEqualTo(1);
        assertThat(TEN.nearestRisk(0, 2)).isEqualTo(2);
    }

    @Test
    void aRiskIsTrustedFromTheMinimumOn() {
        assertThat(TEN.accepted(TEN.nearestRisk(0.05, 5))).isEqualTo(6);
        assertThat(TEN.largestWithin(0.05, 4)).isEqualTo(-1);
        assertThat(TEN.largestWithin(0.05, 3)).isEqualTo(3);
        assertThat(TEN.nearestRisk(0.05, 11)).isEqualTo(10);
    }

    @Test
    void theDefaultMinimumIsAQuarterRoundedUpAndAtMostFiveHundred() {
        assertThat(RiskCoverageCurve.defaultMinimumAccepted(1)).isEqualTo(1);
        assertThat(RiskCoverageCurve.defaultMinimumAccepted(8)).isEqualTo(2);
        assertThat(RiskCoverageCurve.defaultMinimumAccepted(9)).isEqualTo(3);
        assertThat(RiskCoverageCurve.defaultMinimumAccepted(2000)).isEqualTo(500);
        assertThat(RiskCoverageCurve.defaultMinimumAccepted(1_000_000)).isEqualTo(500);
    }

    @Test
    void ofEquallyNearCoveragesTheLowerIsTaken() {
        assertThat(TEN.nearestCoverage(0)).isZero();
        assertThat(TEN.nearestCoverage(0.8)).isEqualTo(8);
        RiskCoverageCurve two = RiskCoverageCurve.of(new double[] {1, 2}, new boolean[] {true, false});
        assertThat(two.nearestCoverage(0.25)).isZero();
        assertThat(two.nearestCoverage(0.75)).isEqualTo(1);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aResampleHasAsManyExamplesAtConfidencesOfTheCurve(long seed) {
        Random random = new Random(seed);
        RiskCoverageCurve curve = RiskCoverageCurve.of(tied(random, 300), right(random, 300));

        RiskCoverageCurve resample = curve.resample(new SplittableRandom(seed));

        int last = resample.points() - 1;
        assertThat(resample.examples()).isEqualTo(300);
        assertThat(resample.accepted(last)).isEqualTo(300);
        double[] thresholds =
                IntStream.range(0, curve.points()).mapToDouble(curve::threshold).toArray();
        for (int point = 1; point <= last; point++) {
            assertThat(resample.threshold(point)).isLessThan(resample.threshold(point - 1));
            assertThat(thresholds).contains(resample.threshold(point));
            int accepted = resample.accepted(point) - resample.accepted(point - 1);
            assertThat(accepted).isPositive();
            assertThat(resample.errors(point) - resample.errors(point - 1)).isBetween(0, accepted);
        }
    }

    @Test
    void resamplesAverageToTheCurve() {
        SplittableRandom random = new SplittableRandom(1);
        double risk = 0;
        for (int i = 0; i < 2000; i++) {
            RiskCoverageCurve resample = TEN.resample(random);
            risk += resample.risk(resample.points() - 1) / 2000;
        }

        // the mean of 2000 shares whose standard deviation is sqrt(.4 * .6 / 10) = .155
        assertThat(risk).isCloseTo(0.4, within(0.015));
    }

    @Test
    void theSameSeedGivesTheSameResample() {
        assertSame(GOLDEN.resample(new SplittableRandom(7)), GOLDEN.resample(new SplittableRandom(7)));
    }

    @Test
    void aCurveNeedsExamplesAndFiniteConfidences() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RiskCoverageCurve.of(new double[0], new boolean[0]))
                .withMessageContaining("got 0 and 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RiskCoverageCurve.of(new double[2], new boolean[3]))
                .withMessageContaining("got 2 and 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RiskCoverageCurve.of(new double[] {1, Double.NaN}, new boolean[2]))
                .withMessage("confidence must be finite, got NaN in row 1");
    }

    private static void assertSame(RiskCoverageCurve actual, RiskCoverageCurve expected) {
        assertThat(actual.points()).isEqualTo(expected.points());
        for (int point = 0; point < expected.points(); point++) {
            assertThat(actual.threshold(point)).isEqualTo(expected.threshold(point));
            assertThat(actual.accepted(point)).isEqualTo(expected.accepted(point));
            assertThat(actual.errors(point)).isEqualTo(expected.errors(point));
        }
        assertThat(actual.area()).isEqualTo(expected.area());
    }

    private static boolean[] goldenRight() {
        boolean[] right = new boolean[2000];
        for (int i = 0; i < right.length; i++) {
            right[i] = fraction(0.7548776662 * i) < Math.min(1.05 * GOLDEN_CONFIDENCE[i], 1);
        }
        return right;
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }

    private static double[] tied(Random random, int n) {
        return random.doubles(n).map(value -> Math.round(value * 20) / 20.0).toArray();
    }

    private static boolean[] right(Random random, int n) {
        boolean[] right = new boolean[n];
        for (int i = 0; i < n; i++) {
            right[i] = random.nextInt(4) > 0;
        }
        return right;
    }
}
