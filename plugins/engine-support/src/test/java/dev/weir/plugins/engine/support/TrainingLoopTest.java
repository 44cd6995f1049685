package dev.weir.plugins.engine.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TrainingLoopTest {
    private static final Examples FIVE = examples(new float[] {0, 1, 2, 3, 4}, new int[] {0, 1, 0, 1, 0});
    private static final Examples NONE = FIVE.select(new int[0]);

    /** A network whose logits are always the same: it notes what it is given. */
    private static class Recorder implements Learner {
        final List<float[]> batches = new ArrayList<>();
        final List<float[]> gradients = new ArrayList<>();
        float logit;
        boolean finite = true;

        @Override
        public void step(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
            float[] batch = new float[rows];
            System.arraycopy(inputs, 0, batch, 0, rows);
            batches.add(batch);
            float[] logits = new float[2 * rows];
            logits[0] = logit;
            gradients.add(gradient.apply(logits));
        }

        @Override
        public Logits logits(FloatTensor inputs) {
            return new Logits(inputs.rows(), 2, new float[2 * inputs.rows()]);
        }

        @Override
        public boolean isFinite() {
            return finite;
        }
    }

    @Test
    void anEpochIsBatchesOfEveryExampleTheLastOneSmaller() {
        Recorder learner = new Recorder();

        run(learner, new CrossEntropy(), 1);

        assertThat(learner.batches).extracting(batch -> batch.length).containsExactly(2, 2, 1);
        List<Float> seen = new ArrayList<>();
        learner.batches.forEach(batch -> {
            for (float value : batch) {
                seen.add(value);
            }
        });
        assertThat(seen).containsExactlyInAnyOrder(0f, 1f, 2f, 3f, 4f);
    }

    @Test
    void theGradientAtZeroLogitsIsHalfTheRowsShareTowardsTheTrueClass() {
        Recorder learner = new Recorder();

        run(learner, new CrossEntropy(), 1);

        for (int i = 0; i < learner.batches.size(); i++) {
            float[] batch = learner.batches.get(i);
            for (int row = 0; row < batch.length; row++) {
                float towards = batch[row] % 2 == 0 ? -0.5f / batch.length : 0.5f / batch.length;
                assertThat(learner.gradients.get(i)[2 * row]).isEqualTo(towards);
                assertThat(learner.gradients.get(i)[2 * row + 1]).isEqualTo(-towards);
            }
        }
    }

    @Test
    void everyEpochIsReported() {
        List<String> reports = new ArrayList<>();

        loop(new CrossEntropy(), 2)
                .run(
                        new Recorder(),
                        FIVE,
                        FIVE,
                        (activity, done, total, detail) ->
                                reports.add(activity + " " + done + "/" + total + ": " + detail));

        assertThat(reports)
                .containsExactly(
                        "training small 1/2: loss 0.693, validation accuracy 0.600",
                        "training small 2/2: loss 0.693, validation accuracy 0.600");
    }

    @Test
    void withoutAValidationSplitOnlyTheLossIsReported() {
        List<String> details = new ArrayList<>();

        loop(new CrossEntropy(), 1)
                .run(new Recorder(), FIVE, NONE, (activity, done, total, detail) -> details.add(detail));

        assertThat(details).containsExactly("loss 0.693");
    }

    @Test
    void divergenceIsRefusedByTheEpochWhereItHappens() {
        Recorder broken = new Recorder();
        broken.logit = Float.NaN;
        Recorder infinite = new Recorder();
        infinite.finite = false;
        int[] calls = {0};
        TrainingObjective inTheSecondEpoch = block -> new Loss(
                ++calls[0] > 3 ? Double.POSITIVE_INFINITY : 1,
                new double[block.logits().rows() * 2]);
        TrainingObjective notANumber = block -> {
            double[] gradient = new double[block.logits().rows() * 2];
            gradient[0] = Double.NaN;
            return new Loss(1, gradient);
        };

        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> run(broken, new CrossEntropy(), 3))
                .withMessage("training small diverged in epoch 1: a logit is NaN\n"
                        + "Lower the learning-rate, which is 0.01.");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> run(infinite, new CrossEntropy(), 3))
                .withMessageStartingWith("training small diverged in epoch 1: a weight is not finite");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> run(new Recorder(), inTheSecondEpoch, 3))
                .withMessageStartingWith("training small diverged in epoch 2: the loss is Infinity");
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> run(new Recorder(), notANumber, 1))
                .withMessageStartingWith("training small diverged in epoch 1: the gradient of the loss is NaN");
    }

    @Test
    void aGradientOfTheWrongLengthIsTheObjectivesMistake() {
        assertThatIllegalStateException()
                .isThrownBy(() -> run(new Recorder(), block -> new Loss(1, new double[1]), 1))
                .withMessageEndingWith("returned a gradient of 1 numbers, expected 4");
    }

    @Test
    void examplesThatDoNotFitAreRefused() {
        Examples wider = new Examples(new FloatTensor(1, new int[] {2}, new float[2]), new Labels(2, new int[1]));
        Examples otherClasses = new Examples(FIVE.inputs(), new Labels(3, new int[5]));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop(new CrossEntropy(), 1).run(new Recorder(), wider, NONE, Progress.SILENT))
                .withMessage("float tensors of shape [1] expected, got float tensors of shape [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop(new CrossEntropy(), 1).run(new Recorder(), otherClasses, NONE, Progress.SILENT))
                .withMessage("labels of 2 classes expected in the train split, got 5 labels of 3 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop(new CrossEntropy(), 1).run(new Recorder(), NONE, NONE, Progress.SILENT))
                .withMessage("examples to train on must be at least 1, got 0");
    }

    private static void run(Learner learner, TrainingObjective objective, int epochs) {
        loop(objective, epochs).run(learner, FIVE, NONE, Progress.SILENT);
    }

    private static TrainingLoop loop(TrainingObjective objective, int epochs) {
        NetworkPlan network = NetworkPlan.of(new Network.Linear(), FIVE.inputs(), 2);
        return new TrainingLoop("small", network, new TrainingPlan(objective, epochs, 2, 0.01, 1));
    }

    private static Examples examples(float[] values, int[] labels) {
        return new Examples(new FloatTensor(values.length, new int[] {1}, values), new Labels(2, labels));
    }
}
