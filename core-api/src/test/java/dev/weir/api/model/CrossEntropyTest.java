package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossEntropyTest implements TrainingObjectiveContract {

    @Override
    public TrainingObjective objective(Random random) {
        return new CrossEntropy();
    }

    @Test
    void valueIsTheMeanNegativeLogOfTheTrueClassesProbability() {
        Loss loss = evaluate(new double[] {Math.log(1), Math.log(3), Math.log(4), Math.log(1)}, 1, 1);

        assertThat(loss.value()).isCloseTo((-Math.log(0.75) - Math.log(0.2)) / 2, within(1e-12));
    }

    @Test
    void gradientIsSoftmaxMinusOneHotOverTheRows() {
        Loss loss = evaluate(new double[] {Math.log(1), Math.log(3), Math.log(4), Math.log(1)}, 1, 1);

        assertThat(loss.gradient()).containsExactly(new double[] {0.125, -0.125, 0.4, -0.4}, within(1e-12));
    }

    @Test
    void uniformLogitsCostTheLogOfTheNumberOfClasses() {
        assertThat(evaluate(new double[] {9, 9, 9}, 2).value()).isCloseTo(Math.log(3), within(1e-12));
    }

    @Test
    void aConstantOnAllLogitsOfARowChangesNothing() {
        Loss loss = evaluate(new double[] {1e17, 1e17, 1e17}, 2);

        assertThat(loss.value()).isCloseTo(Math.log(3), within(1e-12));
        assertThat(loss.gradient()).containsExactly(new double[] {1 / 3.0, 1 / 3.0, -2 / 3.0}, within(1e-12));
    }

    @Test
    void aSaturatedWrongAnswerCostsItsDistance() {
        Loss loss = evaluate(new double[] {1000, 0}, 1);

        assertThat(loss.value()).isEqualTo(1000);
        assertThat(loss.gradient()).containsExactly(1, -1);
    }

    @Test
    void aBlockFitsItsLabelsAndItsBatch() {
        Logits logits = new Logits(2, 3, new float[6]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainingBlock.whole(logits, new Labels(3, new int[1])))
                .withMessage("logits 2 x 3 (float) do not fit 1 labels of 3 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingBlock(logits, new Labels(3, new int[2]), 1))
                .withMessage("rows of the batch must be at least 2, got 1");
    }

    private static Loss evaluate(double[] logits, int... labels) {
        int classes = logits.length / labels.length;
        return new CrossEntropy()
                .evaluate(TrainingBlock.whole(new Logits(labels.length, classes, logits), new Labels(classes, labels)));
    }
}
