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
 * The log-probability of an answer's tokens, each after those before it: their mean, or that of the least likely one. At
 * most 0. Where an answer is one class it is the logarithm of that class's probability.
 *
 * @param of          what is made of the tokens
 * @param temperature divides the logits before the softmax; 1 leaves them as they are
 */
@Extension
@Name("token-log-probability")
@Doc("the mean log-probability of an answer's tokens, or that of the least likely one")
public record TokenLogProbability(
        @Default("mean") @Doc("mean of the tokens, or minimum: the least likely token")
        Of of,

        @Default("1.0") @Doc("divides the logits before the softmax; greater than 0")
        double temperature)
        implements ConfidenceScore {

    /** What is made of the tokens. */
    public enum Of {
        /** Long answers are not less sure for being long. */
        MEAN,
        /** An answer is as sure as its least sure token. */
        MINIMUM
    }

    public TokenLogProbability {
        Require.positive("temperature", temperature);
    }

    @Override
    public double[] scores(Outputs outputs) {
        Logits logits = outputs.logits();
        return of == Of.MEAN
                ? outputs.meanOfTokens(row -> logOfTop(logits, row, temperature))
                : outputs.mapAnswers(row -> logOfTop(logits, row, temperature), Math::min);
    }

    static double logOfTop(Logits logits, int row, double temperature) {
        return 0.0 + logits.logSoftmax(row, logits.argMax(row), temperature); // no -0.0
    }
}
