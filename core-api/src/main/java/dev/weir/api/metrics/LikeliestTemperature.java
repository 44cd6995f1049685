package dev.weir.api.metrics;

import dev.weir.api.Experimental;
import dev.weir.api.Labels;
import dev.weir.api.Logits;

/**
 * The temperature under which labels are most likely, when it divides the logits before the softmax.
 *
 * <p>The mean negative log-likelihood is convex in {@code 1 / T}: its slope, the mean over the rows of the softmax's
 * expected logit minus the true class's, only grows with {@code 1 / T}. The temperature is found by halving
 * {@code log T} in [-3, 3] until the slope changes its sign within 1e-9. Where it never does, such as where every
 * answer is right, the temperature is the end that is more likely.
 *
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., On Calibration of Modern Neural Networks, ICML 2017</a>
 */
@Experimental
public final class LikeliestTemperature {
    private static final double HIGHEST_LOG = 3;
    private static final double TOLERANCE = 1e-9;

    private LikeliestTemperature() {}

    /**
     * The temperature.
     *
     * @return in [e^-3, e^3]; 1 of no rows, and of logits that do not depend on the temperature
     */
    public static double of(Logits logits, Labels labels) {
        if (logits.rows() != labels.size()) {
            throw new IllegalArgumentException(logits + " do not fit " + labels);
        }
        double low = -HIGHEST_LOG;
        double high = HIGHEST_LOG;
        if (slope(logits, labels, Math.exp(low)) <= 0 && slope(logits, labels, Math.exp(high)) >= 0) {
            return 1; // convex: the slope is 0 all the way
        }
        while (high - low > TOLERANCE) {
            double middle = (low + high) / 2;
            if (slope(logits, labels, Math.exp(middle)) > 0) {
                low = middle; // likelier at a smaller 1 / T
            } else {
                high = middle;
            }
        }
        return Math.exp((low + high) / 2);
    }

    /** The derivative of the negative log-likelihood of all rows by {@code 1 / T}. */
    static double slope(Logits logits, Labels labels, double temperature) {
        double sum = 0;
        for (int row = 0; row < logits.rows(); row++) {
            double max = logits.max(row);
            double mass = 0;
            double expected = 0;
            for (int k = 0; k < logits.classes(); k++) {
                double below = logits.at(row, k) - max;
                double weight = Math.exp(below / temperature);
                if (weight > 0) { // 0 times a logit infinitely far below is 0 here, not NaN
                    mass += weight;
                    expected += weight * below;
                }
            }
            sum += expected / mass - (logits.at(row, labels.at(row)) - max);
        }
        return sum;
    }
}
