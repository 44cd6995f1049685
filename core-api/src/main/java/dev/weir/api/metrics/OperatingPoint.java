package dev.weir.api.metrics;

import dev.weir.api.Require;

/**
 * One point of a risk-coverage curve, measured on {@code examples} labelled examples.
 *
 * @param coverage      share of examples that are accepted, in [0, 1]; the abstention rate is
 *                      {@code 1 - coverage}
 * @param selectiveRisk error rate among the accepted examples, in [0, 1]; 0 when none is
 * @param examples      size of the evaluated split; at least 1
 */
public record OperatingPoint(double coverage, double selectiveRisk, int examples) {

    public OperatingPoint {
        Require.share("coverage", coverage);
        Require.share("selective risk", selectiveRisk);
        Require.atLeast("examples", 1, examples);
    }

    public double abstentionRate() {
        return 1 - coverage;
    }
}
