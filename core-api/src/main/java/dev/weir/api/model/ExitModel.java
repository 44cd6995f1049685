package dev.weir.api.model;

import dev.weir.api.Experimental;
import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A model that can answer at several depths and go on from each to the next, computing nothing twice. Exits are
 * counted from 1, the shallowest; {@link #outputs} are those of the last one.
 *
 * <p>Going on exit by exit gives the answers of going there at once, but for the last bits.
 *
 * @see <a href="https://arxiv.org/abs/2303.08010">Xia and Bouganis, Window-Based Early-Exit Cascades for
 *     Uncertainty Estimation, ICCV 2023</a>
 */
@Experimental
public interface ExitModel extends Model {

    /** How many exits there are, the last one included; at least 1, and as many as the provider told. */
    int exits();

    /**
     * Goes on to an exit and answers there. Only what lies between the two exits is computed, and the last layers of
     * this exit alone; those of exits that are passed by are left out.
     *
     * @param from  where to go on: {@code n} examples, of which this model made the state, or its inputs
     * @param exit  behind the exit of the state
     * @param needs what to put out besides the logits
     * @return {@code n} rows in the same order
     * @throws IllegalArgumentException when the exit is not behind that of the state, there is no such exit, or the
     *     state is not of this model
     * @throws IllegalStateException    when the model is closed
     */
    AtExit proceed(ExitState from, int exit, Set<Need> needs);

    /** Number of trained numbers that the answer of an exit depends on; empty when nobody knows. */
    OptionalLong parameters(int exit);

    /**
     * Multiply-accumulate operations that {@link #proceed} takes for one example; empty when nobody knows. Those of
     * steps on the way add up to what answering at all of these exits takes.
     *
     * @param from the exit where it goes on; 0 for the inputs
     * @param exit behind it
     */
    OptionalLong macs(int from, int exit);

    /** Any model as one with exits: one that is not has a single exit. */
    static ExitModel of(Model model) {
        return model instanceof ExitModel exits ? exits : new SingleExit(model);
    }

    /**
     * Refuses steps that lead nowhere.
     *
     * @throws IllegalArgumentException unless {@code 0 <= from < exit <= exits}
     */
    default void requireAhead(int from, int exit) {
        if (from < 0 || exit <= from || exit > exits()) {
            throw new IllegalArgumentException(
                    "an exit behind exit " + from + " of " + exits() + " expected, got " + exit);
        }
    }

    /** A model whose only answer is its last. */
    record SingleExit(Model model) implements ExitModel {

        @Override
        public int exits() {
            return 1;
        }

        @Override
        public AtExit proceed(ExitState from, int exit, Set<Need> needs) {
            requireAhead(from.exit(), exit);
            return new AtExit(model.outputs(from.activations(), needs), Optional.empty());
        }

        @Override
        public OptionalLong parameters(int exit) {
            return model.parameters();
        }

        @Override
        public OptionalLong macs(int from, int exit) {
            requireAhead(from, exit);
            return model.macs();
        }

        @Override
        public Outputs outputs(Inputs inputs, Set<Need> needs) {
            return model.outputs(inputs, needs);
        }

        @Override
        public OptionalLong parameters() {
            return model.parameters();
        }

        @Override
        public OptionalLong macs() {
            return model.macs();
        }

        @Override
        public boolean isTimed() {
            return model.isTimed();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
