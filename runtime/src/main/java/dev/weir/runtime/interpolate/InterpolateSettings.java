package dev.weir.runtime.interpolate;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.runtime.cascade.DataSettings;
import dev.weir.runtime.cascade.InterpolationSettings;
import dev.weir.runtime.cascade.ModelSettings;
import dev.weir.runtime.cascade.ModelsOfJob;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.split.SplitSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The file of an interpolate job.
 *
 * @param job          names the job
 * @param seed         everything random of the run is drawn from it
 * @param data         the examples
 * @param splits       how they are divided; without it, the source's parts are the splits
 * @param models       by name
 * @param endpoints    the models whose weights are mixed
 * @param ancestor     the model that all endpoints are copies of
 * @param interpolator chooses the mixes
 * @param plan         what an interpolator chose in an earlier run, instead
 * @param baselines    what else is measured
 * @param keptMixes    how many mixes are kept in memory
 * @param memory       what they may take
 * @param confidence   ranks the answers of the bundle
 * @param report       the folder of the report, relative to the working directory
 */
@JobFile
public record InterpolateSettings(
        @Doc("interpolate") String job,

        @Default("0") @Doc("everything random of the run is drawn from it")
        long seed,

        @Doc("where the examples come from") DataSettings data,

        @Doc("how the examples are divided; without it, the source's parts are the splits")
        Optional<SplitSettings> splits,

        @Doc("the models, by name; copies of one model have from")
        Map<String, ModelSettings> models,

        @Doc("the models whose weights are mixed, two or more of one network, in the order of the coefficients")
        List<String> endpoints,

        @Doc("the model that all endpoints are copies of, for what mixes or merges changes")
        Optional<String> ancestor,

        @Doc("chooses the mixes from what the endpoints put out for the test split")
        Optional<Interpolator> interpolator,

        @Doc("the plan.json of an earlier run: its mixes, instead of an interpolator's")
        Optional<Path> plan,

        @Default("[]") @Doc("what else is measured: interpolators and merges")
        List<Combination> baselines,

        @Default("4") @Doc("how many mixes are kept in memory, the least recently used given up first; at least 1")
        int keptMixes,

        @Doc("what kept mixes may take, in megabytes; no limit unless given")
        OptionalDouble memory,

        @Default("max-softmax") @Doc("ranks the answers of the bundle that the run leaves")
        ConfidenceScore confidence,

        @Doc("the folder of the report, relative to the working directory")
        String report)
        implements ModelsOfJob {

    public InterpolateSettings {
        // which says what is wrong with them
        new InterpolationSettings(endpoints, ancestor, interpolator, plan, keptMixes, memory);
        if (report.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("report must be a path without NUL");
        }
        if (report.isBlank()) {
            throw new IllegalArgumentException("report must name a folder");
        }
    }

    /** What is mixed, as a model of a job says it. */
    InterpolationSettings interpolation() {
        return new InterpolationSettings(endpoints, ancestor, interpolator, plan, keptMixes, memory);
    }

    @Override
    public List<String> asked() {
        return interpolation().mixed().stream()
                .flatMap(name -> sources(name).stream())
                .distinct()
                .toList();
    }
}
