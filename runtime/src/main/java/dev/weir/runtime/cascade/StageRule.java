package dev.weir.runtime.cascade;

import dev.weir.api.deferral.DeferralRule;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a stage does with an example that reached it: pass it on, answer it, or abstain.
 *
 * @param deferral which examples are passed on; empty for the last stage
 * @param accept   the lowest confidence of an accepted answer; empty accepts every answer
 */
public record StageRule(Optional<DeferralRule> deferral, OptionalDouble accept) {}
