package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingPlan;
import java.util.Arrays;
import java.util.Locale;

/**
 * Training as every engine does it: epochs of shuffled batches, whose loss is computed in Java.
 *
 * @param name of the model, for progress and messages
 */
public record TrainingLoop(String name, NetworkPlan network, TrainingPlan plan) {

    /**
     * Trains a learner.
     *
     * @throws IllegalArgumentException when the examples do not fit the network
     * @throws ArithmeticException      when the loss or a weight is no longer finite
     */
    public void run(Learner learner, Examples train, Examples validation, Progress progress) {
        requireFitting("train", train);
        requireFitting("validation", validation);
        Require.atLeast("examples to train on", 1, train.size());
        DataOrder order = new DataOrder(plan.seed(), train.size());
        for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
            double loss = epoch(learner, train, order.epoch(epoch), epoch);
            if (!learner.isFinite()) {
                throw diverged(epoch, "a weight is not finite");
            }
            progress.report("training " + name, epoch, plan.epochs(), detail(learner, loss, validation));
        }
    }

    /** The mean loss of the epoch's examples, each at the weights of its step. */
    private double epoch(Learner learner, Examples train, int[] order, int epoch) {
        double loss = 0;
        float[] inputs = new float[Math.min(plan.batchSize(), order.length) * network.inputWidth()];
        for (int from = 0; from < order.length; from += plan.batchSize()) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + plan.batchSize()));
            ((FloatTensor) train.inputs().select(rows)).copyRows(0, rows.length, inputs);
            BatchLoss batch = new BatchLoss(plan.objective(), train.labels().select(rows), epoch);
            learner.step(inputs, rows.length, batch::gradient);
            loss += batch.value * rows.length;
        }
        return loss / order.length;
    }

    private static String detail(Learner learner, double loss, Examples validation) {
        String detail = String.format(Locale.ROOT, "loss %.3f", loss);
        return validation.size() == 0
                ? detail
                : detail + String.format(Locale.ROOT, ", validation accuracy %.3f", accuracy(learner, validation));
    }

    private static double accuracy(Learner learner, Examples examples) {
        int[] predictions = learner.logits((FloatTensor) examples.inputs()).predictions();
        int right = 0;
        for (boolean match : examples.labels().matches(predictions)) {
            right += match ? 1 : 0;
        }
        return (double) right / predictions.length;
    }

    private void requireFitting(String split, Examples examples) {
        network.requireFitting(examples.inputs());
        if (examples.labels().classes() != network.classes()) {
            throw new IllegalArgumentException("labels of " + network.classes() + " classes expected in the " + split
                    + " split, got " + examples.labels());
        }
    }

    private ArithmeticException diverged(int epoch, String how) {
        return new ArithmeticException("training " + name + " diverged in epoch " + epoch + ": " + how
                + "\nLower the learning-rate, which is " + plan.learningRate() + ".");
    }

    /** The loss of one batch, kept for the epoch's mean when its gradient is asked for. */
    private final class BatchLoss {
        private final TrainingObjective objective;
        private final Labels labels;
        private final int epoch;
        private double value;

        private BatchLoss(TrainingObjective objective, Labels labels, int epoch) {
            this.objective = objective;
            this.labels = labels;
            this.epoch = epoch;
        }

        private float[] gradient(float[] logits) {
            for (float logit : logits) {
                if (!Float.isFinite(logit)) {
                    throw diverged(epoch, "a logit is " + logit);
                }
            }
            Loss loss = objective.evaluate(
                    TrainingBlock.whole(new Logits(labels.size(), labels.classes(), logits), labels));
            if (!Double.isFinite(loss.value())) {
                throw diverged(epoch, "the loss is " + loss.value());
            }
            value = loss.value();
            return narrowed(loss.gradient(), logits.length);
        }

        private float[] narrowed(double[] gradient, int expected) {
            if (gradient.length != expected) {
                throw new IllegalStateException("objective " + objective + " returned a gradient of " + gradient.length
                        + " numbers, expected " + expected);
            }
            float[] narrowed = new float[gradient.length];
            for (int i = 0; i < narrowed.length; i++) {
                narrowed[i] = (float) gradient[i];
                if (!Float.isFinite(narrowed[i])) {
                    throw diverged(epoch, "the gradient of the loss is " + gradient[i]);
                }
            }
            return narrowed;
        }
    }
}
