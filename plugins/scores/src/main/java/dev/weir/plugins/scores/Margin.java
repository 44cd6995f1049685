package dev.weir.plugins.scores;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * The largest probability of the softmax minus the second largest, in [0, 1]; 1 where there is one class. An answer of
 * several tokens is as sure as its least sure one.
 *
 * @param temperature divides the logits before the softmax; 1 leaves them as they are
 */
@Extension
@Name("margin")
@Doc("the probability of the predicted class minus that of the runner-up")
public record Margin(
        @Default("1.0") @Doc("divides the logits before the softmax; greater than 0")
        double temperature) implements ConfidenceScore {

    public Margin {
        Require.positive("temperature", temperature);
    }

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.mapAnswers(row -> margin(outputs.logits(), row), Math::min);
    }

    private double margin(Logits logits, int row) {
        int best = logits.argMax(row);
        double second = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.classes(); k++) {
            if (k != best) {
                second = Math.max(second, logits.at(row, k));
            }
        }
        // p1 - p2 = p1 * (1 - exp(z2 - z1)): expm1 keeps tiny margins apart that a difference would round to 0
        double gap = (second - logits.at(row, best)) / temperature;
        return logits.maxSoftmax(row, temperature) * (0 - Math.expm1(gap));
    }
}
