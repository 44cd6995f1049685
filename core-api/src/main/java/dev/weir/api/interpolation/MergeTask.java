package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import dev.weir.api.Require;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What is merged.
 *
 * @param endpoints at least one; finite, all of one network, their tensors in one order
 * @param ancestor  the weights that all endpoints were fine-tuned from, in the same order
 * @param accuracy  of weights on examples for choices, never those of the test; empty where nobody can tell
 */
@Experimental
public record MergeTask(
        List<WeightSet> endpoints, Optional<WeightSet> ancestor, Optional<ToDoubleFunction<WeightSet>> accuracy) {

    /**
     * A task.
     *
     * @throws IllegalArgumentException when a set is of another network than the first, or holds a number that is
     *     not finite
     */
    public MergeTask {
        Require.atLeast("endpoints", 1, endpoints.size());
        List<WeightSet> all = new ArrayList<>(endpoints);
        ancestor.ifPresent(all::add);
        all.forEach(WeightSet::requireFinite);
        List<WeightSet> ordered = new WeightMix(all).sets();
        endpoints = List.copyOf(ordered.subList(0, endpoints.size()));
        ancestor = ancestor.map(set -> ordered.get(ordered.size() - 1));
    }
}
