package dev.weir.runtime.benchmark;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.TrainingPlan;

/**
 * How every candidate is trained on every target: by Adam on the cross-entropy, for all epochs; the last weights count.
 *
 * @param epochs       passes over a target's train split
 * @param learningRate Adam's step size
 * @param batchSize    examples in one step
 */
public record FineTuneSettings(
        @Doc("passes over a target's train split; at least 1")
        int epochs,

        @Default("0.001") @Doc("Adam's step size; greater than 0")
        double learningRate,

        @Default("32") @Doc("examples in one step; at least 1")
        int batchSize) {

    public FineTuneSettings {
        Require.atLeast("epochs", 1, epochs);
        Require.positive("learning-rate", learningRate);
        Require.atLeast("batch-size", 1, batchSize);
    }

    /** The plan with a seed. */
    TrainingPlan plan(long seed) {
        return new TrainingPlan(new CrossEntropy(), epochs, batchSize, learningRate, seed);
    }
}
