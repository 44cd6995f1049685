package dev.weir.plugins.dawin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.interpolation.Expertise;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.InterpolatorContract;
import dev.weir.api.interpolation.Mix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DaWinTest implements InterpolatorContract {
    private static final double[] FIRST = {0.2, 1.5, 0.9, 0.05, 2.0};
    private static final double[] SECOND = {0.4, 0.3, 1.1, 0.9, 0.1};

    @Override
    public Interpolator interpolator(Random random) {
        return new DaWin(
                List.of(Mode.SAMPLE, Mode.CLUSTER, Mode.DOMAIN).get(random.nextInt(3)),
                1 + random.nextInt(4),
                random.nextBoolean(),
                random.nextBoolean() ? List.of() : List.of(random.nextDouble(0.1, 10), Double.MIN_NORMAL),
                false,
                random.nextBoolean() ? new Fitting.Transductive() : new Fitting.WarmUp(4 + random.nextInt(40)),
                1 + random.nextInt(3),
                OptionalDouble.empty());
    }

    @Test
    void offsetAndPriorsAreThoseOfTheReference() {
        OffsetStatistics statistics = OffsetStatistics.of(new double[][] {FIRST, SECOND});

        assertThat(statistics.offset()).isCloseTo(0.8247434358688306, within(1e-15));
        assertThat(1 / statistics.priors().get(1)).isCloseTo(1.6021505376344087, within(1e-15));
    }

    @Test
    void coefficientsWithoutAndWithTheOffsetAreThoseOfTheReference() {
        List<Logits> stream = List.of(ofEntropies(FIRST), ofEntropies(SECOND));
        OffsetStatistics statistics = OffsetStatistics.of(new double[][] {FIRST, SECOND});

        assertThat(last(plain(), stream))
                .containsExactly(new double[] {0.450166, 0.768525, 0.450166, 0.299433, 0.869892}, within(5e-7));
        assertThat(last(new Expertise(List.of(1.0, 1.0), statistics.offset(), statistics.priors(), 1), stream))
                .containsExactly(new double[] {0.512186, 0.701960, 0.541908, 0.422142, 0.761219}, within(5e-7));
    }

    @Test
    void thePlanOfTheOffsetModeHasTheSameNumbers() {
        DaWin dawin = new DaWin(
                Mode.SAMPLE, 3, true, List.of(), false, new Fitting.Transductive(), 3, OptionalDouble.empty());

        InterpolationPlan plan = dawin.plan(task(ofEntropies(FIRST), ofEntropies(SECOND)));

        assertThat(plan.isPerExample()).isTrue();
        assertThat(plan.expertise().orElseThrow().offset()).isCloseTo(0.8247434358688306, within(1e-9));
    }

    @Test
    void theDomainModeTakesTheMeanOfAllCoefficients() {
        InterpolationPlan plan =
                dawin(Mode.DOMAIN, OptionalDouble.empty()).plan(task(ofEntropies(FIRST), ofEntropies(SECOND)));

        double mean = (0.450166 + 0.768525 + 0.450166 + 0.299433 + 0.869892) / 5;
        assertThat(plan.mixes())
                .singleElement()
                .satisfies(mix -> assertThat(mix.coefficients().get(1)).isCloseTo(mean, within(1e-6)));
    }

    @Test
    void severalEndpointsOverAnAncestorHaveCoefficientsThatAddUpToTheScale() {
        List<Logits> three = List.of(ofEntropies(FIRST), ofEntropies(SECOND), ofEntropies(FIRST));
        InterpolationTask task = new InterpolationTask(three, true, Optional.empty(), 1);

        InterpolationPlan plan = dawin(Mode.DOMAIN, OptionalDouble.of(0.9)).plan(task);

        List<Double> coefficients = plan.mixes().get(0).coefficients();
        assertThat(plan.overAncestor()).isTrue();
        assertThat(coefficients.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(0.9, within(1e-12));
        assertThat(coefficients.get(0)).isCloseTo(coefficients.get(2), within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dawin(Mode.CLUSTER, OptionalDouble.empty()).plan(task))
                .withMessageStartingWith("mode: 3 endpoints have one mix");
    }

    @Test
    void oneExampleAndEqualEntropiesMeetInTheMiddle() {
        Logits uniform = new Logits(1, 4, new float[4]);
        DaWin one = new DaWin(
                Mode.CLUSTER, 1, true, List.of(), false, new Fitting.Transductive(), 3, OptionalDouble.empty());
        assertThat(one.plan(task(uniform, uniform)).mixes().get(0).coefficients())
                .allSatisfy(coefficient -> assertThat(coefficient).isCloseTo(0.5, within(1e-9)));

        Logits many = new Logits(5, 4, new float[20]);
        InterpolationPlan plan = dawin(Mode.CLUSTER, OptionalDouble.empty()).plan(task(many, many));
        assertThat(plan.mixes()).hasSize(1); // of equal coefficients there is one cluster
    }

    @Test
    void settingsThatDoNotFitAreRefusedWithARemedy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dawin(Mode.CLUSTER, OptionalDouble.empty())
                        .plan(task(new Logits(2, 2, new float[4]), new Logits(2, 2, new float[4]))))
                .withMessage("clusters: 2 examples cannot make 3\nTake as many as there are examples at most.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dawin(Mode.CLUSTER, OptionalDouble.of(0.6)))
                .withMessageStartingWith("scale belongs to mode domain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DaWin(
                        Mode.SAMPLE,
                        3,
                        false,
                        List.of(0.0, 1.0),
                        false,
                        new Fitting.Transductive(),
                        3,
                        OptionalDouble.empty()))
                .withMessage("temperatures must be finite and greater than 0, got 0");
    }

    @Test
    void aFittedTemperatureUndoesAScaleOfTheLogits() {
        // for two classes a logit of log 3 has the probability 3/4, and three of four such answers are right
        float[] logOfThree = {
            (float) Math.log(3), 0, (float) Math.log(3), 0, (float) Math.log(3), 0, (float) Math.log(3), 0
        };
        float[] doubled = logOfThree.clone();
        for (int i = 0; i < doubled.length; i++) {
            doubled[i] *= 2;
        }
        Labels labels = new Labels(2, new int[] {0, 0, 0, 1});
        List<Logits> endpoints = List.of(new Logits(4, 2, logOfThree), new Logits(4, 2, doubled));
        DaWin dawin = new DaWin(
                Mode.SAMPLE, 3, false, List.of(), true, new Fitting.Transductive(), 3, OptionalDouble.empty());

        InterpolationPlan plan = dawin.plan(new InterpolationTask(
                endpoints, false, Optional.of(new InterpolationValidation(endpoints, labels, Optional.empty())), 1));

        List<Double> fitted = plan.expertise().orElseThrow().temperatures();
        assertThat(fitted.get(0)).isCloseTo(1, within(1e-5));
        assertThat(fitted.get(1)).isCloseTo(2, within(1e-5));
    }

    @Test
    void aWarmUpReadsTheFirstExamplesAlone() {
        DaWin warm =
                new DaWin(Mode.DOMAIN, 3, true, List.of(), false, new Fitting.WarmUp(3), 3, OptionalDouble.empty());
        InterpolationPlan whole = warm.plan(task(ofEntropies(FIRST), ofEntropies(SECOND)));
        InterpolationPlan begin =
                warm.plan(task(ofEntropies(Arrays.copyOf(FIRST, 3)), ofEntropies(Arrays.copyOf(SECOND, 3))));

        assertThat(whole).isEqualTo(begin);
    }

    @Test
    void whatASettingCannotDoIsNoted() {
        Logits certain = new Logits(2, 2, new float[] {2_000, 0, 0, 2_000});
        Logits unsure = new Logits(2, 2, new float[] {1, 0, 0, 2});
        DaWin offset =
                new DaWin(Mode.DOMAIN, 3, true, List.of(), false, new Fitting.WarmUp(3), 3, OptionalDouble.empty());
        InterpolationTask task = new InterpolationTask(List.of(unsure, certain), true, Optional.empty(), 1);

        assertThat(offset.plan(task).notes())
                .containsExactly(
                        "fitting: the stream has 2 examples, fewer than the warm-up of 3, so the plan is fitted to all of"
                                + " it",
                        "scale: without it the ancestor has no part in this mix of the endpoints' weights",
                        "offset: endpoint 2 is certain of every example, and its entropies have no spread, which counts"
                                + " as 0");
        assertThat(new DaWin(
                                Mode.SAMPLE,
                                3,
                                true,
                                List.of(),
                                false,
                                new Fitting.Transductive(),
                                3,
                                OptionalDouble.empty())
                        .plan(task(unsure.rows(0, 1), unsure.rows(0, 1)))
                        .notes())
                .containsExactly("offset: one example has no spread of entropies, which counts as 0");
        assertThat(dawin(Mode.CLUSTER, OptionalDouble.empty())
                        .plan(task(ofEntropies(FIRST), ofEntropies(SECOND)))
                        .notes())
                .isEmpty();
    }

    @Test
    void aPlanOfOneMixSaysItsCoefficientsForAll() {
        InterpolationPlan plan = InterpolationPlan.of(Mix.of(List.of(0.3, 0.7)));

        assertThat(plan.coefficients(List.of(ofEntropies(FIRST), ofEntropies(SECOND)))[4])
                .containsExactly(0.3, 0.7);
    }

    static Expertise plain() {
        return new Expertise(List.of(1.0, 1.0), 0, List.of(0.5, 0.5), 1);
    }

    private static DaWin dawin(Mode mode, OptionalDouble scale) {
        return new DaWin(mode, 3, false, List.of(), false, new Fitting.Transductive(), 3, scale);
    }

    private static InterpolationTask task(Logits first, Logits second) {
        return new InterpolationTask(List.of(first, second), false, Optional.empty(), 7);
    }

    private static double[] last(Expertise expertise, List<Logits> stream) {
        InterpolationPlan plan = new InterpolationPlan(2, false, Optional.of(expertise), List.of());
        return Arrays.stream(plan.coefficients(stream))
                .mapToDouble(row -> row[1])
                .toArray();
    }

    /** Logits of ten classes whose softmax has these entropies, one of them higher than nine equal ones. */
    private static Logits ofEntropies(double[] entropies) {
        double[] values = new double[entropies.length * 10];
        for (int row = 0; row < entropies.length; row++) {
            double low = 0;
            double high = 40;
            for (int step = 0; step < 200; step++) {
                double middle = (low + high) / 2;
                double[] one = new double[10];
                one[0] = middle;
                if (new Logits(1, 10, one).entropy(0, 1) > entropies[row]) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            values[row * 10] = low;
        }
        return new Logits(entropies.length, 10, values);
    }
}
