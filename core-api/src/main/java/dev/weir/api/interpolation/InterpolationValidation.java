package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import java.util.List;
import java.util.Optional;

/**
 * Labelled examples on which an interpolator makes its choices.
 *
 * @param endpoints what each endpoint puts out for them; at least one row
 * @param labels    of the rows
 * @param accuracy  of a mix of weights on them; empty where nothing can be mixed
 */
@Experimental
public record InterpolationValidation(List<Logits> endpoints, Labels labels, Optional<MixAccuracy> accuracy) {

    public InterpolationValidation {
        endpoints = List.copyOf(endpoints);
        InterpolationTask.requireAlike(endpoints);
        if (endpoints.get(0).rows() != labels.size()) {
            throw new IllegalArgumentException(endpoints.get(0) + " do not fit " + labels);
        }
    }

    /** How well a mix answers. */
    @FunctionalInterface
    public interface MixAccuracy {

        /**
         * The share of right answers of the weights that are the sum of {@code coefficients[i]} times endpoint
         * {@code i}.
         */
        double of(List<Double> coefficients);
    }
}
