package dev.weir.plugins.engine.support;

import dev.weir.api.Answers;
import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.TokenMask;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TokenBlocks;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.TrainingState.Best;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Training as every engine does it: epochs of shuffled batches, whose loss is computed in Java. The loss of a network
 * with several exits is the sum of the objective's values at each of them.
 *
 * @param name of the model, for progress and messages
 */
public record TrainingLoop(String name, NetworkPlan network, TrainingPlan plan) {
    /** Tokens of which the loss is computed at once. */
    private static final int TOKENS = 512;

    /**
     * Trains a learner, from the state that was kept last where this training kept it.
     *
     * @throws IllegalArgumentException when the examples do not fit the network or the plan
     * @throws ArithmeticException      when the loss or a weight is no longer finite
     */
    public void run(Learner learner, Examples train, Examples validation, Checkpoint checkpoint, Progress progress)
            throws IOException {
        requireFitting("train", train);
        requireFitting("validation", validation);
        Require.atLeast("examples to train on", 1, train.size());
        if (plan.patience() > 0 && validation.size() == 0) {
            throw new IllegalArgumentException("patience is " + plan.patience() + ", but there is no validation split"
                    + "\nAdd validation to the splits, or leave patience out.");
        }
        if (plan.epochs() == 0) {
            return;
        }
        // Nobody reads the digest of what is not kept, and large data takes a while.
        String training = checkpoint == Checkpoint.NONE
                ? ""
                : TrainingDigest.of(network, plan, learner.state().weights(), train, validation);
        Best best = Best.NONE;
        int epoch = 0;
        Optional<TrainingState> kept = kept(checkpoint, training, progress);
        if (kept.isPresent()) {
            learner.restore(kept.get().adam());
            best = kept.get().best();
            epoch = kept.get().epoch();
        }
        DataOrder order = new DataOrder(plan.seed(), train.size());
        while (epoch < plan.epochs() && !isStopped(epoch, best)) {
            epoch++;
            double loss = epoch(learner, train, order.epoch(epoch), epoch);
            if (!learner.isFinite()) {
                throw diverged(epoch, "a weight is not finite");
            }
            Validation measured = Validation.of(network, learner, validation, plan);
            best = better(best, epoch, measured, learner);
            if (measured.examples > 0) {
                progress.validated(epoch, measured.accuracy);
            }
            if (checkpoint != Checkpoint.NONE) {
                checkpoint.keep(
                        new TrainingState(epoch, learner.state(), best).toBytes(training, network.parameters()));
            }
            progress.report(activity(), epoch, plan.epochs(), detail(loss, measured, epoch, best));
        }
        if (best.epoch() > 0) {
            learner.restore(learner.state().withWeights(best.weights()));
        }
    }

    private String activity() {
        return "training " + name;
    }

    private Optional<TrainingState> kept(Checkpoint checkpoint, String training, Progress progress) throws IOException {
        Optional<byte[]> bytes = checkpoint.latest();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        Optional<TrainingState> state = TrainingState.of(bytes.get(), training, network.parameters());
        int epoch = state.map(TrainingState::epoch).orElse(0);
        progress.report(
                activity(),
                epoch,
                plan.epochs(),
                state.isPresent()
                        ? "goes on from the state kept after epoch " + epoch
                        : "starts anew: the kept state is of another training");
        return state;
    }

    private boolean isStopped(int epoch, Best best) {
        return plan.patience() > 0 && epoch - best.epoch() >= plan.patience();
    }

    private Best better(Best best, int epoch, Validation measured, Learner learner) {
        if (plan.patience() == 0) {
            return Best.NONE;
        }
        if (!Double.isFinite(measured.value)) {
            throw diverged(epoch, "the loss on the validation split is " + measured.value);
        }
        return measured.value < best.value()
                ? new Best(epoch, measured.value, learner.state().weights())
                : best;
    }

    private String detail(double loss, Validation measured, int epoch, Best best) {
        StringBuilder detail = new StringBuilder(String.format(Locale.ROOT, "loss %.3f", loss));
        if (measured.examples > 0) {
            detail.append(String.format(Locale.ROOT, ", validation accuracy %.3f", measured.accuracy));
        }
        if (plan.patience() > 0) {
            detail.append(String.format(Locale.ROOT, ", validation loss %.3f", measured.value));
            if (isStopped(epoch, best) || epoch == plan.epochs()) {
                detail.append(", keeps epoch ").append(best.epoch());
            }
        }
        return detail.toString();
    }

    /**
     * How good the network is on the validation split.
     *
     * @param accuracy of the last exit
     * @param value    of the plan's objective, summed over the exits; 0 where nobody waits for it
     */
    private record Validation(int examples, double accuracy, double value) {

