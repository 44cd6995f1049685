package dev.weir.plugins.scores;

import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.metrics.LikeliestTemperature;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Divides all logits by one temperature, the one that makes the true classes of the calibration split most
 * likely. The predictions stay as they are; their order by max-softmax may change where there are more than
 * two classes.
 *
 * <p>It is in [e^-3, e^3]: the end that is more likely where every answer is right or every answer is wrong; of
 * logits that do not depend on the temperature it is 1.
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
        return new TemperatureScaling(Optional.of(LikeliestTemperature.of(logits, labels)));
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
