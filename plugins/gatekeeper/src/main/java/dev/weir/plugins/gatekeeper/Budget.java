package dev.weir.plugins.gatekeeper;

import dev.weir.api.Doc;
import dev.weir.api.Require;

/**
 * What an example may cost on average: the stage's own cost for each, and the next stage's for each that is
 * passed on. All in one unit of the user's: MACs, milliseconds, money.
 *
 * @param average at most, for an example that reaches the stage
 * @param own     of the stage, for one example
 * @param next    of the next stage, for one example
 */
public record Budget(
        @Doc("what an example that reaches the stage may cost on average; not below own")
        double average,

        @Doc("what this stage costs for one example; at least 0")
        double own,

        @Doc("what the next stage costs for one example; greater than 0")
        double next) {

    public Budget {
        Require.positive("next", next);
        if (!(own >= 0 && Double.isFinite(own))) {
            throw new IllegalArgumentException("own must be finite and at least 0, got " + own);
        }
        if (!(average >= own && Double.isFinite(average))) {
            throw new IllegalArgumentException(
                    "average must be finite and at least own, which every example costs: " + own + ", got " + average);
        }
    }

    /** The share of the examples that may be passed on, in [0, 1]. */
    double deferralRate() {
        return Math.min(1, (average - own) / next);
    }
}
