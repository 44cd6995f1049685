package dev.weir.api.interpolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.RandomLogits;
import dev.weir.api.TwoThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Interpolator} must keep. Implement it in the plugin's own test class. */
public interface InterpolatorContract {

    /** An interpolator of two endpoints without an ancestor, with settings drawn from their valid ranges. */
    Interpolator interpolator(Random random);

    @ParameterizedTest(name = "{0}")
    @EnumSource(RandomLogits.class)
    default void withoutAnAncestorCoefficientsAreSharesThatAddUpToOne(RandomLogits kind) {
        for (int seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            Interpolator interpolator = interpolator(random);
            InterpolationTask task = task(random, kind, 40);

            InterpolationPlan plan = interpolator.plan(task);

            assertThat(plan.overAncestor()).isFalse();
            plan.mixes().forEach(mix -> requireShares(mix.coefficients()));
            for (double[] own : plan.coefficients(task.endpoints())) {
                requireShares(Arrays.stream(own).boxed().toList());
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void logitsThatAreAllZeroAreTaken(long seed) {
        Logits zeros = new Logits(40, 4, new float[160]);
        InterpolationPlan plan = interpolator(new Random(seed))
                .plan(new InterpolationTask(List.of(zeros, zeros), false, Optional.empty(), seed));

        for (double[] own : plan.coefficients(List.of(zeros, zeros))) {
            requireShares(Arrays.stream(own).boxed().toList());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theSameTaskGivesTheSamePlan(long seed) {
        Interpolator interpolator = interpolator(new Random(seed));

        assertThat(interpolator.plan(task(new Random(seed), RandomLogits.ORDINARY, 30)))
                .isEqualTo(interpolator.plan(task(new Random(seed), RandomLogits.ORDINARY, 30)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void aFixedMixIsTheOnlyOneOfEveryPlan(long seed) {
        Interpolator interpolator = interpolator(new Random(seed));

        interpolator
                .fixed()
                .ifPresent(mix -> assertThat(interpolator
                                .plan(task(new Random(seed), RandomLogits.ORDINARY, 30))
                                .mixes())
                        .containsExactly(mix));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void aFrozenPlanServesAnExampleAlikeInAnyOrder(long seed) {
        Random random = new Random(seed);
        InterpolationTask task = task(random, RandomLogits.ORDINARY, 30);
        InterpolationPlan plan = interpolator(random).plan(task);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 30).boxed().toList());
        Collections.shuffle(order, random);
        int[] rows = order.stream().mapToInt(Integer::intValue).toArray();

        double[][] inOrder = plan.coefficients(task.endpoints());
        double[][] shuffled = plan.coefficients(
                task.endpoints().stream().map(logits -> logits.select(rows)).toList());

        for (int i = 0; i < rows.length; i++) {
            assertThat(shuffled[i]).containsExactly(inOrder[rows[i]]);
            if (!plan.isPerExample()) {
                assertThat(plan.mixOf(shuffled[i])).isEqualTo(plan.mixOf(inOrder[rows[i]]));
            }
        }
    }

    @Test
    default void plansAlikeOnTwoThreads() {
        Interpolator interpolator = interpolator(new Random(1));
        InterpolationTask task = task(new Random(1), RandomLogits.ORDINARY, 30);
        InterpolationPlan expected = interpolator.plan(task);

        TwoThreads.run(() -> assertThat(interpolator.plan(task)).isEqualTo(expected));
    }

    private static void requireShares(List<Double> coefficients) {
        assertThat(coefficients).hasSize(2).allMatch(c -> c >= 0 && c <= 1);
        assertThat(coefficients.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, within(1e-12));
    }

    private static InterpolationTask task(Random random, RandomLogits kind, int rows) {
        Logits first = kind.draw(random, rows, 4);
        Logits second = kind.draw(random, rows, 4);
        return new InterpolationTask(List.of(first, second), false, Optional.empty(), 7);
    }
}
