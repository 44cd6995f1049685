package dev.weir.api.model;

/** A model whose weights can be read and written. */
public interface WeightedModel extends Model {

    /** A copy of the weights: finite, in the network's order. */
    WeightSet weights();

    /**
     * Replaces the weights, all or none of them. What {@link #weights} gave leads to equal answers.
     *
     * @param weights of this network, in any order; copied
     * @throws IllegalArgumentException when names, dimensions or kinds of numbers are not those of the network,
     *     or a number is not finite
     * @throws IllegalStateException    when the model is closed
     */
    void load(WeightSet weights);
}
