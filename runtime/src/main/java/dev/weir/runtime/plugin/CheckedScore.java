package dev.weir.runtime.plugin;

import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.Set;

/**
 * A confidence score held to its contract wherever it is called, by the runtime or by another plugin.
 *
 * @param score     the plugin's own score
 * @param component what it is and where it comes from
 */
public record CheckedScore(ConfidenceScore score, Component component) implements ConfidenceScore {

    /** Wraps a confidence score; anything else is returned as it is. */
    public static Object guard(Component component, Record value) {
        return component.kind() == Kind.CONFIDENCE_SCORE ? new CheckedScore((ConfidenceScore) value, component) : value;
    }

    @Override
    public double[] scores(Outputs outputs) {
        double[] scores;
        try {
            scores = score.scores(outputs);
        } catch (RuntimeException | LinkageError e) {
            throw component.broken("threw " + e, "n finite scores", e);
        }
        if (scores == null) {
            throw component.broken("returned null", "n finite scores", null);
        }
        if (scores.length != outputs.rows()) {
            throw component.broken(
                    "returned " + scores.length + " scores for " + outputs.rows() + " examples",
                    "one score for each example",
                    null);
        }
        for (int row = 0; row < scores.length; row++) {
            if (!Double.isFinite(scores[row])) {
                throw component.broken(
                        "returned the score " + scores[row] + " for row " + row, "a finite number", null);
            }
        }
        return scores;
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }
}
