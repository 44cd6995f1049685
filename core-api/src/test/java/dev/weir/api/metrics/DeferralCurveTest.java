package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeferralCurveTest {
    private static final double[] CONFIDENCE = {.95, .9, .85, .8, .7, .65, .6, .5, .4, .3};
    private static final boolean[] SMALL = right("1110110010");
    private static final boolean[] LARGE = right("1111101110");

    @Test
    void ofTenExamplesTheAccuraciesAtEveryNumberOfDeferredAreThoseDerivedByHand() {
        assertThat(accuracies(DeferralCurve.of(CONFIDENCE, SMALL, LARGE)))
                .containsExactly(new double[] {.6, .6, .6, .7, .8, .7, .7, .8, .8, .8, .8}, within(1e-12));
    }

    @Test
    void ofTenExamplesSdIsAThirdAsDerivedByHand() {
        assertThat(DeferralCurve.of(CONFIDENCE, SMALL, LARGE).sd().getAsDouble())
                .isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void ofTenExamplesTheAurocIsThatDerivedByHand() {
        assertThat(RiskCoverageCurve.of(CONFIDENCE, SMALL).auroc().getAsDouble())
                .isCloseTo(19 / 24.0, within(1e-12));
    }

    @Test
    void theRandomCurveIsTheChordAndTheIdealRisesUntilEveryErrorIsDeferred() {
        DeferralCurve curve = DeferralCurve.of(CONFIDENCE, SMALL, LARGE);

        assertThat(curve.random(0)).isEqualTo(0.6);
        assertThat(curve.random(0.5)).isCloseTo(0.7, within(1e-12));
        assertThat(curve.random(1)).isCloseTo(0.8, within(1e-12));
        assertThat(curve.ideal(0)).isEqualTo(0.6);
        assertThat(curve.ideal(0.2)).isCloseTo(0.7, within(1e-12));
        assertThat(curve.ideal(0.4)).isEqualTo(0.8);
        assertThat(curve.ideal(1)).isEqualTo(0.8);
    }

    @Test
    void theClosedFormOfTheIdealsAreaIsItsIntegral() {
        DeferralCurve curve = DeferralCurve.of(CONFIDENCE, SMALL, LARGE);
        int steps = 1000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double rate = (i + 0.5) / steps;
            sum += (curve.ideal(rate) - curve.random(rate)) / steps;
        }

        assertThat(sum).isCloseTo((0.8 - 0.6) * 0.6 / 2, within(1e-6));
    }

    @Test
    void deferringErrorsFirstToAModelThatIsAlwaysRightIsIdeal() {
        double[] confidence = {0.1, 0.2, 0.3, 0.8, 0.9};

        DeferralCurve curve = DeferralCurve.of(confidence, right("00011"), right("11111"));

        assertThat(curve.sd().getAsDouble()).isCloseTo(1, within(1e-12));
    }

    @Test
    void sdIsBelowZeroWhereTheSurestAreWrongAndAboveOneWhereTheLargeModelIsBestOnTheErrors() {
        assertThat(DeferralCurve.of(new double[] {1, 2, 3, 4}, right("1100"), right("1111"))
                        .sd()
                        .getAsDouble())
                .isCloseTo(-1, within(1e-12));
        assertThat(DeferralCurve.of(new double[] {1, 2, 3, 4}, right("0011"), right("1110"))
                        .sd()
                        .getAsDouble())
                .isGreaterThan(1);
    }

    @Test
    void equalConfidencesAreWorthWhatRandomDeferralIs() {
        DeferralCurve curve = DeferralCurve.of(new double[10], SMALL, LARGE);

        assertThat(curve.sd().getAsDouble()).isCloseTo(0, within(1e-12));
        assertThat(curve.accuracy(5)).isCloseTo(curve.random(0.5), within(1e-12));
    }

    @Test
    void withTiesTheCurveIsTheMeanOverAllOrders() {
        DeferralCurve curve = DeferralCurve.of(new double[] {2, 1, 2, 0.0, 2, -0.0}, right("110010"), right("101111"));

        // of the rows {3, 5} both are gained, {1} is lost, of {0, 2, 4} one is gained, at any place
        assertThat(accuracies(curve))
                .containsExactly(
                        new double[] {3 / 6.0, 4 / 6.0, 5 / 6.0, 4 / 6.0, 13 / 18.0, 14 / 18.0, 5 / 6.0},
                        within(1e-12));
    }

    @Test
    void theOrderOfTheExamplesDoesNotMatter() {
        Random random = new Random(1);
        int n = 500;
        double[] confidence = random.ints(n, 0, 40).asDoubleStream().toArray();
        boolean[] small = draw(random, n, 0.6);
        boolean[] large = draw(random, n, 0.8);
        int[] backwards = IntStream.range(0, n).map(row -> n - 1 - row).toArray();

        DeferralCurve asGiven = DeferralCurve.of(confidence, small, large);
        DeferralCurve turned = DeferralCurve.of(
                IntStream.of(backwards).mapToDouble(row -> confidence[row]).toArray(),
                select(small, backwards),
                select(large, backwards));

        assertThat(accuracies(turned)).containsExactly(accuracies(asGiven));
        assertThat(turned.sd()).isEqualTo(asGiven.sd());
    }

    @Test
    void sdIsTheTrapezoidRuleOverEveryNumberOfDeferredExamples() {
        Random random = new Random(2);
        int n = 300;
        double[] confidence = random.ints(n, 0, 90).asDoubleStream().toArray();
        DeferralCurve curve = DeferralCurve.of(confidence, draw(random, n, 0.5), draw(random, n, 0.8));
        double[] accuracies = accuracies(curve);
        double area = 0;
        for (int k = 0; k < n; k++) {
            area += (accuracies[k] + accuracies[k + 1]) / 2 / n;
        }
        double small = curve.smallAccuracy();
        double large = curve.largeAccuracy();

        assertThat(curve.sd().getAsDouble())
                .isCloseTo((area - (small + large) / 2) / ((large - small) * small / 2), within(1e-9));
    }

    @Test
    void withoutABetterLargeModelThereIsNoSdAndAReason() {
        DeferralCurve equal = DeferralCurve.of(new double[] {1, 2}, right("10"), right("01"));
        DeferralCurve nothingRight = DeferralCurve.of(new double[] {1, 2}, right("00"), right("01"));

        assertThat(equal.sd()).isEmpty();
        assertThat(equal.undefined())
                .hasValue("the large model is not better than the small one: right on 1 and 1 of 2 examples");
        assertThat(nothingRight.sd()).isEmpty();
        assertThat(nothingRight.undefined()).hasValue("the small model is right on none of 2 examples");
    }

    @Test
    void aResampleHasTheSameSizeAndOnAverageTheSameSd() {
        Random random = new Random(3);
        int n = 2000;
        double[] confidence = random.doubles(n).toArray();
        boolean[] small = new boolean[n];
        for (int row = 0; row < n; row++) {
            small[row] = random.nextDouble() < confidence[row];
        }
        DeferralCurve curve = DeferralCurve.of(confidence, small, draw(random, n, 0.9));
        SplittableRandom draws = new SplittableRandom(4);

        double mean = IntStream.range(0, 200)
                .mapToDouble(i -> curve.resample(draws).sd().getAsDouble())
                .average()
                .getAsDouble();

        assertThat(curve.resample(draws).examples()).isEqualTo(n);
        assertThat(mean).isCloseTo(curve.sd().getAsDouble(), within(0.01));
    }

    @Test
    void refusesNothingAndConfidencesThatAreNotFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeferralCurve.of(new double[0], right(""), right("")))
                .withMessageContaining("at least one example");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DeferralCurve.of(new double[] {1, Double.NaN}, right("10"), right("10")))
                .withMessage("confidence must be finite, got NaN in row 1");
    }

    @Test
    void theAscendingOrderIsThatOfASortAndStable() {
        Random random = new Random(5);
        for (int n = 0; n < 70; n++) {
            double[] values = random.ints(n, 0, 20).asDoubleStream().toArray();

            assertThat(Ascending.order(values))
                    .containsExactly(IntStream.range(0, n)
                            .boxed()
                            .sorted((a, b) -> Double.compare(values[a], values[b]))
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
    }

    private static double[] accuracies(DeferralCurve curve) {
        return IntStream.rangeClosed(0, curve.examples())
                .mapToDouble(curve::accuracy)
                .toArray();
    }

    private static boolean[] draw(Random random, int n, double share) {
        boolean[] drawn = new boolean[n];
        for (int row = 0; row < n; row++) {
            drawn[row] = random.nextDouble() < share;
        }
        return drawn;
    }

    private static boolean[] select(boolean[] values, int[] rows) {
        boolean[] selected = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return selected;
    }

    private static boolean[] right(String digits) {
        boolean[] right = new boolean[digits.length()];
        for (int i = 0; i < right.length; i++) {
            right[i] = digits.charAt(i) == '1';
        }
        return right;
    }
}
