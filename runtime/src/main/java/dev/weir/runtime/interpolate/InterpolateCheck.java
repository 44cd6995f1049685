package dev.weir.runtime.interpolate;

import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.Capability;
import dev.weir.runtime.cascade.ModelRecipe;
import dev.weir.runtime.cascade.ModelSettings;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.config.Spelling;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the settings of an interpolate job demand of each other, of the data and of the models. */
final class InterpolateCheck {
    private final Bound<InterpolateSettings> file;
    private final InterpolateSettings settings;
    private final Offered offered;
    private final List<Problem> problems = new ArrayList<>();

    InterpolateCheck(Bound<InterpolateSettings> file, Offered offered) {
        this.file = file;
        this.settings = file.value();
        this.offered = offered;
    }

    /** Refuses endpoints that are not there or stand twice, and merges that lack what they need. */
    void settings() {
        List<String> endpoints = settings.endpoints();
        if (endpoints.size() < 2) {
            problem(
                    "endpoints",
                    "has " + endpoints.size() + (endpoints.size() == 1 ? " model" : " models"),
                    "Weights of two models or more are mixed: name the fine-tuned copies.");
        }
        for (int i = 0; i < endpoints.size(); i++) {
            String path = "endpoints[" + i + "]";
            requireModel(path, endpoints.get(i));
            if (endpoints.indexOf(endpoints.get(i)) < i) {
                problem(path, "'" + endpoints.get(i) + "' stands here twice", "Name each endpoint once.");
            }
        }
        settings.ancestor().ifPresent(name -> requireModel("ancestor", name));
        settings.ancestor()
                .filter(endpoints::contains)
                .ifPresent(name -> problem(
                        "ancestor",
                        "'" + name + "' is an endpoint too",
                        "What fine-tuning changed of it would be nothing: name the model before fine-tuning."));
        settings.baselines().forEach(this::requireNeeds);
        done();
    }

    /** Networks whose sizes can be told before they are opened; other shapes of one size are found when they are. */
    private void requireEqualSizes(PreparedModels models) {
        OptionalLong first = size(models.recipe(settings.endpoints().get(0)));
        for (String name : settings.mixed()) {
            OptionalLong size = size(models.recipe(name));
            if (first.isPresent() && size.isPresent() && first.getAsLong() != size.getAsLong()) {
                int at = settings.endpoints().indexOf(name);
                problem(
                        at < 0 ? "ancestor" : "endpoints[" + at + "]",
                        "'" + name + "' has " + size.getAsLong() + " weights, '"
                                + settings.endpoints().get(0) + "' has " + first.getAsLong(),
                        "Weights of one network alone can be mixed: name copies of one model.");
            }
        }
    }

    private static OptionalLong size(ModelRecipe recipe) {
        return recipe.provider().parameters(recipe.context());
    }

    private void requireModel(String path, String name) {
        if (!settings.models().containsKey(name)) {
            problem(
                    path,
                    "there is no model '" + name + "'",
                    Spelling.didYouMean(name, settings.models().keySet()) + "Models of this job: "
                            + String.join(", ", settings.models().keySet()) + ".");
        }
    }

    private void requireNeeds(Combination baseline) {
        if (!(baseline instanceof WeightMerge merge)) {
            return;
        }
        if (merge.needsAncestor() && settings.ancestor().isEmpty()) {
            problems.add(file.problem(
                    baseline,
                    "merges what fine-tuning changed, and there is no ancestor"
                            + "\nName the model that all endpoints are copies of with ancestor."));
        }
        if (settings.endpoints().size() > merge.most()) {
            problems.add(file.problem(
                    baseline,
                    "takes " + merge.most() + " endpoints, got "
                            + settings.endpoints().size() + "\nTake another merge, or fewer endpoints."));
        }
    }

    /** The plan that the file names, where it names one. */
    Optional<InterpolationPlan> plan() {
        if (settings.plan().isEmpty()) {
            return Optional.empty();
        }
        Path path = settings.plan().get();
        try {
            InterpolationPlan plan = PlanFile.read(path);
            if (plan.endpoints() != settings.endpoints().size()) {
                problem(
                        "plan",
                        "is a plan for " + plan.endpoints() + " endpoints, but the job has "
                                + settings.endpoints().size(),
                        "Name the endpoints of the run that left it, in their order.");
            } else if (plan.overAncestor() && settings.ancestor().isEmpty()) {
                problem(
                        "plan",
                        "is a plan of changes from an ancestor, and there is none",
                        "Name the model that all endpoints are copies of with ancestor.");
            }
            done();
            return Optional.of(plan);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.told("plan", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ConfigException(file.problem("plan", "cannot be read: " + e, ""));
        }
    }

    /**
     * Refuses models whose weights cannot be mixed or take too much memory, interpolators that do not take what they
     * put out, and splits that lack what a merge chooses on.
     */
    void models(PreparedModels models, InterpolateRun run) {
        if (models.splits().get(SplitName.TEST).labels().answers().isPresent()) {
            problem(
                    "data",
                    "the labels are answers of several tokens",
                    "Mixes follow how sure the endpoints are of one class: give labels n, and leave tokens out of the"
                            + " transforms.");
            done();
        }
        if (!models.areRecorded()) {
            settings.mixed().forEach(this::requireMixable);
            done();
            ModelRecipe first = models.recipe(settings.endpoints().get(0));
            try {
                first.provider().parameters(first.context()).ifPresent(parameters -> Endpoints.kept(file, parameters));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
            requireEqualSizes(models);
            problems.addAll(run.rehearsed());
        }
        boolean hasValidation = models.splits().find(SplitName.VALIDATION).isPresent();
        for (Combination baseline : settings.baselines()) {
            if (baseline instanceof WeightMerge merge && merge.needsAccuracy() && !hasValidation) {
                problems.add(file.problem(
                        baseline, "chooses on the validation split, and there is none\nGive validation a share."));
            }
        }
        done();
    }

    private void requireMixable(String name) {
        String path = "models." + name;
        if (!settings.providerOf(name).capabilities().contains(Capability.MIX)) {
            problem(
                    path,
                    "the weights of this model cannot be mixed",
                    "Take " + offered.with(Capability.MIX) + "; or record what the endpoints put out.");
        }
        for (String of : settings.sources(name)) {
            ModelSettings model = settings.model(of);
            if (model.transforms().isPresent() || model.serve().isPresent()) {
                String key = model.transforms().isPresent() ? "transforms" : "serve";
                problem(
                        "models." + of + "." + key,
                        "a model whose weights are mixed has no " + key + " of its own",
                        model.transforms().isPresent() ? "Put them into the job's data." : "Leave serve out.");
            }
        }
    }

    private void problem(String path, String message, String remedy) {
        problems.add(file.problem(path, message, remedy));
    }

    private void done() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream().distinct().toList());
        }
    }
}
