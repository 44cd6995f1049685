package dev.weir.runtime.select;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.TrainingPlan;

/**
 * How candidates are fine-tuned in trials: by Adam on the cross-entropy; for how many epochs, the selector decides.
 *
 * @param learningRate Adam's step size
 * @param batchSize    examples in one step
 */
public record TrialSettings(
        @Default("0.001") @Doc("Adam's step size; greater than 0")
        double learningRate,

        @Default("32") @Doc("examples in one step; at least 1")
        int batchSize) {

    public TrialSettings {
        Require.positive("learning-rate", learningRate);
        Require.atLeast("batch-size", 1, batchSize);
    }

    /** The plan of a training that ends after some epochs. */
    TrainingPlan plan(int epochs, long seed) {
        return new TrainingPlan(new CrossEntropy(), epochs, batchSize, learningRate, seed);
    }
}
