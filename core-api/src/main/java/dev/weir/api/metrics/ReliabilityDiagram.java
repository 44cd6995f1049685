package dev.weir.api.metrics;

/**
 * Accuracy against stated probability in equal-width bins {@code (low, high]}; the
 * {@linkplain CalibrationError expected calibration error} is its weighted distance from the diagonal.
 *
 * @param counts        how many examples each bin holds
 * @param probabilities the mean probability in each bin; 0 where a bin is empty
 * @param accuracies    the share of right answers in each bin; 0 where a bin is empty
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
public record ReliabilityDiagram(int[] counts, double[] probabilities, double[] accuracies) {

    /**
     * The diagram of predictions.
     *
     * @param probability of the predicted class, in (0, 1]
     * @param right       whether each prediction is right
     * @param bins        at least 1
     */
    public static ReliabilityDiagram of(double[] probability, boolean[] right, int bins) {
        int[] counts = new int[bins];
        double[] probabilities = new double[bins];
        double[] accuracies = new double[bins];
        for (int row = 0; row < probability.length; row++) {
            int bin = CalibrationError.bin(probability[row], bins);
            counts[bin]++;
            probabilities[bin] += probability[row];
            accuracies[bin] += right[row] ? 1 : 0;
        }
        for (int bin = 0; bin < bins; bin++) {
            probabilities[bin] /= Math.max(1, counts[bin]);
            accuracies[bin] /= Math.max(1, counts[bin]);
        }
        return new ReliabilityDiagram(counts, probabilities, accuracies);
    }
}
