package dev.weir.plugins.scores;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * The probability of the predicted class, in [1 / k, 1]; of an answer of several tokens the product of the
 * probabilities of its tokens.
 *
 * @param temperature divides the logits before the softmax; 1 leaves them as they are
 * @see <a href="https://arxiv.org/abs/1610.02136">Hendrycks and Gimpel, A Baseline for Detecting
 *     Misclassified and Out-of-Distribution Examples in Neural Networks, ICLR 2017</a>
 */
@Extension
@Name("max-softmax")
@Doc("the probability of the predicted class")
@Paper(
        "Hendrycks and Gimpel, A Baseline for Detecting Misclassified and Out-of-Distribution Examples in Neural Networks, ICLR 2017,"
                + " https://arxiv.org/abs/1610.02136")
public record MaxSoftmax(
        @Default("1.0") @Doc("divides the logits before the softmax; greater than 0")
        double temperature) implements ConfidenceScore {

    public MaxSoftmax {
        Require.positive("temperature", temperature);
    }

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.probabilities(temperature);
    }
}
