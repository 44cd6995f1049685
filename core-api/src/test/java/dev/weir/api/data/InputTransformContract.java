package dev.weir.api.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link InputTransform} must keep. Implement it in the plugin's own test class. */
public interface InputTransformContract {

    /** A transform with settings drawn from their valid ranges, the ends included; not fitted yet where it learns. */
    InputTransform transform(Random random);

    /** Inputs of a kind that the transform takes, of one shape for any number of rows. */
    Inputs inputs(Random random, int rows);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    default void transformsARowAloneAsInItsBatch(long seed) {
        Random random = new Random(seed);
        InputTransform transform = fitted(random);
        Inputs batch = inputs(random, 8);

        Inputs together = transform.apply(batch, seed);

        assertThat(together.rows()).isEqualTo(8);
        for (int row = 0; row < batch.rows(); row++) {
            Inputs alone = transform.apply(batch.select(new int[] {row}), seed);
            assertSame(alone, together.select(new int[] {row}), transform + ", row " + row);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void followsTheOrderOfTheRows(long seed) {
        Random random = new Random(seed);
        InputTransform transform = fitted(random);
        Inputs batch = inputs(random, 8);
        int[] backwards = IntStream.range(0, 8).map(row -> 7 - row).toArray();

        assertSame(
                transform.apply(batch.select(backwards), seed),
                transform.apply(batch, seed).select(backwards),
                transform.toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void leavesItsInputsAsTheyWere(long seed) {
        Random random = new Random(seed);
        InputTransform transform = transform(random);
        Inputs batch = inputs(random, 8);
        Inputs before = batch.select(IntStream.range(0, 8).toArray());

        transform.fitted(batch).apply(batch, seed);

        assertSame(batch, before, transform.toString());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void transformsNoRowsToNoRowsOfTheSameKind(long seed) {
        Random random = new Random(seed);
        InputTransform transform = fitted(random);

        Inputs none = transform.apply(inputs(random, 0), seed);

        assertThat(none.rows()).isZero();
        assertThat(none.kind())
                .isEqualTo(transform.apply(inputs(random, 2), seed).kind());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE})
    default void sameSeedAndInputsGiveTheSame(long seed) {
        Inputs first = fitted(new Random(3)).apply(inputs(new Random(4), 8), seed);
        Inputs second = fitted(new Random(3)).apply(inputs(new Random(4), 8), seed);

        assertSame(second, first, "seed " + seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void learnsOnce(long seed) {
        Random random = new Random(seed);
        InputTransform transform = fitted(random);

        assertThat(transform.fitted(inputs(random, 8))).isEqualTo(transform);
    }

    @Test
    default void whatItLearnedIsARecordAgain() {
        assertThat(fitted(new Random(1))).isInstanceOf(Record.class);
    }

    @Test
    default void refusesOtherKindsByName() {
        Random random = new Random(1);
        InputTransform transform = fitted(random);
        Inputs recorded = RecordedRows.all("test", 3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> transform.apply(recorded, 1))
                .withMessageContaining(recorded.kind());
    }

    @Test
    default void givesTwoThreadsTheResultOfOne() {
        Random random = new Random(1);
        InputTransform transform = fitted(random);
        Inputs first = inputs(random, 16);
        Inputs second = inputs(random, 16);
        Inputs ofFirst = transform.apply(first, 1);
        Inputs ofSecond = transform.apply(second, 1);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> assertStays(transform, first, ofFirst)),
                        CompletableFuture.runAsync(() -> assertStays(transform, second, ofSecond)))
                .join();
    }

    private InputTransform fitted(Random random) {
        return transform(random).fitted(inputs(random, 16));
    }

    private static void assertStays(InputTransform transform, Inputs inputs, Inputs expected) {
        for (int i = 0; i < 50; i++) {
            assertSame(transform.apply(inputs, 1), expected, transform.toString());
        }
    }

    private static void assertSame(Inputs actual, Inputs expected, String what) {
        assertThat(actual.kind()).as(what).isEqualTo(expected.kind());
        if (actual instanceof FloatTensor tensor && expected instanceof FloatTensor other) {
            assertThat(numbers(tensor)).as(what).containsExactly(numbers(other));
        } else {
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    private static float[] numbers(FloatTensor tensor) {
        float[] values = new float[tensor.rows() * tensor.width()];
        tensor.copyRows(0, tensor.rows(), values);
        return values;
    }
}
