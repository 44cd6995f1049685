package dev.weir.plugins.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {

    @Test
    void numbersInThreeHeapsAreDividedBetweenTheHeaps() {
        Segments found = Segments.of(new double[] {0.1, 0.12, 0.5, 0.52, 0.53, 0.9}, 3);

        assertThat(found.count()).isEqualTo(3);
        assertThat(new int[] {found.from(0), found.from(1), found.from(2), found.from(3)})
                .containsExactly(0, 2, 5, 6);
        assertThat(found.mean(0)).isCloseTo(0.11, within(1e-15));
        assertThat(found.nearest(0.3)).isZero(); // 0.19 from 0.11, 0.2166 from 0.5166
        assertThat(found.nearest(0.32)).isEqualTo(1);
    }

    @Test
    void ofTwoEquallyNearGroupsTheLowerIsTaken() {
        assertThat(Segments.of(new double[] {0.25, 0.75}, 2).nearest(0.5)).isZero();
    }

    @Test
    void fewerDifferentNumbersMakeFewerGroups() {
        assertThat(Segments.of(new double[] {0.5, 0.5, 0.5}, 4).count()).isEqualTo(1);
        assertThat(Segments.of(new double[] {0.4, 0.5, 0.5}, 4).count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noOtherDivisionHasASmallerSumOfSquares(long seed) {
        Random random = new Random(seed);
        double[] sorted = random.doubles(9).sorted().toArray();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 1; i < 8; i++) {
            for (int j = i + 1; j < 9; j++) {
                least = Math.min(least, spread(sorted, 0, i) + spread(sorted, i, j) + spread(sorted, j, 9));
            }
        }

        Segments found = Segments.of(sorted, 3);

        double own = 0;
        for (int group = 0; group < 3; group++) {
            own += spread(sorted, found.from(group), found.from(group + 1));
        }
        assertThat(own).isCloseTo(least, within(1e-12));
    }

    private static double spread(double[] sorted, int from, int to) {
        double mean = Arrays.stream(sorted, from, to).average().orElseThrow();
        return Arrays.stream(sorted, from, to)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }
}
