package dev.weir.plugins.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.interpolation.WeightMergeContract;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MergesTest {
    private static final double[][] CHANGES = {
        {1, -2, 3, 0.1, -0.5}, {-0.4, -1, 2, 0.2, 0.9}, {0.3, 2.5, -1, -0.3, -0.8}
    };

    @Nested
    class SoupTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            return new Soup();
        }

        @Test
        void isTheMean() {
            assertThat(merged(new Soup(), of(1, 2), of(3, 6))).containsExactly(2, 4);
        }
    }

    @Nested
    class GreedySoupTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            return new GreedySoup(random.nextBoolean());
        }

        @Test
        void keepsOnlyWhatMakesTheSoupStrictlyBetter() {
            // the nearer the first number is to 2, the better; 1.5 is best alone, with 3 it is 2.25, with 0 worse
            ToDoubleFunction<WeightSet> accuracy = set -> -Math.abs(values(set)[0] - 2);
            List<WeightSet> endpoints = List.of(of(0), of(1.5f), of(3));

            WeightSet soup =
                    new GreedySoup(false).merge(new MergeTask(endpoints, Optional.empty(), Optional.of(accuracy)));

            assertThat(values(soup)).containsExactly(2.25f);
        }

        @Test
        void whatChangesNothingIsKeptOnlyWhereThePaperIsFollowed() {
            MergeTask task = new MergeTask(List.of(of(1), of(3)), Optional.empty(), Optional.of(set -> 0.5));

            assertThat(values(new GreedySoup(false).merge(task))).containsExactly(1);
            assertThat(values(new GreedySoup(true).merge(task))).containsExactly(2);
        }

        @Test
        void withoutAValidationSplitIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> merged(new GreedySoup(false), of(1), of(2)))
                    .withMessageStartingWith("there is no validation split");
        }
    }

    @Nested
    class TaskArithmeticTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            return new TaskArithmetic(random.nextDouble(0.01, 2));
        }

        @Test
        void addsTheScaledSumOfTheChanges() {
            assertThat(merged(new TaskArithmetic(0.5), of(1, 2), of(3, 6))).containsExactly(2, 4); // of ancestor 0
        }
    }

    @Nested
    class TiesTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            boolean whole = random.nextBoolean();
            double density = new double[] {0, 1, random.nextDouble()}[random.nextInt(3)];
            return new Ties(
                    whole ? Ties.Dialect.WHOLE_MODEL : Ties.Dialect.PER_TENSOR,
                    density,
                    Optional.of(List.of(Ties.Agreed.SUM, Ties.Agreed.MEAN, Ties.Agreed.MAX)
                                    .get(random.nextInt(3)))
                            .filter(combine -> whole),
                    random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(1.5));
        }

        @Test
        void theWholeModelDialectGivesTheReferenceValues() {
            assertThat(whole(0.2, Ties.Agreed.SUM)).containsExactly(0, -3, 5, 0, 0);
            assertThat(whole(0.2, Ties.Agreed.MEAN)).containsExactly(0, -1.5, 2.5, 0, 0);
            assertThat(whole(0.6, Ties.Agreed.SUM))
                    .containsExactly(new double[] {1.3, -3, 5, -0.3, -1.3}, within(1e-12));
            assertThat(whole(0.6, Ties.Agreed.MEAN))
                    .containsExactly(new double[] {0.65, -1.5, 2.5, -0.3, -0.65}, within(1e-12));
            assertThat(whole(0.6, Ties.Agreed.MAX)).containsExactly(1, -2, 3, -0.3, -0.8);
        }

        @Test
        void aSumOfZeroTakesTheSignThatMostSumsHaveAndElseKeepsTheNegative() {
            assertThat(whole(new double[][] {{1, 5, 2}, {-1, 5, 2}}, 1, Ties.Agreed.SUM))
                    .containsExactly(1, 10, 4);
            assertThat(whole(new double[][] {{1}, {-1}}, 1, Ties.Agreed.SUM)).containsExactly(-1);
        }

        @Test
        void theTensorDialectKeepsExactlyTheShareAndTakesTheMeanOfWhatAgrees() {
            // of five numbers each keeps its largest: 3, 2 and 2.5
            assertThat(perTensor(CHANGES, 0.2)).containsExactly(0, 2.5, 2.5, 0, 0);
            assertThat(perTensor(new double[][] {{1, 1}, {-1, 2}}, 1)).containsExactly(1, 1.5);
        }

        @Test
        void theWholeModelDialectTrimsAndElectsAcrossTensors() {
            // cut in two, the reference's five numbers come to what they come to in one tensor
            List<Change> left = changes(new double[][] {{1, -2}, {-0.4, -1}, {0.3, 2.5}});
            List<Change> right = changes(new double[][] {{3, 0.1, -0.5}, {2, 0.2, 0.9}, {-1, -0.3, -0.8}});

            List<IntToDoubleFunction> merged = Ties.wholeModel(List.of(left, right), 0.2, Ties.Agreed.SUM);

            assertThat(values(2, merged.get(0))).containsExactly(0, -3);
            assertThat(values(3, merged.get(1))).containsExactly(5, 0, 0);
        }

        @Test
        void combineIsRefusedWhereItHasNoEffect() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Ties(
                            Ties.Dialect.PER_TENSOR, 0.2, Optional.of(Ties.Agreed.SUM), OptionalDouble.empty()))
                    .withMessage("combine has no effect in dialect per-tensor, which takes the mean of what agrees"
                            + "\nLeave combine out, or take dialect whole-model.");
        }

        @Test
        void whatIsLeftOutIsFilledInAsTheDialectHasIt() {
            Ties whole = new Ties(Ties.Dialect.WHOLE_MODEL, 0.2, Optional.empty(), OptionalDouble.empty());
            Ties tensors = new Ties(Ties.Dialect.PER_TENSOR, 0.2, Optional.empty(), OptionalDouble.empty());

            assertThat(whole.combine()).contains(Ties.Agreed.SUM);
            assertThat(whole.scale()).hasValue(0.3);
            assertThat(tensors.combine()).isEmpty();
            assertThat(tensors.scale()).hasValue(1);
        }

        private double[] whole(double density, Ties.Agreed combine) {
            return whole(CHANGES, density, combine);
        }

        private double[] whole(double[][] changes, double density, Ties.Agreed combine) {
            return values(
                    changes[0].length,
                    Ties.wholeModel(List.of(changes(changes)), density, combine).get(0));
        }

        private double[] perTensor(double[][] changes, double density) {
            return values(changes[0].length, Ties.perTensor(changes(changes), density));
        }
    }

    @Nested
    class BreadcrumbsTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            double density = new double[] {0, 1, random.nextDouble()}[random.nextInt(3)];
            double outliers = (1 - density) * new double[] {0, 1, random.nextDouble()}[random.nextInt(3)];
            return new Breadcrumbs(density, outliers, random.nextDouble(0.1, 1));
        }

        @Test
        void dropsTheLargestAndTheSmallest() {
            assertThat(kept(0.4, 0.2, 1, -2, 3, 4, -5, 6, 7, 8, 9, -10)).containsExactly(0, 0, 0, 0, -5, 6, 7, 8, 0, 0);
        }

        @Test
        void aSmallTensorKeepsItsShareInsteadOfNothing() {
            assertThat(kept(0.5, 0.01, 1, -2, 3, 4)).containsExactly(0, 0, 3, 4);
        }

        @Test
        void asMuchAsOutliersLeaveMayBeKeptAndMoreIsRefused() {
            assertThat(kept(0.75, 0.25, 1, -2, 3, 4)).containsExactly(1, -2, 3, 0);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Breadcrumbs(0.75, 0.5, 0.3))
                    .withMessage("density 0.75 and outliers 0.5 are more than all changes together: what is kept cannot"
                            + " be dropped\nLet the two add up to 1 at most.");
        }

        private double[] kept(double density, double outliers, double... change) {
            return values(change.length, Breadcrumbs.kept(new Row(change), density, outliers)::at);
        }
    }

    @Nested
    class SlerpTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            return new Slerp(new double[] {0, 1, random.nextDouble()}[random.nextInt(3)]);
        }

        @Test
        void betweenTwoVectorsIsTheReferenceValue() {
            float[] mixed = Slerp.between(new float[] {1, 0, 2}, new float[] {0, 3, 1}, 0.3);

            assertThat(new double[] {mixed[0], mixed[1], mixed[2]})
                    .containsExactly(new double[] {0.81591455, 1.17525672, 2.02358134}, within(1.2e-7)); // floats
        }

        @Test
        void singleNumbersZerosAndParallelsAreMixedAlongALine() {
            assertThat(Slerp.between(new float[] {2}, new float[] {-4}, 0.25)).containsExactly(0.5f);
            assertThat(Slerp.between(new float[] {0, 0}, new float[] {4, 8}, 0.25))
                    .containsExactly(1, 2);
            assertThat(Slerp.between(new float[] {1, 2}, new float[] {3, 6}, 0.5))
                    .containsExactly(2, 4);
        }

        @Test
        void threeEndpointsAreRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> merged(new Slerp(0.5), of(1), of(2), of(3)))
                    .withMessageStartingWith("an arc lies between two endpoints, got 3");
        }
    }

    @Nested
    class ModelStockTest implements WeightMergeContract {
        @Override
        public WeightMerge merge(Random random) {
            return new ModelStock();
        }

        @Test
        void changesAtRightAnglesLeaveTheAncestorAndParallelOnesTheMean() {
            assertThat(ModelStock.share(changes(new double[][] {{1, 0}, {0, 1}})))
                    .isZero();
            assertThat(ModelStock.share(changes(new double[][] {{1, 0}, {2, 0}})))
                    .isEqualTo(1);
            assertThat(ModelStock.share(changes(new double[][] {{1, 0}, {-2, 0}})))
                    .isZero();
        }

        @Test
        void atSixtyDegreesTwoEndpointsShareTwoThirds() {
            // cos = 1/2, so 2 * 1/2 / (1 + 1/2)
            assertThat(ModelStock.share(changes(new double[][] {{1, 0}, {0.5, Math.sqrt(0.75)}})))
                    .isCloseTo(2.0 / 3, within(1e-12));
        }

        @Test
        void withoutAnAncestorIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ModelStock()
                            .merge(new MergeTask(List.of(of(1), of(2)), Optional.empty(), Optional.empty())))
                    .withMessageStartingWith("ancestor is missing");
        }
    }

    @Test
    void endpointsOfOtherDimensionsOrWithNaNAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> merged(new Soup(), of(1), of(1, 2)))
                .withMessageContaining("weights[2] is there instead of weights[1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> merged(new Soup(), of(1), of(Float.NaN)))
                .withMessage("weights[1] holds NaN");
    }

    /** Changes that are given, and not worked out of floats. */
    @SuppressWarnings("ArrayRecordComponent") // read by index only
    private record Row(double[] values) implements Change {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public double at(int j) {
            return values[j];
        }
    }

    private static List<Change> changes(double[][] rows) {
        return Arrays.stream(rows).<Change>map(Row::new).toList();
    }

    private static double[] values(int size, IntToDoubleFunction values) {
        return IntStream.range(0, size).mapToDouble(values).toArray();
    }

    private static WeightSet of(float... values) {
        return new WeightSet(List.of(new WeightTensor.Floats("weights", List.of(values.length), values)));
    }

    /** Of endpoints whose ancestor is 0. */
    private static float[] merged(WeightMerge merge, WeightSet... endpoints) {
        WeightSet zero = of(new float[values(endpoints[0]).length]);
        return values(merge.merge(new MergeTask(List.of(endpoints), Optional.of(zero), Optional.empty())));
    }

    private static float[] values(WeightSet set) {
        return ((WeightTensor.Floats) set.tensors().get(0)).values();
    }
}
