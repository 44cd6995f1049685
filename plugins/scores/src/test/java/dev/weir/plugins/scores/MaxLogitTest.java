package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaxLogitTest implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        return new MaxLogit();
    }

    @Test
    void itIsTheLargestLogitOfEachRow() {
        Logits logits = new Logits(3, 2, new double[] {1, 2, -3, -4, 5, 5});

        assertThat(new MaxLogit().scores(Outputs.of(logits))).containsExactly(2, -3, 5);
    }

    @Test
    void itFollowsAConstantAddedToTheLogits() {
        Logits shifted = new Logits(1, 2, new double[] {101, 102});

        assertThat(new MaxLogit().scores(Outputs.of(shifted))).containsExactly(102);
    }
}
