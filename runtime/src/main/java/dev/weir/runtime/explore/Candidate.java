package dev.weir.runtime.explore;

import dev.weir.api.deferral.DeferralRule;
import dev.weir.runtime.cascade.Combine;
import java.util.Arrays;
import java.util.List;

/**
 * A cascade that was tried on the calibration split, or a model alone.
 *
 * @param chain    the models; one of them for a model alone
 * @param policies the policy of each stage but the last, by its place among those that were tried
 * @param rules    what they chose
 * @param quality  what the objective asks for
 * @param cost     of an example on average
 * @param answered how many examples each stage answered
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its numbers, never as a whole
record Candidate(Chain chain, int[] policies, List<DeferralRule> rules, double quality, double cost, int[] answered) {

    Candidate {
        rules = List.copyOf(rules);
    }

    @Override
    public String toString() {
        return chain + " by policies " + Arrays.toString(policies) + ": " + quality + " at " + cost;
    }

    /** For people: its models, an arrow between them. */
    String words(List<String> names) {
        String models =
                String.join(" > ", chain.models().stream().map(names::get).toList());
        return chain.stages() > 1 && chain.combine() == Combine.AVERAGE ? models + ", averaged" : models;
    }
}
