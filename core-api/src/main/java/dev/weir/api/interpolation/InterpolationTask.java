package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import dev.weir.api.Logits;
import dev.weir.api.Require;
import java.util.List;
import java.util.Optional;

/**
 * What a plan is fitted to.
 *
 * @param endpoints   what each endpoint puts out for the stream, all {@code n x k}, in stream order; at least two,
 *     and {@code n} at least 1
 * @param hasAncestor whether the weights are there that all endpoints were fine-tuned from
 * @param validation  labelled examples for choices; empty where there are none
 * @param seed        of what is drawn
 */
@Experimental
public record InterpolationTask(
        List<Logits> endpoints, boolean hasAncestor, Optional<InterpolationValidation> validation, long seed) {

    public InterpolationTask {
        endpoints = List.copyOf(endpoints);
        Require.atLeast("endpoints", 2, endpoints.size());
        Require.atLeast("examples", 1, endpoints.get(0).rows());
        requireAlike(endpoints);
    }

    static void requireAlike(List<Logits> endpoints) {
        Logits first = endpoints.get(0);
        for (Logits other : endpoints) {
            if (other.rows() != first.rows() || other.classes() != first.classes()) {
                throw new IllegalArgumentException("endpoints of shape " + first + " and " + other);
            }
        }
    }
}
