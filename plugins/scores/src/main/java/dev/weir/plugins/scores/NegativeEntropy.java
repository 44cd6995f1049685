package dev.weir.plugins.scores;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * Negative entropy of the softmax in nats, in [-log k, 0]; of an answer of several tokens the mean over its tokens.
 *
 * @param temperature divides the logits before the softmax; 1 leaves them as they are
 */
@Extension
@Name("entropy")
@Doc("the negative entropy of the softmax, in nats")
public record NegativeEntropy(
        @Default("1.0") @Doc("divides the logits before the softmax; greater than 0")
        double temperature) implements ConfidenceScore {

    public NegativeEntropy {
        Require.positive("temperature", temperature);
    }

    @Override
    public double[] scores(Outputs outputs) {
        // a subtraction, because the negative of 0.0 is -0.0 and sorts below it
        return outputs.meanOfTokens(row -> 0 - outputs.logits().entropy(row, temperature));
    }
}
