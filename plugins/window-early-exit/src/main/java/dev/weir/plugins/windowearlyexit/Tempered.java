package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Another score, of the logits divided by a temperature.
 *
 * @param score       any that reads logits
 * @param temperature divides the logits; 1 leaves them as they are
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., On Calibration of Modern Neural Networks, ICML
 *     2017</a>
 */
@Extension
@Name("tempered")
@Doc("another score, of the logits divided by a temperature")
@Paper("Guo et al., On Calibration of Modern Neural Networks, ICML 2017, https://arxiv.org/abs/1706.04599")
public record Tempered(
        @Default("max-softmax") @Doc("any score of logits") ConfidenceScore score,

        @Default("1.0") @Doc("divides the logits; between 1e-6 and 1e6")
        double temperature)
        implements ConfidenceScore {

    private static final double FURTHEST = 1e6;

    public Tempered {
        Require.positive("temperature", temperature);
        if (temperature > FURTHEST || temperature < 1 / FURTHEST) {
            throw new IllegalArgumentException("temperature must be between 1e-6 and 1e6, got " + temperature);
        }
    }

    @Override
    public double[] scores(Outputs outputs) {
        Logits logits = outputs.logits();
        double[] divided = logits.toDoubles();
        for (int i = 0; i < divided.length; i++) {
            divided[i] /= temperature;
        }
        return score.scores(outputs.withLogits(new Logits(logits.rows(), logits.classes(), divided)));
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }
}
