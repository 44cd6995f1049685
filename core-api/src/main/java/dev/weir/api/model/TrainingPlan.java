package dev.weir.api.model;

import dev.weir.api.Require;

/**
 * How a model is trained, by Adam.
 *
 * @param objective    what is made small
 * @param epochs       passes over the train split; at least 0
 * @param batchSize    examples in one step; at least 1
 * @param learningRate Adam's step size; greater than 0
 * @param seed         for the order of the examples
 */
public record TrainingPlan(TrainingObjective objective, int epochs, int batchSize, double learningRate, long seed) {

    public TrainingPlan {
        Require.atLeast("epochs", 0, epochs);
        Require.atLeast("batch-size", 1, batchSize);
        Require.positive("learning-rate", learningRate);
    }

    public TrainingPlan withSeed(long given) {
        return new TrainingPlan(objective, epochs, batchSize, learningRate, given);
    }
}
