package dev.weir.runtime.cascade;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.runtime.model.MixLimit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Which models' weights are mixed, and by which plan.
 *
 * @param endpoints    the models whose weights are mixed
 * @param ancestor     the model that all endpoints are copies of
 * @param interpolator chooses the mixes
 * @param plan         what an interpolator chose in an earlier run, instead
 * @param keptMixes    how many mixes are kept in memory
 * @param memory       what they may take
 */
public record InterpolationSettings(
        @Doc("the models whose weights are mixed, two or more copies of one, in the order of the coefficients")
        List<String> endpoints,

        @Doc("the model that all endpoints are copies of, for plans of what fine-tuning changed")
        Optional<String> ancestor,

        @Doc("chooses the mixes from what the endpoints put out for the validation split; then they are frozen")
        Optional<Interpolator> interpolator,

        @Doc("the plan.json of an earlier run: its mixes, instead of an interpolator's")
        Optional<Path> plan,

        @Default("4") @Doc("how many mixes are kept in memory, the least recently used given up first; at least 1")
        int keptMixes,

        @Doc("what kept mixes may take, in megabytes; no limit unless given")
        OptionalDouble memory) {

    public InterpolationSettings {
        endpoints = List.copyOf(endpoints);
        new MixLimit(keptMixes, memory); // which says what is wrong with it
        if (interpolator.isPresent() == plan.isPresent()) {
            throw new IllegalArgumentException((plan.isPresent()
                            ? "'interpolator' and 'plan' stand beside each other"
                            : "'interpolator' is missing")
                    + "\nWrite interpolator: dawin, or plan: the plan.json of an earlier run.");
        }
    }

    /** The endpoints, and the ancestor behind them where there is one. */
    public List<String> mixed() {
        return Stream.concat(endpoints.stream(), ancestor.stream()).toList();
    }

    /** How many mixes are kept. */
    public MixLimit limit() {
        return new MixLimit(keptMixes, memory);
    }
}
