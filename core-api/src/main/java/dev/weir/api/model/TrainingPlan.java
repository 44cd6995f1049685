package dev.weir.api.model;

import dev.weir.api.Require;

/**
 * How a model is trained, by Adam.
 *
 * @param objective    what is made small
 * @param epochs       passes over the train split, at most; at least 0
 * @param batchSize    examples in one step; at least 1
 * @param learningRate Adam's step size; greater than 0
 * @param patience     0 trains for all epochs and keeps the last weights; a greater number stops after so many
 *     epochs in a row without a lower value of the objective on the validation split, and keeps the weights of
 *     the epoch where that was lowest
 * @param seed         for the order of the examples
 */
public record TrainingPlan(
        TrainingObjective objective, int epochs, int batchSize, double learningRate, int patience, long seed) {

    public TrainingPlan {
        Require.atLeast("epochs", 0, epochs);
        Require.atLeast("batch-size", 1, batchSize);
        Require.positive("learning-rate", learningRate);
        Require.atLeast("patience", 0, patience);
    }

    /** A plan that trains for all its epochs. */
    public TrainingPlan(TrainingObjective objective, int epochs, int batchSize, double learningRate, long seed) {
        this(objective, epochs, batchSize, learningRate, 0, seed);
    }

    public TrainingPlan withPatience(int given) {
        return new TrainingPlan(objective, epochs, batchSize, learningRate, given, seed);
    }

    public TrainingPlan withEpochs(int given) {
        return new TrainingPlan(objective, given, batchSize, learningRate, patience, seed);
    }

    public TrainingPlan withSeed(long given) {
        return new TrainingPlan(objective, epochs, batchSize, learningRate, patience, given);
    }
}
