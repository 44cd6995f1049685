package dev.weir.plugins.scores;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * The negative free energy {@code T * log(sum_k exp(z_k / T))}: from the largest logit up to
 * {@code T * log k} above it. An answer of several tokens is as sure as its least sure one.
 *
 * <p>Not shift-invariant: a constant added to the logits of an example is added to its score but leaves its
 * softmax alone. Do not use it where the logits carry an arbitrary constant; of logarithms of probabilities
 * the energy at {@code T = 1} is 0 for every example.
 *
 * @param temperature {@code T}; towards 0 the energy becomes the largest logit. At most 1e6: above, the term
 *     {@code T * log k}, which all examples share, rounds the logits away, and in the end overflows
 * @see <a href="https://arxiv.org/abs/2010.03759">Liu et al., Energy-based Out-of-distribution Detection,
 *     NeurIPS 2020</a>
 */
@Extension
@Name("energy")
@Doc("temperature * logsumexp(logits / temperature); changes when a constant is added to the logits")
@Paper("Liu et al., Energy-based Out-of-distribution Detection, NeurIPS 2020," + " https://arxiv.org/abs/2010.03759")
public record Energy(
        @Default("1.0") @Doc("divides the logits and multiplies the result; greater than 0, at most 1e6")
        double temperature)
        implements ConfidenceScore {

    private static final double HIGHEST_TEMPERATURE = 1e6;

    public Energy {
        if (!(temperature > 0 && temperature <= HIGHEST_TEMPERATURE)) { // written so that NaN fails too
            throw new IllegalArgumentException(
                    "temperature must be greater than 0 and at most 1e6, got " + temperature);
        }
    }

    @Override
    public double[] scores(Outputs outputs) {
        return outputs.mapAnswers(row -> outputs.logits().logSumExp(row, temperature), Math::min);
    }
}
