package dev.weir.runtime.select;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.runtime.cascade.Combine;
import dev.weir.runtime.config.Swept;
import java.util.List;

/**
 * The cascade that a selection ends in.
 *
 * @param members    how many candidates, the best of the ranking, are trained to the end and tried in chains
 * @param budget     the average MACs that the cascade may take on the calibration split
 * @param stages     the longest chain
 * @param policies   that every stage but the last is tried with
 * @param combine    what later stages answer with
 * @param confidence ranks answers
 */
public record CascadeGoal(
        @Default("4")
        @Doc("how many candidates, the first of the ranking, are fine-tuned to the end and tried in chains; at least 2")
        int members,

        @Doc("multiply-accumulate operations that the cascade may take for an example on average; greater than 0")
        double budget,

        @Default("2") @Doc("the longest chain of models; at least 2")
        int stages,

        @Swept
        @Doc(
                "the policies that every stage but the last is tried with; a list in place of a setting stands for a policy"
                        + " with each of its items")
        List<DeferralPolicy> policies,

        @Default("[replace]") @Doc("what later stages answer with; every chain is tried with each of these")
        List<Combine> combine,

        @Default("max-softmax") @Doc("ranks answers") ConfidenceScore confidence) {

    public CascadeGoal {
        Require.atLeast("members", 2, members);
        Require.positive("budget", budget);
        Require.atLeast("stages", 2, stages);
        if (policies.isEmpty()) {
            throw new IllegalArgumentException(
                    "policies names nothing to try"
                            + "\nList at least one, for example policies: [ { use: threshold, with: { deferral-rate: [0.1, 0.2] } } ].");
        }
    }
}
