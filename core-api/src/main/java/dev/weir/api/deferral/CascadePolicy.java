package dev.weir.api.deferral;

import dev.weir.api.Need;
import java.util.Set;

/**
 * Chooses, on the calibration split, the rules of all stages at once and vouches for the whole cascade.
 *
 * <p>It divides the calibration split: on the {@linkplain #choosing rows for choosing} it, and whoever else fits
 * something for this cascade, may choose freely; the other rows it keeps for its test. A certificate would be
 * worth nothing if anything had been chosen on those.
 *
 * <p>A policy sees no test example. It is immutable; the same outputs and the same seed give the same rules.
 */
public interface CascadePolicy {

    /**
     * The rows on which things may be chosen: temperatures, grids, orders. The policy tests on the others.
     *
     * @param rows of the calibration split
     * @param seed of the run; the rows depend on nothing else
     * @return distinct rows, ascending; not all of them
     * @throws IllegalArgumentException when there are too few rows to be divided; the message has the remedy
     */
    int[] choosing(int rows, long seed);

    /**
     * Chooses the rules.
     *
     * @throws IllegalArgumentException when no rules can be had from these outputs, not even rules that abstain:
     *     the message says what was asked and what to change
     */
    CascadeRules rules(CascadeCalibration calibration);

    /** What this policy and its scores read besides the logits; nothing, unless overridden. */
    default Set<Need> needs() {
        return Set.of();
    }
}
