package dev.weir.api.model;

import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import java.io.IOException;

/** A model that learns from examples. */
public interface TrainableModel extends Model {

    /**
     * Trains the model from where it is. The same model, examples and plan give the same weights on one
     * machine: the order of the examples is drawn in Java from the plan's seed.
     *
     * <p>A model with several exits learns at all of them at once: what is made small is the sum of the objective's
     * values at each exit.
     *
     * <p>A training that was interrupted goes on from the state that it kept after its last whole epoch, and
     * gives the same weights as one that was not. A plan of more epochs takes a training further that a plan of fewer,
     * otherwise equal, began. A state that another training kept is passed over.
     *
     * @param train      what it learns from; at least one example
     * @param validation what choices while training are made on; may be empty where the plan has no patience
     * @param checkpoint where the state is kept after each epoch
     * @param progress   is told the accuracy on the validation split after each epoch, where there is one
     * @throws IllegalArgumentException when the examples do not fit the model or the plan
     * @throws ArithmeticException      when training diverges: the loss is no longer finite. The message names
     *     the epoch
     * @throws IOException              when a state cannot be read or kept
     */
    void train(Examples train, Examples validation, TrainingPlan plan, Checkpoint checkpoint, Progress progress)
            throws IOException;
}
