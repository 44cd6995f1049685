package dev.weir.runtime.cascade;

import dev.weir.api.data.Examples;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import dev.weir.api.model.WorkCache;
import dev.weir.runtime.model.MixLimit;
import dev.weir.runtime.model.Networks;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model of a job comes to its weights: its provider opens it, and it is trained in steps. A copy of another
 * model has the steps of that model and one more.
 *
 * @param name      the model's name in the job
 * @param provider  opens and restores it
 * @param component the provider's
 * @param inputs    what the model makes of the job's inputs
 * @param context   what the provider is told, of inputs as {@code inputs} make them; the first weights are drawn from its seed, so that a copy begins as
 *                  what it is a copy of
 * @param serve     as what it answers once it is trained; empty for itself
 * @param key       names all that the answers depend on
 * @param steps     in order; none for a model that is ready as it is opened
 * @param interpolated from what; empty for a model of one network
 */
public record ModelRecipe(
        String name,
        ModelProvider provider,
        Component component,
        ModelInputs inputs,
        ModelContext context,
        Optional<Serving> serve,
        String key,
        List<TrainingStep> steps,
        Optional<Interpolated> interpolated) {

    public ModelRecipe {
        steps = List.copyOf(steps);
    }

    /**
     * What a model is interpolated from.
     *
     * @param endpoints in the order of the coefficients
     * @param ancestor  where there is one; opened only where the mixes are changes from it
     * @param limit     of kept mixes
     * @param planning  chooses the mixes
     */
    record Interpolated(
            List<ModelRecipe> endpoints, Optional<ModelRecipe> ancestor, MixLimit limit, Planning planning) {

        Interpolated {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** Chooses mixes. */
    @FunctionalInterface
    interface Planning {
        InterpolationPlan plan(Networks networks);
    }

    /**
     * The recipe of a model that takes its inputs as they are, and is trained once from the start.
     *
     * @param key        names all that its weights depend on
     * @param train      what it learns from
     * @param validation what choices while training are made on
     */
    public static ModelRecipe trainedOnce(
            ModelProvider provider,
            Component component,
            ModelContext context,
            String key,
            Examples train,
            Examples validation,
            TrainingPlan plan) {
        return new ModelRecipe(
                context.name(),
                provider,
                component,
                new ModelInputs(List.of(), 0),
                context,
                Optional.empty(),
                key,
                List.of(new TrainingStep(context.name(), key, train, validation, plan, List.of())),
                Optional.empty());
    }

    /** The model of the job's inputs as it is before any step. */
    Model open(WorkCache cache) throws IOException {
        return inputs.over(provider.open(context.withCache(cache)));
    }

    /** The model of the job's inputs that was saved in a folder. */
    Model restore(Path folder, WorkCache cache) throws IOException {
        return inputs.over(provider.restore(context.withCache(cache), folder));
    }

    /** This model trained in one more step, under the name of the step. */
    ModelRecipe then(TrainingStep step) {
        return then(step, serve);
    }

    /** As {@link #then(TrainingStep)}, and answering as something else. */
    ModelRecipe then(TrainingStep step, Optional<Serving> as) {
        List<TrainingStep> more = new ArrayList<>(steps);
        more.add(step);
        return new ModelRecipe(
                step.name(), provider, component, inputs, context, as, step.key(), more, Optional.empty());
    }
}
