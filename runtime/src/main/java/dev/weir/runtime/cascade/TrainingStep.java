package dev.weir.runtime.cascade;

import dev.weir.api.data.Examples;
import dev.weir.api.model.TrainingPlan;
import java.util.List;

/**
 * One training in the life of a model.
 *
 * @param name       for people: the model's name in the job
 * @param key        names all that the weights after it depend on, the steps before included; the cache keeps them
 *                   under it
 * @param train      what is learned from
 * @param validation what choices while training are made on; may be empty where the plan has no patience
 * @param plan       its seed included
 * @param mix        models whose weights the model's own are mixed with before; none for a training alone
 */
record TrainingStep(String name, String key, Examples train, Examples validation, TrainingPlan plan, List<Mixed> mix) {

    TrainingStep {
        mix = List.copyOf(mix);
    }

    /**
     * Another model in a mix.
     *
     * @param recipe      of the other model
     * @param coefficient of its weights
     */
    record Mixed(ModelRecipe recipe, double coefficient) {}
}
