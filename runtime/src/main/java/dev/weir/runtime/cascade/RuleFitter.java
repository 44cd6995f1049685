package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Lets the policies choose their rules on the calibration split, first stage first, and freezes them. */
final class RuleFitter {
    private final Bound<CascadeSettings> file;

    RuleFitter(Bound<CascadeSettings> file) {
        this.file = file;
    }

    /**
     * The rule of every stage.
     *
     * @throws IllegalStateException when a policy finds no rule; the message has the place and the remedy
     * @throws PluginException       when a policy breaks its contract
     */
    List<StageRule> fit(StageOutputs calibration, Labels labels) {
        List<StageSettings> stages = file.value().stages();
        List<StageRule> rules = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            Optional<DeferralRule> deferral = Optional.empty();
            if (stage < stages.size() - 1) {
                DeferralPolicy policy = stages.get(stage).defer().orElseThrow();
                deferral = Optional.of(rule(
                        policy,
                        new CalibrationOutputs(
                                stage,
                                calibration.own(),
                                calibration.answers(),
                                labels,
                                reached(calibration, rules, stage))));
            }
            rules.add(new StageRule(deferral, stages.get(stage).accept()));
        }
        return List.copyOf(rules);
    }

    /** The rows that the rules so far pass on to a stage. */
    private int[] reached(StageOutputs calibration, List<StageRule> rules, int stage) {
        List<StageRule> padded = new ArrayList<>(rules);
        while (padded.size() < calibration.stages()) {
            padded.add(new StageRule(Optional.empty(), OptionalDouble.empty()));
        }
        return Decisions.decide(calibration, padded, file.value().confidence()).reached(stage);
    }

    private DeferralRule rule(DeferralPolicy policy, CalibrationOutputs calibration) {
        Origin origin = file.origin(policy);
        DeferralRule rule;
        try {
            rule = policy.rule(calibration);
        } catch (PluginException e) {
            throw e; // of the score that the policy asked
        } catch (RuntimeException | LinkageError e) {
            if (!isRefusal(e)) {
                throw origin.component().broken("threw " + e, "a rule", e);
            }
            throw new IllegalStateException(
                    origin.problem(String.valueOf(e.getMessage()))
                            + "\nThe rules could not be chosen; nothing was written.",
                    e);
        }
        if (rule == null) {
            throw origin.component().broken("returned null", "a rule", null);
        }
        if (rule.score() instanceof CheckedScore) {
            return rule;
        }
        if (!(rule.score() instanceof Record)) {
            throw origin.component()
                    .broken("returned a rule with the score " + rule.score(), "a record, which can be stored", null);
        }
        return new DeferralRule(new CheckedScore(rule.score(), origin.component()), rule.low(), rule.high());
    }

    /**
     * Whether a policy said that no rule can be had. What core-api or Java refuses on the way, such as a rule
     * that ends at NaN, is not the policy's word.
     */
    private static boolean isRefusal(Throwable e) {
        String thrower = e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].getClassName();
        return e instanceof IllegalArgumentException
                && !thrower.startsWith("dev.weir.api.")
                && !thrower.startsWith("java.");
    }
}
