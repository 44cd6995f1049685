package dev.weir.api.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link TransferabilityScore} must keep. Implement it in the plugin's own test class. */
public interface TransferabilityScoreContract {

    /** A score with settings drawn from their valid ranges, the ends included. */
    TransferabilityScore score(Random random);

    @ParameterizedTest
    @EnumSource
    default void answersEveryKindOfEvidenceWithANumberOrAReason(RandomEvidence kind) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            TransferabilityScore score = score(random);

            Transferability found = score.score(kind.draw(random, score.needs()));

            assertThat(found).as("%s, seed %d", score, seed).isNotNull(); // the types see to finiteness and reasons
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesOrdinaryEvidenceANumber(long seed) {
        Random random = new Random(seed);
        TransferabilityScore score = score(random);

        assertThat(score.score(RandomEvidence.ORDINARY.draw(random, score.needs())))
                .as("%s", score)
                .isInstanceOf(Transferability.Value.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void saysWhyThereIsNoNumberForOneClass(long seed) {
        Random random = new Random(seed);
        TransferabilityScore score = score(random);
        Evidence evidence = RandomEvidence.ORDINARY.draw(random, new Labels(3, new int[12]), score.needs());

        assertThat(score.score(evidence)).isInstanceOf(Transferability.None.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    default void saysWhyThereIsNoNumberWhereARowIsNotFinite(double bad) {
        Random random = new Random(1);
        TransferabilityScore score = score(random);
        Evidence whole = RandomEvidence.ORDINARY.draw(random, score.needs());
        Evidence evidence = Evidence.of(whole.labels());
        for (Need need : score.needs()) {
            evidence = evidence.with(need, spoiled(whole.rows(need), bad));
        }

        assertThat(score.score(evidence)).as("%s", score).isInstanceOf(Transferability.None.class);
    }

    private static RowBlocks spoiled(RowBlocks rows, double bad) {
        return new RowBlocks() {
            @Override
            public int rows() {
                return rows.rows();
            }

            @Override
            public int width() {
                return rows.width();
            }

            @Override
            public void read(Reader reader) {
                rows.read((from, count, values) -> {
                    double[] copy = Arrays.copyOf(values, count * width());
                    if (from <= 7 && 7 < from + count) {
                        copy[(7 - from) * width() + 1] = bad;
                    }
                    reader.take(from, count, copy);
                });
            }
        };
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void namesOfClassesDoNotMatter(long seed) {
        Random random = new Random(seed);
        TransferabilityScore score = score(random);
        Evidence evidence = RandomEvidence.ORDINARY.draw(random, score.needs());
        int[] renamed = IntStream.of(evidence.labels().toArray())
                .map(label -> 4 - label) // two names more than there are classes
                .toArray();

        assertClose(score, score.score(with(evidence, new Labels(5, renamed))), score.score(evidence));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theOrderOfTheRowsDoesNotMatter(long seed) {
        Random random = new Random(seed);
        TransferabilityScore score = score(random);
        Evidence evidence = RandomEvidence.ORDINARY.draw(random, score.needs());
        int n = evidence.size();
        int[] reversed = IntStream.range(0, n).map(row -> n - 1 - row).toArray();
        Evidence backwards = Evidence.of(evidence.labels().select(reversed));
        for (Need need : score.needs()) {
            backwards = backwards.with(need, new Backwards(evidence.rows(need)));
        }

        assertClose(score, score.score(backwards), score.score(evidence));
    }

    /** The rows from the last to the first. */
    record Backwards(RowBlocks of) implements RowBlocks {

        @Override
        public int rows() {
            return of.rows();
        }

        @Override
        public int width() {
            return of.width();
        }

        @Override
        public void read(Reader reader) {
            double[] all = new double[rows() * width()];
            of.read((from, rows, values) -> {
                for (int row = 0; row < rows; row++) {
                    int to = rows() - 1 - (from + row);
                    System.arraycopy(values, row * width(), all, to * width(), width());
                }
            });
            reader.take(0, rows(), all);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void blocksOfOneRowScoreAsOneBlock(long seed) {
        Random random = new Random(seed);
        TransferabilityScore score = score(random);
        Evidence evidence = RandomEvidence.ORDINARY.draw(random, score.needs());
        Evidence rowByRow = Evidence.of(evidence.labels());
        for (Need need : score.needs()) {
            rowByRow = rowByRow.with(need, new RowByRow(evidence.rows(need)));
        }

        assertClose(score, score.score(rowByRow), score.score(evidence));
    }

    /** The rows one by one, all in the same array, which is spoiled after each. */
    record RowByRow(RowBlocks of) implements RowBlocks {

        @Override
        public int rows() {
            return of.rows();
        }

        @Override
        public int width() {
            return of.width();
        }

        @Override
        public void read(Reader reader) {
            double[] one = new double[width() + 3];
            of.read((from, rows, values) -> {
                for (int row = 0; row < rows; row++) {
                    System.arraycopy(values, row * width(), one, 0, width());
                    reader.take(from + row, 1, one);
                    Arrays.fill(one, Double.NaN);
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    default void theSameEvidenceGivesTheSameNumber(RandomEvidence kind) {
        Random random = new Random(3);
        TransferabilityScore score = score(random);
        Evidence evidence = kind.draw(random, score.needs());

        assertThat(score.score(evidence)).isEqualTo(score.score(evidence));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void leavesItsEvidenceAsItWas(long seed) {
        Random random = new Random(seed);
        TransferabilityScore score = score(random);
        Evidence evidence = RandomEvidence.ORDINARY.draw(random, score.needs());
        Map<Need, double[]> before = copies(evidence, score);

        score.score(evidence);

        copies(evidence, score)
                .forEach(
                        (need, values) -> assertThat(values).containsExactly(before.getOrDefault(need, new double[0])));
    }

    private static Map<Need, double[]> copies(Evidence evidence, TransferabilityScore score) {
        Map<Need, double[]> copies = new EnumMap<>(Need.class);
        for (Need need : score.needs()) {
            RowBlocks rows = evidence.rows(need);
            double[] all = new double[rows.rows() * rows.width()];
            rows.read((from, count, values) ->
                    System.arraycopy(values, 0, all, from * rows.width(), count * rows.width()));
            copies.put(need, all);
        }
        return copies;
    }

    @Test
    default void givesTwoThreadsTheNumberOfOne() {
        Random random = new Random(1);
        TransferabilityScore score = score(random);
        Evidence first = RandomEvidence.ORDINARY.draw(random, score.needs());
        Evidence second = RandomEvidence.WIDE.draw(random, score.needs());
        Transferability ofFirst = score.score(first);
        Transferability ofSecond = score.score(second);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> assertScoreStays(score, first, ofFirst)),
                        CompletableFuture.runAsync(() -> assertScoreStays(score, second, ofSecond)))
                .join();
    }

    private static void assertScoreStays(TransferabilityScore score, Evidence evidence, Transferability expected) {
        for (int i = 0; i < 50; i++) {
            assertThat(score.score(evidence)).isEqualTo(expected);
        }
    }

    private static Evidence with(Evidence evidence, Labels labels) {
        Evidence with = Evidence.of(labels);
        for (Need need : evidence.needs()) {
            with = with.with(need, evidence.rows(need));
        }
        return with;
    }

    private static void assertClose(TransferabilityScore score, Transferability found, Transferability expected) {
        assertThat(found).as("%s", score).isInstanceOf(Transferability.Value.class);
        double number = ((Transferability.Value) expected).number();
        assertThat(((Transferability.Value) found).number())
                .as("%s", score)
                .isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
    }
}
