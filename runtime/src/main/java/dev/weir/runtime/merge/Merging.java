package dev.weir.runtime.merge;

import dev.weir.api.interpolation.Combination;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.Mix;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.plugin.Component;
import java.util.List;
import java.util.Optional;

/**
 * Merges sets of weights as the file says.
 *
 * @param file      of the job
 * @param endpoints how many of the sets are endpoints; an ancestor may stand behind them
 */
record Merging(Bound<MergeSettings> file, int endpoints) {

    /** Whether sets of one tensor each may be merged one after the other. */
    boolean isTensorwise() {
        return !(file.value().merge() instanceof WeightMerge merge) || merge.isTensorwise();
    }

    /** The merged set; its tensors are like those of the first set and in their order. */
    WeightSet merged(List<WeightSet> sets) {
        Combination of = file.value().merge();
        Component component = file.origin(of).component();
        WeightSet merged;
        try {
            merged = of instanceof WeightMerge merge
                    ? merge.merge(new MergeTask(
                            sets.subList(0, endpoints),
                            sets.stream().skip(endpoints).findFirst(),
                            Optional.empty()))
                    : mixed(((Interpolator) of).fixed().orElseThrow(), sets);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(of, String.valueOf(e.getMessage())));
        } catch (RuntimeException | LinkageError e) {
            throw component.broken("threw " + e, "merged weights", e);
        }
        try {
            return sets.get(0).ordered(merged);
        } catch (IllegalArgumentException e) {
            throw component.broken("returned " + e.getMessage(), "weights like those of the endpoints", e);
        }
    }

    private WeightSet mixed(Mix mix, List<WeightSet> sets) {
        return new WeightMix(sets.subList(0, endpoints))
                .at(mix.coefficients().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
