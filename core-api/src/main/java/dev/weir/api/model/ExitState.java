package dev.weir.api.model;

import dev.weir.api.Experimental;
import dev.weir.api.Inputs;
import dev.weir.api.Require;

/**
 * How far an {@link ExitModel} has come with a batch of examples: what it goes on from.
 *
 * @param exit        the exit that was reached; 0 where nothing has been computed yet
 * @param activations what the model has made of the examples up to there; the inputs themselves at 0. Only the model
 *     that made them can read them
 */
@Experimental
public record ExitState(int exit, Inputs activations) {

    public ExitState {
        Require.atLeast("exit", 0, exit);
    }

    /** Inputs with which nothing has been done. */
    public static ExitState of(Inputs inputs) {
        return new ExitState(0, inputs);
    }

    /** Number of examples. */
    public int rows() {
        return activations.rows();
    }

    /** The given rows in the given order, copied. */
    public ExitState select(int[] rows) {
        return new ExitState(exit, activations.select(rows));
    }
}
