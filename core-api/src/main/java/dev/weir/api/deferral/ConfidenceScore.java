package dev.weir.api.deferral;

import dev.weir.api.Need;
import dev.weir.api.Outputs;
import java.util.Set;

/**
 * Scores how sure a model is of each of its predictions.
 *
 * <p>A score only orders examples; a deferral policy chooses the interval of scores that is passed on.
 * Scores are immutable and thread-safe, never change the outputs they are given, and the score of an
 * example does not depend on the rest of its batch.
 */
@FunctionalInterface
public interface ConfidenceScore {

    /**
     * Scores a batch of {@code n} examples.
     *
     * @param outputs what the stage put out: logits of shape {@code n x k}, before softmax, and what else
     *     the score {@linkplain #needs() asked for}; {@code n} may be 0
     * @return {@code n} finite scores in row order; higher means surer. The scale is the score's own:
     *     compare values of one score only
     */
    double[] scores(Outputs outputs);

    /** What this score reads besides the logits; nothing, unless overridden. */
    default Set<Need> needs() {
        return Set.of();
    }
}
