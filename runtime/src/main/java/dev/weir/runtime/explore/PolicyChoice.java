package dev.weir.runtime.explore;

import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.runtime.config.Origin;

/**
 * One policy that stages are tried with.
 *
 * @param policy with all its settings
 * @param origin where the file names it
 */
record PolicyChoice(DeferralPolicy policy, Origin origin) {}
