package dev.weir.runtime.explore;

import dev.weir.api.Need;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.model.Capability;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.ScoreSetting;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the settings of an exploration demand of each other and of the data. */
final class ExploreCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Bound<ExploreSettings> file;
    private final ExploreSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    ExploreCheck(Bound<ExploreSettings> file) {
        this.file = file;
        this.settings = file.value();
    }

    /** Refuses settings that do not fit each other. */
    void settings() {
        int models = settings.models().size();
        if (models < 2) {
            problem(
                    "models",
                    models == 0 ? "has no model" : "has one model",
                    "A cascade is made of two or more: name more models, small and large.");
        } else if (settings.stages() > models) {
            problem(
                    "stages",
                    "must be at most the number of models, " + models + ", got " + settings.stages(),
                    "A model is asked once in a chain.");
        }
        settings.models().forEach((name, model) -> {
            if (!NAME.matcher(name).matches()) {
                problem(
                        "models." + name,
                        "a model's name must be letters, digits, '.', '_' and '-', and begin with a letter or digit",
                        "Files of the report are named after it.");
            }
            boolean isStated = settings.cost() == CostUnit.MACS
                    || (settings.cost() == CostUnit.COST ? model.cost() : model.seconds()).isPresent();
            if (!isStated) {
                problem(
                        "models." + name,
                        "does not state its " + settings.cost().words() + ", and cascades are charged for that",
                        "Give every model " + settings.cost().words() + ", or choose another cost.");
            }
        });
        policies();
        needs(models);
        done();
    }

    private void needs(int models) {
        Set<Need> needs = needs();
        if (needs.contains(Need.UNLABELLED)) {
            problem(
                    "policies",
                    "a policy counts on unlabelled examples of another distribution, and an exploration has none",
                    "Leave 'adjusted' out.");
        }
        if (models > 0 && needs.contains(Need.FEATURES)) {
            settings.models().forEach((name, model) -> {
                if (!model.provider().capabilities().contains(Capability.FEATURES)) {
                    problem(
                            "models." + name,
                            "this model gives no features, which a score of this job reads",
                            "Record its features too, or take another score.");
                }
            });
        }
    }

    /** Every policy with every score. */
    List<PolicyChoice> policies() {
        List<PolicyChoice> choices = new ArrayList<>();
        for (DeferralPolicy policy : settings.policies()) {
            for (DeferralPolicy each : scored(policy)) {
                if (choices.stream().noneMatch(choice -> choice.policy().equals(each))) {
                    choices.add(new PolicyChoice(each, file.origin(policy)));
                }
            }
        }
        return List.copyOf(choices);
    }

    private List<DeferralPolicy> scored(DeferralPolicy policy) {
        List<DeferralPolicy> scored = new ArrayList<>();
        for (ConfidenceScore score : settings.scores()) {
            try {
                Optional<Record> replaced = ScoreSetting.replaced((Record) policy, score);
                replaced.ifPresent(record -> scored.add((DeferralPolicy) record));
            } catch (IllegalArgumentException e) {
                problems.add(file.problem(policy, String.valueOf(e.getMessage())));
            }
        }
        return scored.isEmpty() ? List.of(policy) : scored;
    }

    /** What the job's scores and policies read besides logits. */
    Set<Need> needs() {
        Set<Need> needs = new HashSet<>(settings.confidence().needs());
        settings.scores().forEach(score -> needs.addAll(score.needs()));
        settings.policies().forEach(policy -> needs.addAll(policy.needs()));
        return Set.copyOf(needs);
    }

    /** Refuses splits on which nothing can be chosen or measured. */
    void splits(Splits splits) {
        for (SplitName needed : List.of(SplitName.CALIBRATION, SplitName.TEST)) {
            Optional<Examples> found = splits.find(needed);
            if (found.isEmpty()) {
                problem(
                        "splits",
                        "there is no " + needed.key() + " split",
                        "Cascades are chosen on one split and measured on another: give both a share.");
                continue;
            }
            if (!(found.get().inputs() instanceof RecordedRows)) {
                problem(
                        "data",
                        "these are " + found.get().inputs().kind() + ", and an exploration reads recordings",
                        "Run a cascade of the models once: what they put out stands in the folder 'recorded' of its"
                                + " report. Then name it with { use: recorded, with: { ... } }.");
                break;
            }
            rows(needed, found.get());
        }
        done();
    }

    private void rows(SplitName split, Examples examples) {
        if (examples.size() < 2) {
            problem(
                    "data",
                    "the " + split.key() + " split has "
                            + (examples.size() == 1 ? "one example" : examples.size() + " examples"),
                    "Nothing can be told of so few: record more.");
        } else if (Arrays.stream(examples.labels().counts())
                        .filter(count -> count > 0)
                        .count()
                < 2) {
            problem(
                    "data",
                    "the " + split.key() + " split has one class only: " + examples.labels(),
                    "Nothing can be told apart there: take data with two classes or more.");
        }
    }

    private void problem(String path, String message, String remedy) {
        problems.add(file.problem(path, message, remedy));
    }

    private void done() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
