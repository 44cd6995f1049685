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
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TrainingLoopTest {
    private static final Examples FIVE = examples(new float[] {0, 1, 2, 3, 4}, new int[] {0, 1, 0, 1, 0});
    private static final Examples NONE = FIVE.select(new int[0]);

    private static final String ANEW = "starts anew: the kept state is of another training";

    /** A network whose logits are always the same: it notes what it is given. */
    private static class Recorder implements Learner {
        final List<float[]> batches = new ArrayList<>();
        final List<float[]> gradients = new ArrayList<>();
        final Adam adam = new Adam(0.01, List.of(new float[2], new float[2]));
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
        public AdamState state() {
            return adam.state();
        }

        @Override
        public void restore(AdamState state) {
            adam.restore(state);
        }

        @Override
        public boolean isFinite() {
            return finite;
        }
    }

    @Test
    void anEpochIsBatchesOfEveryExampleTheLastOneSmaller() throws IOException {
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
    void theGradientAtZeroLogitsIsHalfTheRowsShareTowardsTheTrueClass() throws IOException {
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
    void everyEpochIsReported() throws IOException {
        List<String> reports = new ArrayList<>();

        loop(new CrossEntropy(), 2)
                .run(
                        new Recorder(),
                        FIVE,
                        FIVE,
                        Checkpoint.NONE,
                        (activity, done, total, detail) ->
                                reports.add(activity + " " + done + "/" + total + ": " + detail));

        assertThat(reports)
                .containsExactly(
                        "training small 1/2: loss 0.693, validation accuracy 0.600",
                        "training small 2/2: loss 0.693, validation accuracy 0.600");
    }

    @Test
    void withoutAValidationSplitOnlyTheLossIsReported() throws IOException {
        List<String> details = new ArrayList<>();

        loop(new CrossEntropy(), 1)
                .run(
                        new Recorder(),
                        FIVE,
                        NONE,
                        Checkpoint.NONE,
                        (activity, done, total, detail) -> details.add(detail));

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
                .isThrownBy(() ->
                        loop(new CrossEntropy(), 1).run(new Recorder(), wider, NONE, Checkpoint.NONE, Progress.SILENT))
                .withMessage("float tensors of shape [1] expected, got float tensors of shape [2]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop(new CrossEntropy(), 1)
                        .run(new Recorder(), otherClasses, NONE, Checkpoint.NONE, Progress.SILENT))
                .withMessage("labels of 2 classes expected in the train split, got 5 labels of 3 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        loop(new CrossEntropy(), 1).run(new Recorder(), NONE, NONE, Checkpoint.NONE, Progress.SILENT))
                .withMessage("examples to train on must be at least 1, got 0");
    }

    /** A network whose only effect of a step is one on its weights, and whose validation loss is given. */
    private static final class Scripted extends Recorder {
        private final double[] losses;
        private int asked;

        Scripted(double... losses) {
            this.losses = losses;
        }

        @Override
        public void step(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
            super.step(inputs, rows, gradient);
            adam.step(List.of(new float[] {1, 2}, new float[] {3, 4}));
        }

        /** Logits at which the cross-entropy of every example of class 0 is the loss of this epoch. */
        @Override
        public Logits logits(FloatTensor inputs) {
            float[] logits = new float[2 * inputs.rows()];
            for (int row = 0; row < inputs.rows(); row++) {
                logits[2 * row + 1] = (float) Math.log(Math.expm1(losses[asked]));
            }
            asked++;
            return new Logits(inputs.rows(), 2, logits);
        }
    }

    private static final Examples ZEROS = FIVE.select(new int[] {0, 2, 4});

    @Test
    void trainingStopsAfterPatienceEpochsWithoutALowerLossAndKeepsTheBest() throws IOException {
        Scripted learner = new Scripted(3, 1, 2, 1, 0.5);
        List<String> reports = new ArrayList<>();
        List<Float> weights = new ArrayList<>();

        waiting(5, 2).run(learner, FIVE, ZEROS, Checkpoint.NONE, (activity, done, total, detail) -> {
            reports.add(done + "/" + total + ": " + detail);
            weights.add(learner.adam.weights().get(0)[0]);
        });

        assertThat(reports)
                .containsExactly(
                        "1/5: loss 0.693, validation accuracy 0.000, validation loss 3.000",
                        "2/5: loss 0.693, validation accuracy 0.000, validation loss 1.000",
                        "3/5: loss 0.693, validation accuracy 0.000, validation loss 2.000",
                        "4/5: loss 0.693, validation accuracy 0.000, validation loss 1.000, keeps epoch 2");
        assertThat(weights).doesNotHaveDuplicates();
        assertThat(learner.adam.weights().get(0)[0]).isEqualTo(weights.get(1));
    }

    @Test
    void aTrainingThatIsNotStoppedKeepsItsBestEpochToo() throws IOException {
        Scripted learner = new Scripted(1, 0.5, 2);
        List<Float> weights = new ArrayList<>();

        waiting(3, 3)
                .run(
                        learner,
                        FIVE,
                        ZEROS,
                        Checkpoint.NONE,
                        (activity, done, total, detail) ->
                                weights.add(learner.adam.weights().get(0)[0]));

        assertThat(weights).hasSize(3);
        assertThat(learner.adam.weights().get(0)[0]).isEqualTo(weights.get(1));
    }

    @Test
    void patienceNeedsAValidationSplit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> waiting(3, 1).run(new Recorder(), FIVE, NONE, Checkpoint.NONE, Progress.SILENT))
                .withMessage("patience is 1, but there is no validation split\n"
                        + "Add validation to the splits, or leave patience out.");
    }

    /** Keeps the last state, and fails after some. */
    private static final class Memory implements Checkpoint {
        private Optional<byte[]> state = Optional.empty();
        private int left;

        Memory(int left) {
            this.left = left;
        }

        @Override
        public Optional<byte[]> latest() {
            return state;
        }

        @Override
        public void keep(byte[] given) throws IOException {
            state = Optional.of(given);
            if (--left == 0) {
                throw new IOException("killed");
            }
        }
    }

    @Test
    void aTrainingKilledAfterAnyEpochGoesOnToTheSameWeightsAndTheSameChoice() throws IOException {
        double[] losses = {3, 1, 2, 1, 0.5};
        Scripted whole = new Scripted(losses);
        waiting(5, 2).run(whole, FIVE, ZEROS, Checkpoint.NONE, Progress.SILENT);

        for (int killedAfter = 1; killedAfter <= 4; killedAfter++) {
            Memory memory = new Memory(killedAfter);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> waiting(5, 2).run(new Scripted(losses), FIVE, ZEROS, memory, Progress.SILENT))
                    .withMessage("killed");
            Scripted resumed = new Scripted(losses);
            resumed.asked = killedAfter;
            List<String> details = new ArrayList<>();

            waiting(5, 2).run(resumed, FIVE, ZEROS, memory, (activity, done, total, detail) -> details.add(detail));

            assertThat(details.get(0)).isEqualTo("goes on from the state kept after epoch " + killedAfter);
            assertThat(details).hasSize(1 + 4 - killedAfter);
            assertThat(resumed.adam.weights().get(0))
                    .containsExactly(whole.adam.weights().get(0));
            assertThat(resumed.adam.weights().get(1))
                    .containsExactly(whole.adam.weights().get(1));
        }
    }

    @Test
    void aFinishedTrainingIsNotTrainedAgain() throws IOException {
        Memory memory = new Memory(0);
        Scripted first = new Scripted(1, 2, 3);
        waiting(3, 0).run(first, FIVE, ZEROS, memory, Progress.SILENT);
        Scripted second = new Scripted();

        waiting(3, 0).run(second, FIVE, ZEROS, memory, Progress.SILENT);

        assertThat(second.batches).isEmpty();
        assertThat(second.adam.weights().get(0))
                .containsExactly(first.adam.weights().get(0));
    }

    @Test
    void aStateOfAnotherPlanOtherDataOrOtherWeightsIsPassedOver() throws IOException {
        Memory memory = new Memory(0);
        waiting(3, 0).run(new Scripted(1, 1, 1), FIVE, ZEROS, memory, Progress.SILENT);
        byte[] state = memory.state.orElseThrow();
        Scripted moved = new Scripted(1, 1, 1);
        moved.adam.weights().get(0)[1] = 1;

        assertThat(firstDetail(waiting(3, 1), new Scripted(1, 1, 1), FIVE, state))
                .isEqualTo(ANEW);
        assertThat(firstDetail(waiting(3, 0), new Scripted(1, 1, 1), ZEROS, state))
                .isEqualTo(ANEW);
        assertThat(firstDetail(waiting(3, 0), moved, FIVE, state)).isEqualTo(ANEW);
        assertThat(firstDetail(waiting(3, 0), new Scripted(1, 1, 1), FIVE, new byte[] {1, 2, 3}))
                .isEqualTo(ANEW);
        assertThat(firstDetail(waiting(3, 0), new Scripted(1, 1, 1), FIVE, state))
                .isEqualTo("goes on from the state kept after epoch 3");
    }

    private static String firstDetail(TrainingLoop loop, Learner learner, Examples train, byte[] state)
            throws IOException {
        Memory memory = new Memory(0);
        memory.state = Optional.of(state);
        List<String> details = new ArrayList<>();
        loop.run(learner, train, ZEROS, memory, (activity, done, total, detail) -> details.add(detail));
        return details.get(0);
    }

    private static TrainingLoop waiting(int epochs, int patience) {
        TrainingLoop loop = loop(new CrossEntropy(), epochs);
        return new TrainingLoop(loop.name(), loop.network(), loop.plan().withPatience(patience));
    }

    private static void run(Learner learner, TrainingObjective objective, int epochs) throws IOException {
        loop(objective, epochs).run(learner, FIVE, NONE, Checkpoint.NONE, Progress.SILENT);
    }

    private static TrainingLoop loop(TrainingObjective objective, int epochs) {
        NetworkPlan network = NetworkPlan.of(new Network.Linear(), FIVE.inputs(), 2);
        return new TrainingLoop("small", network, new TrainingPlan(objective, epochs, 2, 0.01, 1));
    }

    private static Examples examples(float[] values, int[] labels) {
        return new Examples(new FloatTensor(values.length, new int[] {1}, values), new Labels(2, labels));
    }
}
