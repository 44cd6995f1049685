package dev.weir.api.data;

import dev.weir.api.Answers;
import dev.weir.api.Inputs;
import java.util.List;
import java.util.Optional;

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

    /**
     * As {@link #fitted(Inputs)}, for a transform that must know the classes as well, such as one whose tokens write
     * their names; it is this that is asked.
     *
     * @param classes the class names in label order; empty where they have none
     */
    default InputTransform fitted(Inputs train, List<String> classes) {
        return fitted(train);
    }

    /**
     * The classes as sequences of the tokens that a fitted transform makes of its inputs, where models are to answer token
     * by token; empty, unless overridden: an answer is one class.
     *
     * @param classes the class names in label order; empty where they have none
     * @throws IllegalArgumentException when a class cannot be written; a second line of the message may say what to do
     */
    default Optional<Answers> answers(List<String> classes) {
        return Optional.empty();
    }
}
