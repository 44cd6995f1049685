package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.CascadeRules;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.NoRuleException;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** Lets the policies choose their rules on the calibration split, first stage first, and freezes them. */
public final class RuleFitter {
    private final Bound<CascadeSettings> file;
    private final List<StageOutputs> unlabelled;

    /**
     * A fitter.
     *
     * @param unlabelled what the models put out on examples of the mixture that the rules will meet, in parts;
     *                   empty unless a policy asked for it
     */
    RuleFitter(Bound<CascadeSettings> file, List<StageOutputs> unlabelled) {
        this.file = file;
        this.unlabelled = List.copyOf(unlabelled);
    }

    /**
     * The rule of every stage.
     *
     * @throws IllegalStateException when a policy finds no rule; the message has the place and the remedy
     * @throws PluginException       when a policy breaks its contract
     */
    FittedRules fit(StageOutputs calibration, Labels labels) {
        return file.value()
                .guarantee()
                .map(policy -> guaranteed(policy, calibration, labels))
                .orElseGet(() -> new FittedRules(stageByStage(calibration, labels), Optional.empty()));
    }

    /**
     * The rows of the calibration split on which things may be chosen, calibrators too: those that a guarantee
     * does not test on. Empty where there is no guarantee, and all may be used.
     */
    Optional<int[]> choosing(int rows) {
        return file.value()
                .guarantee()
                .map(policy -> asked(
                        file.origin(policy), "the rows for choosing", () -> policy.choosing(rows, guaranteeSeed())));
    }

    private long guaranteeSeed() {
        return Seeds.of(file.value().seed(), "guarantee");
    }

    /** The rules of a policy that vouches for all; what stages propose is chosen where it lets things be chosen. */
    private FittedRules guaranteed(CascadePolicy policy, StageOutputs calibration, Labels labels) {
        Origin origin = file.origin(policy);
        int[] choosing = choosing(labels.size()).orElseThrow();
        List<StageSettings> stages = file.value().stages();
        boolean proposes = stages.stream().anyMatch(stage -> stage.defer().isPresent());
        List<DeferralRule> proposed = proposes
                ? stageByStage(calibration.select(choosing), labels.select(choosing)).stream()
                        .flatMap(rule -> rule.deferral().stream())
                        .toList()
                : List.of();
        CascadeRules rules = asked(
                origin,
                "rules",
                () -> policy.rules(new CascadeCalibration(
                        calibration.own(),
                        calibration.answers(),
                        labels,
                        file.value().confidence(),
                        proposed,
                        guaranteeSeed())));
        if (rules.accept().size() != stages.size()) {
            throw origin.component()
                    .broken("returned rules for " + rules.accept().size() + " stages", stages.size() + " rules", null);
        }
        List<StageRule> frozen = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            double accept = rules.accept().get(stage);
            frozen.add(new StageRule(
                    stage < rules.deferral().size()
                            ? Optional.of(storable(origin, rules.deferral().get(stage)))
                            : Optional.empty(),
                    Double.isInfinite(accept) ? OptionalDouble.empty() : OptionalDouble.of(accept)));
        }
        return new FittedRules(List.copyOf(frozen), Optional.of(rules.certificate()));
    }

    private List<StageRule> stageByStage(StageOutputs calibration, Labels labels) {
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
                                reached(calibration, rules, stage),
                                unlabelled(stage))));
            }
            rules.add(new StageRule(deferral, stages.get(stage).accept()));
        }
        return List.copyOf(rules);
    }

    private List<Outputs> unlabelled(int stage) {
        return unlabelled.stream().map(part -> part.own().get(stage)).toList();
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
        return storable(origin, asked(origin, "a rule", () -> policy.rule(calibration)));
    }

    /** What a policy answers, or the reason why it does not. */
    private static <T> T asked(Origin origin, String expected, Supplier<T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (PluginException e) {
            throw e; // of the score that the policy asked
        } catch (RuntimeException | LinkageError e) {
            if (!isRefusal(e)) {
                throw origin.component().broken("threw " + e, expected, e);
            }
            throw new IllegalStateException(
                    origin.problem(String.valueOf(e.getMessage()))
                            + "\nThe rules could not be chosen; nothing was written.",
                    e);
        }
        if (answer == null) {
            throw origin.component().broken("returned null", expected, null);
        }
        return answer;
    }

    /** A rule whose score can be stored and is held to its contract. */
    public static DeferralRule storable(Origin origin, DeferralRule rule) {
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
    public static boolean isRefusal(Throwable e) {
        if (e instanceof NoRuleException) {
            return true;
        }
        String thrower = e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].getClassName();
        return e instanceof IllegalArgumentException
                && !thrower.startsWith("dev.weir.api.")
                && !thrower.startsWith("java.");
    }
}
