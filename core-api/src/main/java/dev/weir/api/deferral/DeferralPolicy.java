package dev.weir.api.deferral;

import dev.weir.api.Need;
import java.util.Set;

/**
 * Chooses, on the calibration split, the rule by which a stage passes examples on.
 *
 * <p>A policy sees no test example. It is immutable; the same calibration outputs give the same rule,
 * whatever the order of their rows.
 */
@FunctionalInterface
public interface DeferralPolicy {

    /**
     * Chooses the rule of one stage, which is never the last.
     *
     * @throws IllegalArgumentException when no rule can be had from these outputs: the message says what
     *     was asked, what the calibration split offers, and what to change
     */
    DeferralRule rule(CalibrationOutputs calibration);

    /** What this policy and its score read besides the logits; nothing, unless overridden. */
    default Set<Need> needs() {
        return Set.of();
    }
}
