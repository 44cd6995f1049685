package dev.weir.runtime.cascade;

import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.plugin.Component;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model of a job comes to its weights: its provider opens it, and it is trained in steps. A copy of another
 * model has the steps of that model and one more.
 *
 * @param name      the model's name in the job
 * @param provider  opens and restores it
 * @param component the provider's
 * @param context   what the provider is told; the first weights are drawn from its seed, so that a copy begins as
 *                  what it is a copy of
 * @param key       names all that the answers depend on
 * @param steps     in order; none for a model that is ready as it is opened
 */
record ModelRecipe(
        String name,
        ModelProvider provider,
        Component component,
        ModelContext context,
        String key,
        List<TrainingStep> steps) {

    ModelRecipe {
        steps = List.copyOf(steps);
    }

    /** This model trained in one more step, under the name of the step. */
    ModelRecipe then(TrainingStep step) {
        List<TrainingStep> more = new ArrayList<>(steps);
        more.add(step);
        return new ModelRecipe(step.name(), provider, component, context, step.key(), more);
    }
}
