package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import java.util.Optional;

/**
 * Says which mix of the weights of fine-tuned endpoints serves each example of a stream.
 *
 * <p>An interpolator sees logits and returns coefficients; the engine mixes the weights where they live. It is
 * immutable, and a deterministic function of the task. Whether its settings fit depends on the task's shape alone:
 * before anything is trained it is tried on logits that are all zero, which it must take.
 */
@Experimental
public interface Interpolator extends Combination {

    /**
     * Fits a plan to a stream of examples without labels.
     *
     * @return a plan for as many endpoints as the task has. Without an ancestor its coefficients are in [0, 1] and
     *     add up to 1
     * @throws IllegalArgumentException when the settings do not fit the task: the message begins with the setting
     */
    InterpolationPlan plan(InterpolationTask task);

    /**
     * The mix that serves all examples, where the settings say which it is: then no example has to be looked at, and
     * weights can be mixed ahead of time. None, unless overridden.
     */
    default Optional<Mix> fixed() {
        return Optional.empty();
    }
}
