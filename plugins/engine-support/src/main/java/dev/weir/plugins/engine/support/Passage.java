package dev.weir.plugins.engine.support;

/**
 * From where to where a network is run, and what is wanted besides the logits.
 *
 * @param from         the exit whose activations are given; 0 where inputs of the network are
 * @param to           the exit that answers, behind it; heads of exits between are left out
 * @param withFeatures whether the features are wanted
 * @param withState    whether the activations are wanted from which later exits go on
 */
public record Passage(int from, int to, boolean withFeatures, boolean withState) {

    public Passage {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("an exit behind exit " + from + " expected, got " + to);
        }
    }

    /** From the inputs to the last exit. */
    public static Passage whole(NetworkPlan network, boolean withFeatures) {
        return new Passage(0, network.exits(), withFeatures, false);
    }
}
