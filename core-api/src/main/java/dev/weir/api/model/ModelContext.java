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
 * @param answer  places of an answer that is written token by token, where classes are tokens: an answer goes up to
 *                the first {@link #END}, or to the last place; 0 where an answer is one class
 */
public record ModelContext(String name, Inputs like, int classes, long seed, WorkCache cache, int answer) {
    /** The token that ends an answer, where models write answers token by token. */
    public static final int END = 0;

    public ModelContext {
        Require.atLeast("classes", 0, classes);
        Require.atLeast("places of an answer", 0, answer);
    }

    /** A context in which an answer is one class. */
    public ModelContext(String name, Inputs like, int classes, long seed, WorkCache cache) {
        this(name, like, classes, seed, cache, 0);
    }

    /** A context in which no work is kept. */
    public ModelContext(String name, Inputs like, int classes, long seed) {
        this(name, like, classes, seed, WorkCache.NONE);
    }

    /** The same context for inputs of another kind or shape. */
    public ModelContext withLike(Inputs given) {
        return new ModelContext(name, given, classes, seed, cache, answer);
    }

    /** The same context for answers of so many places. */
    public ModelContext withAnswer(int given) {
        return new ModelContext(name, like, classes, seed, cache, given);
    }

    /** The same context with a place for work. */
    public ModelContext withCache(WorkCache given) {
        return new ModelContext(name, like, classes, seed, given, answer);
    }
}
