package dev.weir.api.model;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Require;

/**
 * Rows of a training batch.
 *
 * @param logits    {@code n x k}
 * @param labels    the true classes of the {@code n} rows
 * @param batchRows rows of the whole batch, at least {@code n} and at least 1; it divides the loss
 */
public record TrainingBlock(Logits logits, Labels labels, int batchRows) {

    public TrainingBlock {
        if (logits.rows() != labels.size() || logits.classes() != labels.classes()) {
            throw new IllegalArgumentException(logits + " do not fit " + labels);
        }
        Require.atLeast("rows of the batch", Math.max(1, logits.rows()), batchRows);
    }

    /** A block that is its whole batch. */
    public static TrainingBlock whole(Logits logits, Labels labels) {
        return new TrainingBlock(logits, labels, Math.max(1, logits.rows()));
    }

    /** Whether the block is its whole batch. */
    public boolean isWhole() {
        return batchRows == Math.max(1, logits.rows());
    }
}
