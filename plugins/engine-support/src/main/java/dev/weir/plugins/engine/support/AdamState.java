package dev.weir.plugins.engine.support;

import java.util.List;

/**
 * Where Adam stands: all it needs to go on exactly.
 *
 * @param steps     made so far
 * @param weights   one array for each parameter of the network, in its order
 * @param means     running means of the gradients, as the weights
 * @param variances running means of their squares, as the weights
 */
public record AdamState(int steps, List<float[]> weights, List<float[]> means, List<float[]> variances) {

    public AdamState {
        weights = List.copyOf(weights);
        means = List.copyOf(means);
        variances = List.copyOf(variances);
    }

    /** The same means and counts at other weights. */
    public AdamState withWeights(List<float[]> given) {
        return new AdamState(steps, given, means, variances);
    }
}
