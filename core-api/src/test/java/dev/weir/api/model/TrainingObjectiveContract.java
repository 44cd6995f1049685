package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TrainingObjective} must keep. Implement it in the plugin's own test class. */
public interface TrainingObjectiveContract {

    /** An objective with settings drawn from their valid ranges, the ends included. */
    TrainingObjective objective(Random random);

    /** Whether a constant added to all logits of a row changes nothing, as with everything after a softmax. */
    default boolean isShiftInvariant() {
        return true;
    }

    /** Whether the blocks of a batch add up to it; if not, a block that is not its whole batch is refused. */
    default boolean addsUp() {
        return true;
    }

    @ParameterizedTest
    @EnumSource
    default void givesAFiniteValueAndAFiniteGradientForEachLogit(RandomLogits kind) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            TrainingObjective objective = objective(random);
            TrainingBlock block = block(random, kind, 8, 2 + random.nextInt(9));

            Loss loss = objective.evaluate(block);

            assertThat(loss.value()).as("%s, seed %d", objective, seed).isFinite();
            assertThat(loss.gradient())
                    .hasSize(block.logits().rows() * block.logits().classes());
            assertThat(Arrays.stream(loss.gradient()).boxed())
                    .as("%s, seed %d", objective, seed)
                    .allMatch(Double::isFinite);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDINARY", "SATURATED", "TIED", "DOUBLE"})
    default void gradientIsTheDerivativeOfTheValue(RandomLogits kind) {
        double step = 1e-5;
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            TrainingObjective objective = objective(random);
            TrainingBlock block = block(random, kind, 6, 4);
            double[] gradient = objective.evaluate(block).gradient();

            for (int i = 0; i < gradient.length; i++) {
                TrainingBlock above = moved(block, i, step);
                TrainingBlock below = moved(block, i, -step);
                int row = i / block.logits().classes();
                if (above.logits().argMax(row) != below.logits().argMax(row)) {
                    continue; // an objective may look at the prediction, and has no derivative where it changes
                }
                double difference = (objective.evaluate(above).value()
                                - objective.evaluate(below).value())
                        / (2 * step);

                assertThat(gradient[i])
                        .as("%s, seed %d, logit %d", objective, seed, i)
                        .isCloseTo(difference, within(1e-6 * Math.max(1, Math.abs(difference))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    default void gradientOfARowSumsToZeroWhereAShiftChangesNothing(RandomLogits kind) {
        Random random = new Random(1);
        TrainingBlock block = block(random, kind, 8, 5);

        double[] gradient = objective(random).evaluate(block).gradient();

        if (isShiftInvariant()) {
            for (int row = 0; row < 8; row++) {
                double sum = Arrays.stream(gradient, row * 5, (row + 1) * 5).sum();
                assertThat(sum).as("row %d", row).isCloseTo(0, within(1e-9));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void blocksAddUpToTheirBatch(long seed) {
        Random random = new Random(seed);
        TrainingObjective objective = objective(random);
        TrainingBlock batch = block(random, RandomLogits.ORDINARY, 12, 5);
        int cut = 1 + random.nextInt(11);
        if (!addsUp()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> objective.evaluate(part(batch, 0, cut)))
                    .withMessageContaining("whole batch");
            return;
        }

        Loss whole = objective.evaluate(batch);
        Loss first = objective.evaluate(part(batch, 0, cut));
        Loss second = objective.evaluate(part(batch, cut, 12));

        assertThat(first.value() + second.value()).isCloseTo(whole.value(), within(1e-12 * scale(whole)));
        double[] joined = Arrays.copyOf(first.gradient(), whole.gradient().length);
        System.arraycopy(second.gradient(), 0, joined, cut * 5, (12 - cut) * 5);
        assertThat(joined).containsExactly(whole.gradient(), within(1e-12 * scale(whole)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void anEmptyBlockAddsNothing(long seed) {
        Random random = new Random(seed);
        TrainingObjective objective = objective(random);
        TrainingBlock batch = block(random, RandomLogits.ORDINARY, 12, 5);
        Labels none = new Labels(5, new int[0]);

        Loss nothing = objective.evaluate(
                addsUp()
                        ? part(batch, 3, 3)
                        : TrainingBlock.whole(batch.logits().rows(3, 3), none));

        assertThat(nothing.value()).isZero();
        assertThat(nothing.gradient()).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void leavesItsBlockAsItWas(long seed) {
        Random random = new Random(seed);
        TrainingBlock block = block(random, RandomLogits.ORDINARY, 8, 5);
        double[] logits = block.logits().toDoubles();
        int[] labels = block.labels().toArray();

        objective(random).evaluate(block);

        assertThat(block.logits().toDoubles()).containsExactly(logits);
        assertThat(block.labels().toArray()).containsExactly(labels);
    }

    @Test
    default void givesTwoThreadsTheLossOfOne() {
        Random random = new Random(1);
        TrainingObjective objective = objective(random);
        TrainingBlock first = block(random, RandomLogits.ORDINARY, 64, 5);
        TrainingBlock second = block(random, RandomLogits.ORDINARY, 64, 5);
        Loss ofFirst = objective.evaluate(first);
        Loss ofSecond = objective.evaluate(second);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> assertLossStays(objective, first, ofFirst)),
                        CompletableFuture.runAsync(() -> assertLossStays(objective, second, ofSecond)))
                .join();
    }

    private static void assertLossStays(TrainingObjective objective, TrainingBlock block, Loss expected) {
        for (int i = 0; i < 200; i++) {
            Loss loss = objective.evaluate(block);
            assertThat(loss.value()).isEqualTo(expected.value());
            assertThat(loss.gradient()).containsExactly(expected.gradient());
        }
    }

    private static TrainingBlock block(Random random, RandomLogits kind, int rows, int classes) {
        return TrainingBlock.whole(kind.draw(random, rows, classes), RandomOutputs.labels(random, rows, classes));
    }

    private static TrainingBlock part(TrainingBlock batch, int from, int to) {
        int[] labels = Arrays.copyOfRange(batch.labels().toArray(), from, to);
        return new TrainingBlock(
                batch.logits().rows(from, to), new Labels(batch.labels().classes(), labels), batch.batchRows());
    }

    private static TrainingBlock moved(TrainingBlock block, int index, double step) {
        double[] values = block.logits().toDoubles();
        values[index] += step;
        Logits logits = new Logits(block.logits().rows(), block.logits().classes(), values);
        return new TrainingBlock(logits, block.labels(), block.batchRows());
    }

    private static double scale(Loss loss) {
        return Math.max(1, Math.abs(loss.value()));
    }
}
