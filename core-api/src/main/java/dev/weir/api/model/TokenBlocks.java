package dev.weir.api.model;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Require;
import java.util.Arrays;

/**
 * An objective over the tokens of a batch of answers: each token is a row, padding is none, and the number of tokens of
 * the batch divides the loss. It is asked block by block, so that what it needs besides the batch is bounded by the
 * block, however long the answers are.
 *
 * @param objective what is made small
 * @param rows      tokens in a block, at most; at least 1
 * @see <a href="https://arxiv.org/abs/2502.19335">Rabanser et al., Gatekeeper: Improving Model Cascades Through
 *     Confidence Tuning, 2025: the loss at token level</a>
 */
public record TokenBlocks(TrainingObjective objective, int rows) {

    public TokenBlocks {
        Require.atLeast("tokens in a block", 1, rows);
    }

    /**
     * Evaluates a batch.
     *
     * @param logits     {@code m x vocabulary}, a row for each position, padding included
     * @param labels     the true token of each position; less than 0 where there is padding
     * @param vocabulary number of tokens
     * @param gradient   is told the gradient, {@code m x vocabulary}; 0 at padding
     * @return the value; 0 where all is padding
     */
    public double evaluate(float[] logits, int[] labels, int vocabulary, float[] gradient) {
        if ((long) labels.length * vocabulary != logits.length || gradient.length != logits.length) {
            throw new IllegalArgumentException(labels.length + " x " + vocabulary
                    + " logits and gradients expected, got " + logits.length + " and " + gradient.length);
        }
        int tokens = 0;
        for (int label : labels) {
            tokens += label < 0 ? 0 : 1;
        }
        Arrays.fill(gradient, 0);
        double value = 0;
        int[] places = new int[Math.min(rows, tokens)];
        int count = 0;
        int left = tokens;
        for (int position = 0; position < labels.length; position++) {
            if (labels[position] < 0) {
                continue;
            }
            places[count++] = position;
            if (count == places.length) {
                value += block(logits, labels, vocabulary, Arrays.copyOf(places, count), tokens, gradient);
                left -= count;
                count = 0;
                places = left == 0 ? places : new int[Math.min(rows, left)];
            }
        }
        return value;
    }

    private double block(float[] logits, int[] labels, int vocabulary, int[] places, int tokens, float[] gradient) {
        float[] given = new float[places.length * vocabulary];
        int[] truth = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            System.arraycopy(logits, places[i] * vocabulary, given, i * vocabulary, vocabulary);
            truth[i] = labels[places[i]];
        }
        Loss loss = objective.evaluate(
                new TrainingBlock(new Logits(places.length, vocabulary, given), new Labels(vocabulary, truth), tokens));
        if (loss.gradient().length != given.length) {
            throw new IllegalStateException("objective " + objective + " returned a gradient of "
                    + loss.gradient().length + " numbers, expected " + given.length);
        }
        for (int i = 0; i < places.length; i++) {
            for (int token = 0; token < vocabulary; token++) {
                gradient[places[i] * vocabulary + token] = (float) loss.gradient()[i * vocabulary + token];
            }
        }
        return loss.value();
    }
}
