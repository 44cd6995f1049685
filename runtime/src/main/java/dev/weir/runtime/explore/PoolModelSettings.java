package dev.weir.runtime.explore;

import dev.weir.api.Doc;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Inline;
import java.util.OptionalDouble;

/**
 * One model of the pool.
 *
 * @param provider opens it
 * @param cost     of running it for one example, in a unit of the user's
 * @param seconds  that running it for one example takes
 */
public record PoolModelSettings(
        @Inline ModelProvider provider,

        @Doc("what running the model for one example costs, in a unit of your own; at least 0")
        OptionalDouble cost,

        @Doc("how long running the model for one example takes; at least 0")
        OptionalDouble seconds) {

    public PoolModelSettings {
        requireCost("cost", cost);
        requireCost("seconds", seconds);
    }

    private static void requireCost(String key, OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && Double.isFinite(value.getAsDouble()))) {
            throw new IllegalArgumentException(key + " must be finite and at least 0, got " + value.getAsDouble());
        }
    }
}
