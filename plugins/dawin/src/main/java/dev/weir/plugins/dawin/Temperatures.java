package dev.weir.plugins.dawin;

import dev.weir.api.Labels;
import dev.weir.api.Logits;

/** Finds the temperature under which labels are most likely. */
final class Temperatures {
    private static final double HIGHEST_LOG = 3;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final double TOLERANCE = 1e-6;

    private Temperatures() {}

    /** The most likely temperature in [e^-3, e^3]: the likelihood has one peak, which a golden-section search finds. */
    static double fitted(Logits logits, Labels labels) {
        double low = -HIGHEST_LOG;
        double high = HIGHEST_LOG;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = loss(logits, labels, left);
        double atRight = loss(logits, labels, right);
        while (high - low > TOLERANCE) {
            if (atLeft <= atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = loss(logits, labels, left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = loss(logits, labels, right);
            }
        }
        return Math.exp((low + high) / 2);
    }

    private static double loss(Logits logits, Labels labels, double logOfTemperature) {
        double temperature = Math.exp(logOfTemperature);
        double sum = 0;
        for (int row = 0; row < logits.rows(); row++) {
            sum -= logits.logSoftmax(row, labels.at(row), temperature);
        }
        return sum;
    }
}
