package dev.weir.api.interpolation;

import dev.weir.api.Experimental;

/**
 * A way to make one model of the weights of several fine-tuned endpoints: an {@link Interpolator}, which may choose
 * another mix for each example, or a {@link WeightMerge}, which makes one set of weights ahead of time. A name is
 * unique among both, so that a job can list them side by side.
 */
@Experimental
public interface Combination {}
