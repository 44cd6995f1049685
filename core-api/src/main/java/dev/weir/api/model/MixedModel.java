package dev.weir.api.model;

import dev.weir.api.Experimental;

/** A model whose weights are a mix of several sets, in memory that each mix uses again. */
@Experimental
public interface MixedModel extends Model {

    /** How many sets are mixed. */
    int sets();

    /**
     * Makes the weights the sum of {@code coefficients[i]} times set {@code i}; computed as {@link WeightMix}
     * says. Whoever is being answered meanwhile gets the answer of the weights before.
     *
     * @param coefficients one for each set, finite; they need not add up to 1
     * @throws IllegalArgumentException when there are more or fewer, or one or a mixed weight is not finite; the
     *     weights then stay as they are
     * @throws IllegalStateException    when the model is closed
     */
    void mix(double... coefficients);
}
