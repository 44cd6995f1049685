package dev.weir.plugins.engine.onnx;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.Network;

/**
 * A small network that learns on what a frozen model puts out.
 *
 * @param network      {@code linear} or {@code mlp}
 * @param epochs       passes over the train split
 * @param learningRate Adam's step size
 * @param batchSize    examples in one step
 * @param patience     epochs without a lower loss on the validation split after which training stops; 0 for never
 */
public record Head(
        @Default("linear") @Doc("what is built on the model's output: linear or mlp")
        Network network,

        @Default("20") @Doc("passes over the train split; at least 0")
        int epochs,

        @Default("0.001") @Doc("Adam's step size; greater than 0")
        double learningRate,

        @Default("32") @Doc("examples in one step; at least 1")
        int batchSize,

        @Default("0")
        @Doc("stops after so many epochs in a row that do not lower the loss on the validation split, and keeps the"
                + " weights of the best epoch; 0 trains for all epochs and keeps the last weights")
        int patience) {

    public Head {
        if (!(network instanceof Network.Linear || network instanceof Network.Mlp)) {
            throw new IllegalArgumentException("network must be linear or mlp, got " + network);
        }
        if (!network.exits().isEmpty()) {
            throw new IllegalArgumentException("network must have one exit, got exits behind " + network.exits()
                    + "\nLeave exits out: nearly all of the work is done before a head begins.");
        }
        Require.atLeast("epochs", 0, epochs);
        Require.positive("learning-rate", learningRate);
        Require.atLeast("batch-size", 1, batchSize);
        Require.atLeast("patience", 0, patience);
    }

    TrainingPlan plan() {
        return new TrainingPlan(new CrossEntropy(), epochs, batchSize, learningRate, patience, 0);
    }
}
