package dev.weir.runtime.cascade;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * A network of two numbers and three exits, each a step further and a head of three classes; notes every step that
 * it computes. A step takes 4 MACs, a head 6.
 */
final class Ladder implements ExitModel {
    static final int EXITS = 3;

    private final double[][] steps = new double[EXITS][];
    private final double[][] heads = new double[EXITS][];
    private final List<String> asked = new ArrayList<>();

    Ladder(Random random) {
        for (int exit = 0; exit < EXITS; exit++) {
            steps[exit] = random.doubles(4, -2, 2).toArray();
            heads[exit] = random.doubles(6, -2, 2).toArray();
        }
    }

    /** What was asked since: {@code "0-1: 20"} for 20 rows from the inputs to exit 1. */
    List<String> taken() {
        List<String> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    @Override
    public int exits() {
        return EXITS;
    }

    @Override
    public AtExit proceed(ExitState from, int exit, Set<Need> needs) {
        requireAhead(from.exit(), exit);
        FloatTensor state = (FloatTensor) from.activations();
        asked.add(from.exit() + "-" + exit + ": " + state.rows());
        for (int step = from.exit(); step < exit; step++) {
            float[] next = new float[2 * state.rows()];
            for (int i = 0; i < next.length; i++) {
                next[i] = (float) Math.tanh(product(steps[step], i % 2, state, i / 2));
            }
            state = new FloatTensor(state.rows(), new int[] {2}, next);
        }
        double[] logits = new double[3 * state.rows()];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = product(heads[exit - 1], i % 3, state, i / 3);
        }
        return new AtExit(
                Outputs.of(new Logits(state.rows(), 3, logits)),
                exit == EXITS ? Optional.empty() : Optional.of(new ExitState(exit, state)));
    }

    private static double product(double[] weights, int line, FloatTensor state, int row) {
        return weights[2 * line] * state.at(row, 0) + weights[2 * line + 1] * state.at(row, 1);
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return proceed(ExitState.of(inputs), EXITS, needs).outputs();
    }

    @Override
    public OptionalLong parameters() {
        return OptionalLong.of(30);
    }

    @Override
    public OptionalLong parameters(int exit) {
        return OptionalLong.of(4L * exit + 6);
    }

    @Override
    public OptionalLong macs() {
        return macs(0, EXITS);
    }

    @Override
    public OptionalLong macs(int from, int exit) {
        return OptionalLong.of(4L * (exit - from) + 6);
    }

    @Override
    public void close() {}
}
