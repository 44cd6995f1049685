package dev.weir.api.deferral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import dev.weir.api.TwoThreads;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Calibrator} must keep. Implement it in the plugin's own test class. */
public interface CalibratorContract {

    /** A calibrator with settings drawn from their valid ranges, the ends included. */
    Calibrator calibrator(Random random);

    @ParameterizedTest
    @EnumSource
    default void givesFiniteLogitsOfTheSameShape(RandomLogits kind) {
        for (long seed = 1; seed <= 10; seed++) {
            Random random = new Random(seed);
            Calibrator fitted = fitted(random, kind);

            Logits changed = fitted.apply(kind.draw(random, 8, 5));

            assertThat(changed.rows()).isEqualTo(8);
            assertThat(changed.classes()).isEqualTo(5);
            assertThat(Arrays.stream(changed.toDoubles()).boxed())
                    .as("%s, seed %d", fitted, seed)
                    .allMatch(Double::isFinite);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void changesARowAloneAsInItsBatch(long seed) {
        Random random = new Random(seed);
        Calibrator fitted = fitted(random, RandomLogits.ORDINARY);
        Logits batch = RandomLogits.ORDINARY.draw(random, 8, 5);

        Logits together = fitted.apply(batch);

        for (int row = 0; row < batch.rows(); row++) {
            assertThat(fitted.apply(batch.row(row)).toDoubles())
                    .containsExactly(together.row(row).toDoubles());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void learnsOnceAndTheSameFromTheSame(long seed) {
        Calibrator fitted = fitted(new Random(seed), RandomLogits.ORDINARY);
        Random other = new Random(seed + 100);

        assertThat(fitted(new Random(seed), RandomLogits.ORDINARY)).isEqualTo(fitted);
        assertThat(fitted.fitted(RandomLogits.ORDINARY.draw(other, 50, 5), RandomOutputs.labels(other, 50, 5)))
                .isEqualTo(fitted);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void whatItLearnedIsARecordAgain(long seed) {
        assertThat(fitted(new Random(seed), RandomLogits.ORDINARY)).isInstanceOf(Record.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void changesNothingBeforeItHasLearned(long seed) {
        Random random = new Random(seed);
        Calibrator calibrator = calibrator(random);
        Logits logits = RandomLogits.ORDINARY.draw(random, 50, 5);
        boolean hasLearned =
                calibrator.fitted(logits, RandomOutputs.labels(random, 50, 5)).equals(calibrator);

        if (!hasLearned) {
            assertThatIllegalStateException().isThrownBy(() -> calibrator.apply(logits));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void learnsFromNoRowsOrSaysWhyNot(long seed) {
        Calibrator calibrator = calibrator(new Random(seed));
        try {
            calibrator.fitted(new Logits(0, 5, new float[0]), new Labels(5, new int[0]));
        } catch (IllegalArgumentException refusal) {
            assertThat(refusal).message().isNotBlank();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theOrderOfTheRowsDoesNotMatter(long seed) {
        Random random = new Random(seed);
        Calibrator calibrator = calibrator(random);
        Logits logits = RandomLogits.ORDINARY.draw(random, 100, 5);
        Labels labels = RandomOutputs.labels(random, 100, 5);
        int[] order = RandomOutputs.order(random, 100);

        double[] asGiven = calibrator.fitted(logits, labels).apply(logits).toDoubles();
        double[] reordered = calibrator
                .fitted(logits.select(order), labels.select(order))
                .apply(logits)
                .toDoubles();

        assertThat(reordered).containsExactly(asGiven, within(1e-4)); // sums in another order
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void changesNoRowsToNoRows(long seed) {
        Calibrator fitted = fitted(new Random(seed), RandomLogits.ORDINARY);

        Logits none = fitted.apply(new Logits(0, 5, new float[0]));

        assertThat(none.rows()).isZero();
        assertThat(none.classes()).isEqualTo(5);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void leavesItsLogitsAndLabelsAsTheyWere(long seed) {
        Random random = new Random(seed);
        Calibrator calibrator = calibrator(random);
        Logits logits = RandomLogits.ORDINARY.draw(random, 50, 5);
        Labels labels = RandomOutputs.labels(random, 50, 5);
        double[] logitsBefore = logits.toDoubles();
        int[] labelsBefore = labels.toArray();

        calibrator.fitted(logits, labels).apply(logits);

        assertThat(logits.toDoubles()).containsExactly(logitsBefore);
        assertThat(labels.toArray()).containsExactly(labelsBefore);
    }

    @Test
    default void givesTwoThreadsTheLogitsOfOne() {
        Random random = new Random(1);
        Calibrator fitted = fitted(random, RandomLogits.ORDINARY);
        Logits logits = RandomLogits.ORDINARY.draw(random, 64, 5);
        double[] expected = fitted.apply(logits).toDoubles();
        Runnable many = () -> {
            for (int i = 0; i < 100; i++) {
                assertThat(fitted.apply(logits).toDoubles()).containsExactly(expected);
            }
        };

        TwoThreads.run(many);
    }

    private Calibrator fitted(Random random, RandomLogits kind) {
        return calibrator(random).fitted(kind.draw(random, 50, 5), RandomOutputs.labels(random, 50, 5));
    }
}
