package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Labels;
import dev.weir.api.Logits;

/** The temperature under which labels are likeliest, found by golden-section search over its logarithm. */
final class TemperatureFit {
    private static final double LOWEST = Math.log(0.05);
    private static final double HIGHEST = Math.log(20);
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int STEPS = 30; // leaves a millionth of the range

    private TemperatureFit() {}

    /** In [0.05, 20]; 1 of no rows. */
    static double of(Logits logits, Labels labels) {
        if (logits.rows() == 0) {
            return 1;
        }
        double low = LOWEST;
        double high = HIGHEST;
        double lower = high - GOLDEN * (high - low);
        double upper = low + GOLDEN * (high - low);
        double atLower = loss(logits, labels, lower);
        double atUpper = loss(logits, labels, upper);
        for (int step = 0; step < STEPS; step++) {
            if (atLower <= atUpper) {
                high = upper;
                upper = lower;
                atUpper = atLower;
                lower = high - GOLDEN * (high - low);
                atLower = loss(logits, labels, lower);
            } else {
                low = lower;
                lower = upper;
                atLower = atUpper;
                upper = low + GOLDEN * (high - low);
                atUpper = loss(logits, labels, upper);
            }
        }
        return Math.exp((low + high) / 2);
    }

    private static double loss(Logits logits, Labels labels, double logTemperature) {
        double temperature = Math.exp(logTemperature);
        double sum = 0;
        for (int row = 0; row < logits.rows(); row++) {
            sum -= logits.logSoftmax(row, labels.at(row), temperature);
        }
        return sum;
    }
}
