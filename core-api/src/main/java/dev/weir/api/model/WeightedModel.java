package dev.weir.api.model;

import java.util.List;

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

    /**
     * The names of the weights of the layer that gives the logits: what is drawn anew where the network is to tell
     * other classes apart. Empty when nobody knows.
     */
    default List<String> head() {
        return List.of();
    }
}
