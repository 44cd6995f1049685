package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A score for tests: the last of three logits. The first two say whether the answer is right, far above any
 * score, so both can be given for each example.
 */
record LastLogit() implements ConfidenceScore {

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.logits()
                .mapRows(row -> outputs.logits().at(row, outputs.logits().classes() - 1));
    }

    /** Outputs that score as given and are right as given: every label is 0. */
    static Outputs outputs(double[] scores, boolean[] right) {
        double[] logits = new double[3 * scores.length];
        for (int row = 0; row < scores.length; row++) {
            logits[3 * row + (right[row] ? 0 : 1)] = 1e9;
            logits[3 * row + 2] = scores[row];
        }
        return Outputs.of(new Logits(scores.length, 3, logits));
    }

    /** Two stages that replace each other's answers. */
    static CalibrationOutputs calibration(double[] scores, boolean[] right, boolean[] nextRight) {
        List<Outputs> stages = List.of(outputs(scores, right), outputs(new double[scores.length], nextRight));
        return new CalibrationOutputs(0, stages, stages, labels(scores.length), allRows(scores.length));
    }

    static Labels labels(int n) {
        return new Labels(3, new int[n]);
    }

    static int[] allRows(int n) {
        return IntStream.range(0, n).toArray();
    }

    /** {@code "1101"}: right, right, wrong, right. */
    static boolean[] right(String ones) {
        boolean[] right = new boolean[ones.length()];
        for (int row = 0; row < right.length; row++) {
            right[row] = ones.charAt(row) == '1';
        }
        return right;
    }
}
