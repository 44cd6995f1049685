package dev.weir.api.model;

import dev.weir.api.Inputs;
import dev.weir.api.Require;

/**
 * What a model has to know of the run that opens it.
 *
 * @param name    the model's name in the job, for messages
 * @param like    inputs of the kind and shape that the model will be asked about; may have no rows
 * @param classes number of classes, at least 1; 0 when only the model itself can tell (recorded outputs)
 * @param seed    the model's own seed, derived from the job's seed and the model's name: initial weights
 *                are drawn from it in Java, never from an engine's generator
 * @param cache   where work may be kept between runs
 */
public record ModelContext(String name, Inputs like, int classes, long seed, WorkCache cache) {

    public ModelContext {
        Require.atLeast("classes", 0, classes);
    }

    /** A context in which no work is kept. */
    public ModelContext(String name, Inputs like, int classes, long seed) {
        this(name, like, classes, seed, WorkCache.NONE);
    }

    /** The same context for inputs of another kind or shape. */
    public ModelContext withLike(Inputs given) {
        return new ModelContext(name, given, classes, seed, cache);
    }

    /** The same context with a place for work. */
    public ModelContext withCache(WorkCache given) {
        return new ModelContext(name, like, classes, seed, given);
    }
}
