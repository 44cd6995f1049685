package dev.weir.runtime.interpolate;

import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.runtime.cascade.EndpointsCheck;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Problem;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.split.SplitName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the settings of an interpolate job demand of each other, of the data and of the models. */
final class InterpolateCheck {
    private final Bound<InterpolateSettings> file;
    private final InterpolateSettings settings;
    private final List<Problem> problems = new ArrayList<>();
    private final EndpointsCheck endpoints;

    InterpolateCheck(Bound<InterpolateSettings> file, Offered offered) {
        this.file = file;
        this.settings = file.value();
        this.endpoints = new EndpointsCheck(file, settings, settings.interpolation(), "", offered, problems);
    }

    /** Refuses endpoints that are not there or stand twice, and merges that lack what they need. */
    void settings() {
        endpoints.names();
        settings.baselines().forEach(this::requireNeeds);
        done();
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
        return EndpointsCheck.plan(file, settings.interpolation(), "");
    }

    /**
     * Refuses models whose weights cannot be mixed or take too much memory, interpolators that do not take what they
     * put out, and splits that lack what a merge chooses on.
     */
    void models(PreparedModels models) {
        endpoints.labels(models.splits().get(SplitName.TEST).labels());
        done();
        if (!settings.confidence().needs().isEmpty()) {
            problem(
                    "confidence",
                    "reads more than logits, which is all that mixes put out",
                    "Take another score, such as max-softmax.");
        }
        Examples test = models.splits().get(SplitName.TEST);
        Optional<Examples> validation = models.splits().find(SplitName.VALIDATION);
        if (!models.areRecorded()) {
            endpoints.mixable();
            done();
            endpoints.sizes(models::recipe);
            Stream.concat(settings.interpolator().stream(), settings.baselines().stream())
                    .filter(Interpolator.class::isInstance)
                    .forEach(of -> endpoints.rehearse((Interpolator) of, test, validation));
        } else if (settings.memory().isPresent()) {
            problem("memory", "the endpoints are recorded, and nothing is mixed", "Leave memory out.");
        }
        for (Combination baseline : settings.baselines()) {
            if (baseline instanceof WeightMerge merge && merge.needsAccuracy() && validation.isEmpty()) {
                problems.add(file.problem(
                        baseline, "chooses on the validation split, and there is none\nGive validation a share."));
            }
        }
        done();
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
