package dev.weir.plugins.merging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsKeptByRankIsWhatSortingKeepsEqualOnesByTheirIndex(long seed) {
        Random random = new Random(seed);
        for (int n = 0; n < 60; n++) {
            Change change = drawn(random, n);
            int from = random.nextInt(n + 1);
            int to = random.nextInt(from, n + 1);

            Change kept = change.ranked(from, to);

            List<Integer> order = IntStream.range(0, n)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(j -> Math.abs(change.at(j)))
                            .thenComparing(Comparator.reverseOrder()))
                    .toList();
            for (int rank = 0; rank < n; rank++) {
                int j = order.get(rank);
                assertThat(kept.at(j)).isEqualTo(rank >= from && rank < to ? change.at(j) : 0);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSizeOfARankIsThatOfAllTensorsSortedTogether(long seed) {
        Random random = new Random(seed);
        List<Change> tensors =
                IntStream.range(0, 5).mapToObj(i -> drawn(random, 20 * i)).toList();
        double[] sorted = tensors.stream()
                .flatMapToDouble(change -> IntStream.range(0, change.size()).mapToDouble(change::at))
                .map(Math::abs)
                .sorted()
                .toArray();

        double[] found = IntStream.range(0, sorted.length)
                .mapToDouble(rank -> Magnitude.sizeOfRank(tensors, rank))
                .toArray();

        assertThat(found).containsExactly(sorted);
    }

    /** Some of any size a float has, some of few values, so that many are equal, 0 among them. */
    private static Change drawn(Random random, int n) {
        double[] values = DoubleStream.generate(() -> random.nextBoolean()
                        ? random.nextInt(-3, 4) / 4.0
                        : Float.intBitsToFloat(random.nextInt(0x7f800000)) * (random.nextBoolean() ? 1 : -1))
                .limit(n)
                .toArray();
        float[] endpoint = new float[n];
        for (int j = 0; j < n; j++) {
            endpoint[j] = (float) values[j];
        }
        return new Change.Difference(endpoint, new float[n]);
    }
}
