package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import dev.weir.api.model.WeightSet;

/**
 * Makes one set of weights of the weights of several endpoints of one network.
 *
 * <p>A merge is immutable, and a deterministic function of the task; it writes to none of the weights that it is
 * given. Whole numbers are those of the first endpoint.
 */
@Experimental
public interface WeightMerge extends Combination {

    /** Whether it merges what fine-tuning changed, and so needs the weights before. */
    default boolean needsAncestor() {
        return false;
    }

    /** Whether it asks how well weights answer. */
    default boolean needsAccuracy() {
        return false;
    }

    /**
     * Whether a merged tensor depends on the tensors of its name alone: then a network may be merged tensor by tensor,
     * each with a task of its own, and need not fit into memory as a whole.
     */
    default boolean isTensorwise() {
        return false;
    }

    /** How many endpoints it takes at least. */
    default int least() {
        return 1;
    }

    /** How many endpoints it takes at most. */
    default int most() {
        return Integer.MAX_VALUE;
    }

    /**
     * Merges.
     *
     * @param task with an ancestor and an accuracy where the merge needs them
     * @return tensors of the names and dimensions of the endpoints, finite
     * @throws IllegalArgumentException when the task lacks what the merge needs
     */
    WeightSet merge(MergeTask task);
}
