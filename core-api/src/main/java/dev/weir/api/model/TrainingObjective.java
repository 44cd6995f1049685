package dev.weir.api.model;

/**
 * What training makes small, as a value and its gradient with respect to the logits. The engine only
 * back-propagates the gradient, so one objective serves every engine.
 *
 * <p>An objective is immutable and thread-safe.
 */
@FunctionalInterface
public interface TrainingObjective {

    /**
     * Evaluates a block of rows of a batch.
     *
     * @return value and gradient, both divided by {@link TrainingBlock#batchRows()}, so that the blocks of
     *     a batch add up to the batch
     * @throws IllegalArgumentException when the block is not its whole batch and the objective divides by what
     *     only the whole batch can tell, such as its number of wrong answers
     */
    Loss evaluate(TrainingBlock block);
}
