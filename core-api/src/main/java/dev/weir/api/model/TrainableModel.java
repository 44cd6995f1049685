package dev.weir.api.model;

import dev.weir.api.Progress;
import dev.weir.api.data.Examples;

/** A model that learns from examples. */
public interface TrainableModel extends Model {

    /**
     * Trains the model from where it is. The same model, examples and plan give the same weights on one
     * machine: the order of the examples is drawn in Java from the plan's seed.
     *
     * @param train      what it learns from; at least one example
     * @param validation what choices while training are made on; may be empty
     * @throws ArithmeticException when training diverges: the loss is no longer finite. The message names
     *     the epoch
     */
    void train(Examples train, Examples validation, TrainingPlan plan, Progress progress);
}
