package dev.weir.runtime.cascade;

import dev.weir.api.data.Examples;
import dev.weir.api.model.TrainingPlan;

/**
 * One training in the life of a model.
 *
 * @param name       for people: the model's name in the job
 * @param key        names all that the weights after it depend on, the steps before included; the cache keeps them
 *                   under it
 * @param train      what is learned from
 * @param validation what choices while training are made on; may be empty where the plan has no patience
 * @param plan       its seed included
 */
record TrainingStep(String name, String key, Examples train, Examples validation, TrainingPlan plan) {}
