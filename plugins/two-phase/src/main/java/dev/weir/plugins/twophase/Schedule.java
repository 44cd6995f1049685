package dev.weir.plugins.twophase;

import dev.weir.api.Require;

/**
 * When candidates are compared.
 *
 * @param epochs for which the chosen one is trained in all; at least 0
 * @param step   epochs between two comparisons; at least 1
 */
record Schedule(int epochs, int step) {

    Schedule {
        Require.atLeast("epochs", 0, epochs);
        Require.atLeast("step", 1, step);
    }

    static Schedule ofTrials(int epochs, int step) {
        Require.atLeast("epochs", 1, epochs);
        return new Schedule(epochs, step);
    }
}
