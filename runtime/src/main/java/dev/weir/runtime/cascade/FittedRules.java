package dev.weir.runtime.cascade;

import dev.weir.api.deferral.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The frozen rules of a cascade.
 *
 * @param stages      a rule for each
 * @param certificate of the policy that vouches for them, where the job has one
 */
record FittedRules(List<StageRule> stages, Optional<Certificate> certificate) {}
