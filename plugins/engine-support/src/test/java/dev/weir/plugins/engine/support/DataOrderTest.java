package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DataOrderTest {

    @Test
    void anEpochReadsEveryRowOnce() {
        assertThat(new DataOrder(7, 100).epoch(1))
                .containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    }

    @Test
    void theSameSeedAndEpochGiveTheSameOrderAndOthersAnother() {
        int[] order = new DataOrder(7, 100).epoch(1);

        assertThat(new DataOrder(7, 100).epoch(1)).containsExactly(order);
        assertThat(new DataOrder(7, 100).epoch(2)).isNotEqualTo(order);
        assertThat(new DataOrder(8, 100).epoch(1)).isNotEqualTo(order);
    }

    @Test
    void everyRowComesFirstAboutEquallyOften() {
        int[] first = new int[4];
        for (int epoch = 0; epoch < 4_000; epoch++) {
            first[new DataOrder(1, 4).epoch(epoch)[0]]++;
        }

        for (int count : first) {
            assertThat(count).isBetween(900, 1_100);
        }
    }
}
