package dev.weir.plugins.scores;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import org.pf4j.Extension;

/**
 * The log-probability of a whole answer, the sum over its tokens, divided by a power of their number. At most 0.
 *
 * @param lengthExponent of the number of tokens: 0 leaves the sum, 1 makes it the mean
 * @param temperature    divides the logits before the softmax; 1 leaves them as they are
 * @see <a href="https://arxiv.org/abs/1609.08144">Wu et al., Google's Neural Machine Translation System, 2016: a power
 *     of the length as divisor</a>
 */
@Extension
@Name("sequence-log-probability")
@Doc("the log-probability of an answer's tokens in all, divided by a power of their number")
@Paper("Wu et al., Google's Neural Machine Translation System, 2016: a power of the length as divisor,"
        + " https://arxiv.org/abs/1609.08144")
public record SequenceLogProbability(
        @Default("1.0") @Doc("of the number of tokens, which divides; in [0, 1]: 0 leaves the sum, 1 makes it the mean")
        double lengthExponent,

        @Default("1.0") @Doc("divides the logits before the softmax; greater than 0")
        double temperature)
        implements ConfidenceScore {

    public SequenceLogProbability {
        Require.unit("length-exponent", lengthExponent, "0 leaves the sum as it is, 1 makes it the mean.");
        Require.positive("temperature", temperature);
    }

    @Override
    public double[] scores(Outputs outputs) {
        Logits logits = outputs.logits();
        double[] sums = outputs.mapAnswers(row -> TokenLogProbability.logOfTop(logits, row, temperature), Double::sum);
        outputs.tokens().ifPresent(tokens -> {
            for (int row = 0; row < sums.length; row++) {
                sums[row] /= Math.pow(tokens.count(row), lengthExponent);
            }
        });
        return sums;
    }
}
