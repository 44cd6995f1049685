package dev.weir.api.metrics;

/** How far stated probabilities are from the truth. */
public final class CalibrationError {

    /** Bins of the expected calibration error where nobody says otherwise. */
    public static final int BINS = 15;

    private CalibrationError() {}

    /**
     * Expected calibration error: the mean over equal-width bins {@code (low, high]} of the distance between
     * accuracy and mean probability, weighted by the share of examples in the bin.
     *
     * @param probability of the predicted class, in (0, 1]; at least one
     * @param right       whether each prediction is right
     * @param bins        at least 1
     * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., On Calibration of Modern Neural Networks,
     *     ICML 2017</a>
     */
    public static double expected(double[] probability, boolean[] right, int bins) {
        double[] gap = new double[bins];
        for (int row = 0; row < probability.length; row++) {
            gap[bin(probability[row], bins)] += (right[row] ? 1 : 0) - probability[row];
        }
        double sum = 0;
        for (double value : gap) {
            sum += Math.abs(value);
        }
        return sum / probability.length;
    }

    /** The bin of a probability: {@code (low, high]}, so that 1 falls into the last. */
    static int bin(double probability, int bins) {
        return Math.min(bins - 1, Math.max(0, (int) Math.ceil(probability * bins) - 1));
    }
}
