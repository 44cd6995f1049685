package dev.weir.api.metrics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How well a confidence tells examples of the distribution from foreign ones: an example is let in from a
 * threshold on.
 *
 * @param curve a {@linkplain RiskCoverageCurve curve} in which own examples are the right ones and foreign ones
 *              the wrong ones
 * @see <a href="https://arxiv.org/abs/1610.02136">Hendrycks and Gimpel, A Baseline for Detecting Misclassified and
 *     Out-of-Distribution Examples in Neural Networks, ICLR 2017</a>
 */
public record Detection(RiskCoverageCurve curve) {

    /**
     * Of two sets of confidences, finite, higher = surer.
     *
     * @param own     of examples of the distribution
     * @param foreign of examples of another
     */
    public static Detection of(double[] own, double[] foreign) {
        double[] all = Arrays.copyOf(own, own.length + foreign.length);
        System.arraycopy(foreign, 0, all, own.length, foreign.length);
        boolean[] isOwn = new boolean[all.length];
        Arrays.fill(isOwn, 0, own.length, true);
        return new Detection(RiskCoverageCurve.of(all, isOwn));
    }

    /** The probability that an own example is surer than a foreign one, ties counted half; empty without either. */
    public OptionalDouble auroc() {
        return curve.auroc();
    }

    /**
     * The share of foreign examples let in at the threshold that lets in the share of own ones nearest to
     * {@code tpr}; of several such thresholds, the lowest. Empty without either.
     */
    public OptionalDouble fprAt(double tpr) {
        int last = curve.points() - 1;
        int foreign = curve.errors(last);
        int own = curve.examples() - foreign;
        if (own == 0 || foreign == 0) {
            return OptionalDouble.empty();
        }
        int best = last;
        for (int point = last - 1; point > 0; point--) { // point 0 lets nothing in: no threshold of an example
            if (distance(point, own, tpr) < distance(best, own, tpr)) {
                best = point;
            }
        }
        return OptionalDouble.of((double) curve.errors(best) / foreign);
    }

    private double distance(int point, int own, double tpr) {
        return Math.abs((double) (curve.accepted(point) - curve.errors(point)) / own - tpr);
    }
}
