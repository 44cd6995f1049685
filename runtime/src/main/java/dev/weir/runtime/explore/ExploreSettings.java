package dev.weir.runtime.explore;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.runtime.cascade.Combine;
import dev.weir.runtime.cascade.DataSettings;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.config.Swept;
import dev.weir.runtime.split.SplitSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of an explore job.
 *
 * @param job        {@code explore}
 * @param seed       everything random of the run is drawn from it
 * @param data       the examples, recorded
 * @param splits     how they are divided; without it, the source's parts are the splits
 * @param models     the pool, by name
 * @param objective  what is wanted of a cascade, as much of it as its cost allows
 * @param cost       what a cascade is charged for
 * @param stages     the longest chain of models
 * @param confidence ranks answers, for coverage-at-risk
 * @param scores     each policy that orders examples by a score is tried with each of these instead of its own
 * @param policies   choose the rules; every stage but the last of a chain is tried with each of them
 * @param combine    what later stages answer with; a chain is tried with each of these
 * @param report     the folder of the report, relative to the working directory
 */
@JobFile
public record ExploreSettings(
        @Doc("explore") String job,

        @Default("0") @Doc("everything random of the run is drawn from it")
        long seed,

        @Doc("where the examples come from: { use: recorded, with: { ... } }")
        DataSettings data,

        @Doc("how the examples are divided; without it, the source's parts are the splits")
        Optional<SplitSettings> splits,

        @Doc("the pool of recorded models, by name; two or more")
        Map<String, PoolModelSettings> models,

        @Default("accuracy") @Doc("accuracy, or { coverage-at-risk: 0.05 }")
        Objective objective,

        @Default("macs") @Doc("what a cascade is charged for: macs, or each model's own cost or seconds")
        CostUnit cost,

        @Default("3") @Doc("the longest chain of models; at least 2, at most as many as there are models")
        int stages,

        @Default("max-softmax") @Doc("ranks answers, for coverage-at-risk")
        ConfidenceScore confidence,

        @Default("[]")
        @Doc("each policy that has a score is tried with each of these instead of its own; its own when empty")
        List<ConfidenceScore> scores,

        @Swept
        @Doc("the policies that every stage but the last is tried with; a list in place of a setting, such as"
                + " deferral-rate: [0.1, 0.3], stands for a policy with each of its items")
        List<DeferralPolicy> policies,

        @Default("[replace]") @Doc("what later stages answer with; every chain is tried with each of these")
        List<Combine> combine,

        @Doc("the folder of the report, relative to the working directory")
        String report) {

    public ExploreSettings {
        Require.atLeast("stages", 2, stages);
        requireSome("policies", policies, "{ use: threshold, with: { deferral-rate: [0.1, 0.2, 0.3] } }");
        requireSome("combine", combine, "replace");
        requireDistinct("scores", scores);
        requireDistinct("combine", combine);
        if (report.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("report must be a path without NUL");
        }
        if (report.isBlank()) {
            throw new IllegalArgumentException("report must name a folder");
        }
    }

    /** A model of the pool. */
    PoolModelSettings model(String name) {
        PoolModelSettings model = models.get(name);
        if (model == null) {
            throw new IllegalStateException("no model " + name);
        }
        return model;
    }

    private static void requireSome(String key, List<?> list, String example) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException(
                    key + " names nothing to try\nList at least one, for example " + key + ": [ " + example + " ].");
        }
    }

    private static void requireDistinct(String key, List<?> list) {
        if (new HashSet<>(list).size() < list.size()) {
            throw new IllegalArgumentException(key + " names one twice\nList each once.");
        }
    }
}
