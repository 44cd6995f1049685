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
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    origin.problem(String.valueOf(e.getMessage()))
                            + "\nThe rules could not be chosen; nothing was written.",
                    e);
        } catch (PluginException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PluginException(
                    origin.component() + " threw " + e + ", expected a rule"
                            + "\n  This is a bug in plugin "
                            + origin.component().plugin()
                            + ", not in your file. Nothing was written.",
                    e);
        }
        if (rule.score() instanceof CheckedScore) {
            return rule;
        }
        if (!(rule.score() instanceof Record)) {
            throw new PluginException(origin.component() + " returned a rule with the score " + rule.score()
                    + ", expected a record, which can be stored\n  This is a bug in plugin "
                    + origin.component().plugin() + ", not in your file. Nothing was written.");
        }
        return new DeferralRule(new CheckedScore(rule.score(), origin.component()), rule.low(), rule.high());
    }
}
