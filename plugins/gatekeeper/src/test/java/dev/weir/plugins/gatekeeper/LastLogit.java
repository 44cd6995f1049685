package dev.weir.plugins.gatekeeper;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.List;
import java.util.stream.IntStream;

/** A score that a test can write down: the logit of the last class, which is never the largest. */
record LastLogit() implements ConfidenceScore {

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.logits().mapRows(row -> outputs.logits().at(row, 2));
    }

    /** Two stages whose answers are right where the digits say 1; the first scores the given scores. */
    static CalibrationOutputs calibration(double[] scores, String small, String large) {
        List<Outputs> outputs = List.of(outputs(scores, small), outputs(scores, large));
        return new CalibrationOutputs(
                0,
                outputs,
                outputs,
                new Labels(3, new int[scores.length]),
                IntStream.range(0, scores.length).toArray());
    }

    private static Outputs outputs(double[] scores, String right) {
        double[] logits = new double[scores.length * 3];
        for (int row = 0; row < scores.length; row++) {
            logits[row * 3 + (right.charAt(row) == '1' ? 0 : 1)] = 1e9;
            logits[row * 3 + 2] = scores[row];
        }
        return Outputs.of(new Logits(scores.length, 3, logits));
    }
}