        static Validation of(NetworkPlan network, Learner learner, Examples examples, TrainingPlan plan) {
            if (examples.size() == 0) {
                return new Validation(0, 0, 0);
            }
            List<Logits> exits = learner.allLogits(network.taught(examples));
            Labels labels = examples.labels();
            int right = 0;
            for (boolean match : labels.matches(predictions(exits.get(exits.size() - 1), labels))) {
                right += match ? 1 : 0;
            }
            double value = plan.patience() == 0
                    ? 0
                    : exits.stream()
                            .mapToDouble(logits -> objectiveOf(plan.objective(), logits, labels))
                            .sum();
            return new Validation(examples.size(), (double) right / examples.size(), value);
        }
    }

    /** Answers of several tokens are written beside the label: they are right where each of their tokens is. */
    private static int[] predictions(Logits logits, Labels labels) {
        return labels.answers()
                .map(answers -> Outputs.ofTokens(logits, mask(labels, answers))
                        .answering(answers)
                        .predictions())
                .orElseGet(logits::predictions);
    }

    private static TokenMask mask(Labels labels, Answers answers) {
        boolean[] mask = new boolean[labels.size() * answers.length()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = answers.token(labels.at(i / answers.length()), i % answers.length()) != Answers.NONE;
        }
        return new TokenMask(answers.length(), mask);
    }

    private static double objectiveOf(TrainingObjective objective, Logits logits, Labels labels) {
        if (labels.answers().isEmpty()) {
            return objective.evaluate(TrainingBlock.whole(logits, labels)).value();
        }
        float[] given = logits.toFloats();
        return new TokenBlocks(objective, TOKENS)
                .evaluate(given, rows(labels), logits.classes(), new float[given.length]);
    }

    /** What each row of logits is held against; less than 0 where there is no token. */
    private static int[] rows(Labels labels) {
        int length = labels.answers().map(Answers::length).orElse(1);
        int[] rows = new int[Math.multiplyExact(labels.size(), length)];
        for (int i = 0; i < labels.size(); i++) {
            System.arraycopy(rows(labels, i), 0, rows, i * length, length);
        }
        return rows;
    }

    /** The class of an example, or the tokens of its answer. */
    static int[] rows(Labels labels, int row) {
        return labels.answers()
                .map(answers -> IntStream.range(0, answers.length())
                        .map(place -> answers.token(labels.at(row), place))
                        .toArray())
                .orElseGet(() -> new int[] {labels.at(row)});
    }

    /** The mean loss of the epoch's examples, each at the weights of its step. */
    private double epoch(Learner learner, Examples train, int[] order, int epoch) {
        double loss = 0;
        FloatTensor taught = network.taught(train);
        float[] inputs = new float[Math.min(plan.batchSize(), order.length) * network.inputWidth()];
        for (int from = 0; from < order.length; from += plan.batchSize()) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + plan.batchSize()));
            taught.select(rows).copyRows(0, rows.length, inputs);
            BatchLoss batch = new BatchLoss(plan.objective(), train.labels().select(rows), epoch);
            learner.step(inputs, rows.length, batch::gradient);
            loss += batch.value * rows.length;
        }
        return loss / order.length;
    }

    private void requireFitting(String split, Examples examples) {
        network.requireFitting(examples.inputs());
        Labels labels = examples.labels();
        int length = labels.answers().map(Answers::length).orElse(0);
        if (labels.outputs() != network.classes() || length != network.answer()) {
            throw new IllegalArgumentException("labels of " + network.classes() + " classes"
                    + (network.answer() > 0 ? " in answers of " + network.answer() + " tokens" : "")
                    + " expected in the " + split + " split, got " + labels
                    + labels.answers().map(answers -> ", " + answers).orElse(""));
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
            float[] gradient = new float[logits.length];
            if (network.answer() > 0) {
                value = new TokenBlocks(objective, TOKENS).evaluate(logits, rows(labels), network.classes(), gradient);
                requireFinite(gradient);
                return gradient;
            }
            int size = logits.length / network.exits();
            for (int from = 0; from < logits.length; from += size) {
                // Each exit's block is its whole batch: an objective may count what is wrong in it.
                Loss loss = objective.evaluate(TrainingBlock.whole(
                        new Logits(labels.size(), labels.classes(), Arrays.copyOfRange(logits, from, from + size)),
                        labels));
                value += loss.value();
                narrow(loss.gradient(), gradient, from, size);
            }
            if (!Double.isFinite(value)) {
                throw diverged(epoch, "the loss is " + value);
            }
            return gradient;
        }

        private void requireFinite(float[] gradient) {
            if (!Double.isFinite(value)) {
                throw diverged(epoch, "the loss is " + value);
            }
            for (float number : gradient) {
                if (!Float.isFinite(number)) {
                    throw diverged(epoch, "the gradient of the loss is " + number);
                }
            }
        }

        private void narrow(double[] exact, float[] gradient, int from, int size) {
            if (exact.length != size) {
                throw new IllegalStateException("objective " + objective + " returned a gradient of " + exact.length
                        + " numbers, expected " + size);
            }
            for (int i = 0; i < size; i++) {
                gradient[from + i] = (float) exact[i];
                if (!Float.isFinite(gradient[from + i])) {
                    throw diverged(epoch, "the gradient of the loss is " + exact[i]);
                }
            }
        }
    }
}
