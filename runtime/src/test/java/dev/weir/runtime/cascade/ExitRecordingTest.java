package dev.weir.runtime.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.FloatTensor;
import dev.weir.api.model.ExitState;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExitRecordingTest {

    @Test
    void everyExampleGoesThroughTheNetworkOnceBlockByBlock() {
        Random random = new Random(1);
        Ladder ladder = new Ladder(random);
        FloatTensor inputs = inputs(ExitRecording.BLOCK + 3, random);

        ExitRecording recording = ExitRecording.of(ladder, List.of(1, 3), inputs, Set.of());

        assertThat(ladder.taken()).containsExactly("0-1: 1024", "1-3: 1024", "0-1: 3", "1-3: 3");
        assertThat(recording.millis()).hasSize(2).doesNotContain(0);
        for (int i = 0; i < 2; i++) {
            assertThat(recording.outputs().get(i).logits().toDoubles())
                    .containsExactly(
                            ladder.proceed(ExitState.of(inputs), 2 * i + 1, Set.of())
                                    .outputs()
                                    .logits()
                                    .toDoubles(),
                            within(1e-12));
        }
    }

    @Test
    void noExamplesAreNoRows() {
        Random random = new Random(2);

        ExitRecording recording = ExitRecording.of(new Ladder(random), List.of(2), inputs(0, random), Set.of());

        assertThat(recording.outputs().get(0).rows()).isZero();
    }

    private static FloatTensor inputs(int rows, Random random) {
        float[] values = new float[rows * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {2}, values);
    }
}
