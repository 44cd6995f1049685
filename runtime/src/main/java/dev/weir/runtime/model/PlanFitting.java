package dev.weir.runtime.model;

import dev.weir.api.Logits;
import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.InterpolationValidation;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * An interpolator held to its contract.
 *
 * @param interpolator the plugin's own
 * @param component    it
 * @param hasAncestor  whether there is a model that all endpoints were fine-tuned from
 * @param seed         of the job
 */
public record PlanFitting(Interpolator interpolator, Component component, boolean hasAncestor, long seed) {

    /**
     * The plan for a stream.
     *
     * @param stream what each endpoint puts out for it
     * @throws IllegalArgumentException when the settings do not fit: the message begins with the setting
     * @throws PluginException          when the interpolator breaks its contract
     */
    public InterpolationPlan plan(List<Logits> stream, Optional<InterpolationValidation> validation) {
        InterpolationPlan plan = fitted(new InterpolationTask(
                stream, hasAncestor, validation, Seeds.of(seed, "interpolator " + component.name())));
        if (plan == null || plan.endpoints() != stream.size() || (plan.overAncestor() && !hasAncestor)) {
            throw component.broken("returned " + plan, "a plan for " + stream.size() + " endpoints", null);
        }
        if (!plan.overAncestor()) {
            plan.mixes().forEach(mix -> requireShares(mix.coefficients()));
        }
        return plan;
    }

    private InterpolationPlan fitted(InterpolationTask task) {
        try {
            return interpolator.plan(task);
        } catch (IllegalArgumentException | PluginException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw component.broken("threw " + e, "a plan", e);
        }
    }

    private void requireShares(List<Double> coefficients) {
        double sum = coefficients.stream().mapToDouble(Double::doubleValue).sum();
        boolean areShares = coefficients.stream().allMatch(c -> c >= 0 && c <= 1);
        if (!areShares || Math.abs(sum - 1) > 1e-9) {
            throw component.broken(
                    "returned the coefficients " + coefficients, "values in [0, 1] that add up to 1", null);
        }
    }

    /** The plan for networks by what they put out for labelled examples, on which choices are made too. */
    public InterpolationPlan plan(Networks networks, Examples validation) {
        List<Logits> stream = networks.logits(validation.inputs());
        return plan(
                stream,
                Optional.of(new InterpolationValidation(
                        stream, validation.labels(), Optional.of(of -> accuracy(networks, validation, of)))));
    }

    /** The share of right answers of a mix. */
    public static double accuracy(Networks networks, Examples examples, List<Double> coefficients) {
        try {
            return networks.accuracy(examples, coefficients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
