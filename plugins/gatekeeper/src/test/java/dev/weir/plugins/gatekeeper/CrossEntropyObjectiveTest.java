package dev.weir.plugins.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingObjectiveContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossEntropyObjectiveTest implements TrainingObjectiveContract {

    @Override
    public TrainingObjective objective(Random random) {
        return new CrossEntropyObjective();
    }

    @Test
    void isWhatModelsAreTrainedWith() {
        TrainingBlock block =
                TrainingBlock.whole(new Logits(2, 3, new double[] {1, 2, 3, 4, 0, 1}), new Labels(3, new int[] {2, 1}));

        Loss loss = new CrossEntropyObjective().evaluate(block);

        assertThat(loss.value()).isEqualTo(new CrossEntropy().evaluate(block).value());
        assertThat(loss.gradient())
                .containsExactly(new CrossEntropy().evaluate(block).gradient());
    }
}
