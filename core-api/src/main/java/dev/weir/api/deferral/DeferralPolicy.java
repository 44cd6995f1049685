package dev.weir.api.deferral;

import dev.weir.api.Need;
import java.util.Optional;
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

    /**
     * The same choice, for a policy that looks at nothing but its score of the examples that reach the stage; empty,
     * unless overridden, for one that looks at more. Who tries many cascades has those scores sorted already.
     */
    default Optional<ScoreThreshold> byScore() {
        return Optional.empty();
    }

    /**
     * Whether the rule depends on nothing but what the stage's own model put out on the whole calibration split, and
     * the labels: not on other stages, and not on which examples reach this one. Who tries many cascades then asks
     * once for each model.
     */
    default boolean isOfModelAlone() {
        return false;
    }
}
