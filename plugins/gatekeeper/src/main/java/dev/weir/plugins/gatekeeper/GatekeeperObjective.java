package dev.weir.plugins.gatekeeper;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import org.pf4j.Extension;

/**
 * Confidence tuning (equation 2 of the paper): answers that are right become surer by cross-entropy, answers
 * that are wrong are drawn to the uniform distribution {@code U} over the classes.
 *
 * <pre>
 * loss = alpha * 1/N * sum over right rows of -log p_y  +  (1 - alpha) * 1/N * sum over wrong rows of KL(p || U)
 * </pre>
 *
 * <p>An answer is the class of the largest logit, the lowest of several, and no gradient flows through
 * whether it is right. {@code N} counts the rows of the whole batch. The gradient of
 * {@code KL(p || U) = log k - H(p)} by logit {@code j} is {@code p_j (log p_j + H(p))}: it vanishes at the
 * uniform distribution and at a saturated answer too, so that a wrong answer of probability 1 is hardly moved.
 *
 * @param alpha      weight of the right answers
 * @param divergence which way the divergence is taken; {@code forward} is the paper's
 * @param normalizer what divides the two sums; {@code batch} is the paper's
 * @see <a href="https://arxiv.org/abs/2502.19335">Rabanser et al., Gatekeeper: Improving Model Cascades
 *     Through Confidence Tuning, 2025</a>
 */
@Extension
@Name("gatekeeper")
@Doc("confidence tuning: cross-entropy where the answer is right, towards the uniform distribution where it is wrong")
@Paper("Rabanser et al., Gatekeeper: Improving Model Cascades Through Confidence Tuning, 2025,"
        + " https://arxiv.org/abs/2502.19335")
public record GatekeeperObjective(
        @Doc("weight of the right answers against the wrong ones; in [0, 1]: lower parts right from wrong more"
                + " and costs more accuracy")
        double alpha,

        @Default("forward") @Doc("forward: KL(p || U), as in the paper; reverse: KL(U || p), as in label smoothing")
        Divergence divergence,

        @Default("batch")
        @Doc("batch: both sums over the rows of the batch, as in the paper; subset: each over its own rows, so"
                + " that the weights move with the accuracy")
        Normalizer normalizer)
        implements TrainingObjective {

    /** From the distribution {@code p} of a wrong answer to the uniform one, or back. */
    public enum Divergence {
        /** {@code KL(p || U) = log k - H(p)}. */
        FORWARD,
        /** {@code KL(U || p) = -(sum of log p) / k - log k}; does not saturate: its gradient is {@code p - 1/k}. */
        REVERSE
    }

    /** What divides a sum over right or wrong rows. */
    public enum Normalizer {
        /** The rows of the whole batch. */
        BATCH,
        /** The right rows of the batch, and the wrong ones: two means. A batch without a kind has no such term. */
        SUBSET
    }

    public GatekeeperObjective {
        if (!(alpha >= 0 && alpha <= 1)) { // written so that NaN fails too; no share, so nothing about percents
            throw new IllegalArgumentException("alpha must be in [0, 1], got " + alpha);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the normalizer is {@code subset} and the block is not its whole batch
     */
    @Override
    public Loss evaluate(TrainingBlock block) {
        if (normalizer == Normalizer.SUBSET && !block.isWhole()) {
            throw new IllegalArgumentException("normalizer subset divides by the right and the wrong answers of the"
                    + " whole batch, got " + block.logits().rows() + " rows of " + block.batchRows()
                    + "\nEvaluate the whole batch at once, or take the normalizer batch.");
        }
        Logits logits = block.logits();
        Labels labels = block.labels();
        int k = logits.classes();
        boolean[] right = labels.matches(logits.predictions());
        double ofRight = alpha / divisor(block, right, true);
        double ofWrong = (1 - alpha) / divisor(block, right, false);
        double value = 0;
        double[] gradient = new double[logits.rows() * k];
        double[] logs = new double[k];
        for (int row = 0; row < right.length; row++) {
            logSoftmax(logits, row, logs);
            if (right[row]) {
                value -= ofRight * logs[labels.at(row)];
                for (int c = 0; c < k; c++) {
                    gradient[row * k + c] = ofRight * (Math.exp(logs[c]) - (c == labels.at(row) ? 1 : 0));
                }
            } else {
                value += ofWrong * divergence(logs, gradient, row * k, ofWrong);
            }
        }
        return new Loss(value, gradient);
    }

    /** The divergence of a wrong row, at least 0; writes its gradient times {@code weight}. */
    private double divergence(double[] logs, double[] gradient, int offset, double weight) {
        int k = logs.length;
        double sum = 0; // of p log p, or of log p
        for (double log : logs) {
            sum += divergence == Divergence.FORWARD ? weighted(log, log) : log;
        }
        for (int c = 0; c < k; c++) {
            gradient[offset + c] = weight
                    * (divergence == Divergence.FORWARD
                            ? weighted(logs[c], logs[c] - sum)
                            : Math.exp(logs[c]) - 1.0 / k);
        }
        return Math.max(0, divergence == Divergence.FORWARD ? Math.log(k) + sum : -sum / k - Math.log(k));
    }

    /** A number times the probability of a logarithm; 0 where that is 0, even if the number is infinite. */
    private static double weighted(double log, double number) {
        double probability = Math.exp(log);
        return probability == 0 ? 0 : probability * number;
    }

    private double divisor(TrainingBlock block, boolean[] right, boolean counted) {
        if (normalizer == Normalizer.BATCH) {
            return block.batchRows();
        }
        int count = 0;
        for (boolean value : right) {
            count += value == counted ? 1 : 0;
        }
        return Math.max(1, count);
    }

    /** The logarithms of a row's probabilities, finite and at most 0. */
    private static void logSoftmax(Logits logits, int row, double[] logs) {
        int top = logits.argMax(row);
        double max = logits.at(row, top);
        double logOfTop = logits.logSoftmax(row, top, 1);
        for (int c = 0; c < logs.length; c++) {
            // not minus logSumExp, in which the digits of the sum are lost beside a large logit
            logs[c] = logits.at(row, c) - max + logOfTop;
        }
    }
}
