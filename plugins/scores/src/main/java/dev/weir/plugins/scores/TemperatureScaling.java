package dev.weir.plugins.scores;

import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.Calibrator;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Divides all logits by one temperature, the one that makes the true classes of the calibration split most
 * likely. The predictions stay as they are; their order by max-softmax may change where there are more than
 * two classes.
 *
 * <p>The mean negative log-likelihood is convex in {@code 1 / T}: its slope, the mean over the rows of the
 * softmax's expected logit minus the true class's, only grows with {@code 1 / T}. The temperature is found
 * by halving {@code log T} in [-3, 3] until the slope changes its sign within 1e-9. Where it never does,
 * such as where every answer is right, the temperature is the end that is more likely; of logits that do not
 * depend on the temperature it is 1.
 *
 * @param temperature divides the logits; learned on the calibration split unless given
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., On Calibration of Modern Neural Networks,
 *     ICML 2017</a>
 */
@Extension
@Name("temperature")
@Doc("divides the logits by the temperature that makes the calibration split most likely")
@Paper("Guo et al., On Calibration of Modern Neural Networks, ICML 2017, https://arxiv.org/abs/1706.04599")
public record TemperatureScaling(
        @Doc("divides the logits; greater than 0; learned on the calibration split when left out")
        Optional<Double> temperature)
        implements Calibrator {

    private static final double HIGHEST_LOG = 3;
    private static final double TOLERANCE = 1e-9;

    public TemperatureScaling {
        temperature.ifPresent(value -> Require.positive("temperature", value));
    }

    @Override
    public TemperatureScaling fitted(Logits logits, Labels labels) {
        if (temperature.isPresent()) {
            return this;
        }
        if (logits.rows() == 0) {
            throw new IllegalArgumentException("temperature cannot be learned: the calibration split is empty"
                    + "\nGive the calibration split examples, or give the temperature.");
        }
        if (logits.rows() != labels.size()) {
            throw new IllegalArgumentException(logits + " do not fit " + labels);
        }
        double low = -HIGHEST_LOG;
        double high = HIGHEST_LOG;
        if (slope(logits, labels, Math.exp(low)) <= 0 && slope(logits, labels, Math.exp(high)) >= 0) {
            return new TemperatureScaling(Optional.of(1.0)); // convex: the slope is 0 all the way
        }
        while (high - low > TOLERANCE) {
            double middle = (low + high) / 2;
            if (slope(logits, labels, Math.exp(middle)) > 0) {
                low = middle; // likelier at a smaller 1 / T
            } else {
                high = middle;
            }
        }
        return new TemperatureScaling(Optional.of(Math.exp((low + high) / 2)));
    }

    /** The derivative of the mean negative log-likelihood by {@code 1 / T}. */
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
        return sum / logits.rows();
    }

    @Override
    public Logits apply(Logits logits) {
        double divisor = temperature.orElseThrow(
                () -> new IllegalStateException("the temperature was not learned yet: fit it first"));
        double[] values = logits.toDoubles();
        for (int i = 0; i < values.length; i++) {
            // a small temperature makes the largest doubles infinite, which no logit may be
            values[i] = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, values[i] / divisor));
        }
        return new Logits(logits.rows(), logits.classes(), values);
    }
}
