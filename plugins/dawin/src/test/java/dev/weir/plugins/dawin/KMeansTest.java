package dev.weir.plugins.dawin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {

    @Test
    void numbersInThreeHeapsAreThreeClusters() {
        double[] x = {0.9, 0.1, 0.5, 0.11, 0.91, 0.51};

        int[] labels = KMeans.labels(x, 3, new Random(1));

        assertThat(labels[0]).isEqualTo(labels[4]);
        assertThat(labels[1]).isEqualTo(labels[3]);
        assertThat(labels[2]).isEqualTo(labels[5]);
        assertThat(Arrays.stream(labels).distinct()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyNumberIsNearestToTheMeanOfItsOwnCluster(long seed) {
        Random random = new Random(seed);
        double[] x =
                random.doubles(200).map(value -> Math.rint(64 * value) / 64).toArray(); // many stand twice
        int k = 1 + random.nextInt(6);

        int[] labels = KMeans.labels(x, k, new Random(seed));

        double[] sums = new double[k];
        int[] counts = new int[k];
        for (int i = 0; i < x.length; i++) {
            sums[labels[i]] += x[i];
            counts[labels[i]]++;
        }
        for (int i = 0; i < x.length; i++) {
            double own = Math.abs(x[i] - sums[labels[i]] / counts[labels[i]]);
            for (int j = 0; j < k; j++) {
                if (counts[j] > 0) {
                    assertThat(own).isLessThanOrEqualTo(Math.abs(x[i] - sums[j] / counts[j]) + 1e-12);
                }
            }
        }
        assertThat(counts).doesNotContain(0);
    }
}
