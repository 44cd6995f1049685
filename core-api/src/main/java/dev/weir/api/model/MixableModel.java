package dev.weir.api.model;

import dev.weir.api.Experimental;
import java.io.IOException;
import java.util.List;

/** A model of whose network several sets of weights can be mixed. */
@Experimental
public interface MixableModel extends WeightedModel {

    /**
     * Opens a model of the same network that answers with a mix of weights; the first set alone, until it is
     * {@linkplain MixedModel#mix told} otherwise. It is independent of this model and is closed on its own.
     *
     * @param sets at least one, each of this network and finite; kept, not copied
     * @throws IllegalArgumentException when a set is of another network; the message says which
     * @throws IllegalStateException    when this model is closed
     */
    MixedModel mixed(List<WeightSet> sets) throws IOException;
}
