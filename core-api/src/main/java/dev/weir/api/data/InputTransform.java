package dev.weir.api.data;

import dev.weir.api.Inputs;

/**
 * Changes inputs before any model sees them: resizes, normalises, corrupts, counts words.
 *
 * <p>A transform is immutable and thread-safe and never changes the inputs it is given. What it learns it
 * learns from the train split alone, through {@link #fitted}; a fitted transform is a record again, whose
 * settings hold what was learned, so that it can be stored and served.
 */
@FunctionalInterface
public interface InputTransform {

    /**
     * Transforms {@code n} inputs; {@code n} may be 0.
     *
     * @param seed for transforms that draw random numbers. The draw of a row depends on the seed and on the
     *     row's content alone, so a row alone comes out as in its batch
     * @return as many inputs in the same order
     * @throws IllegalArgumentException when the inputs are of a kind or shape that it does not take
     */
    Inputs apply(Inputs inputs, long seed);

    /** The same transform with what it learns from the train split; itself, unless overridden. */
    default InputTransform fitted(Inputs train) {
        return this;
    }
}
