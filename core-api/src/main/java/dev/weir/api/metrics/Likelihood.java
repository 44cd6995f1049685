package dev.weir.api.metrics;

import dev.weir.api.Labels;
import dev.weir.api.Logits;

/**
 * Negative log-likelihood of the true classes.
 *
 * @param mean     in nats for each example, at least 0
 * @param variance of the examples' values
 * @param examples at least 1
 */
public record Likelihood(double mean, double variance, int examples) {

    /** Of logits of at least one row, under their softmax. */
    public static Likelihood of(Logits logits, Labels labels) {
        double mean = 0;
        double squares = 0;
        for (int row = 0; row < logits.rows(); row++) {
            double value = -logits.logSoftmax(row, labels.at(row), 1);
            double delta = value - mean; // Welford's update: exact where the values are nearly equal
            mean += delta / (row + 1);
            squares += delta * (value - mean);
        }
        return new Likelihood(mean, squares / Math.max(1, logits.rows()), logits.rows());
    }

    public Interval interval() {
        Interval normal = Interval.ofMean(mean, variance, examples);
        return new Interval(Math.max(0, normal.low()), normal.high());
    }
}
