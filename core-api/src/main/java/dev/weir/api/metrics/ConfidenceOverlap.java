package dev.weir.api.metrics;

import java.util.OptionalDouble;

/**
 * {@code s_o}: the mass that the densities of the confidences of right and of wrong answers share. 0 when a
 * threshold parts them, 1 when they are alike.
 *
 * <p>Each density is a sum of Gaussians of width {@value #BANDWIDTH} on a grid of {@value #GRID} points over
 * [0, 1], both ends included, made to integrate to 1 there by the trapezoid rule; the overlap is the integral
 * of the lower one by the same rule. The paper does not give its width; this is the usual choice of those who
 * built it anew.
 *
 * @see <a href="https://arxiv.org/abs/2502.19335">Rabanser et al., Gatekeeper: Improving Model Cascades
 *     Through Confidence Tuning, 2025</a>
 */
public final class ConfidenceOverlap {

    /** The standard deviation of the Gaussian around each confidence. */
    public static final double BANDWIDTH = 0.05;

    /** The number of points at which the densities are evaluated. */
    public static final int GRID = 1000;

    /** Beyond so many widths a Gaussian is below 1e-31 of its height, and is left out. */
    private static final double REACH = 12;

    /** How many points of the grid are within six widths, where a Gaussian is below 1e-7 of its height. */
    private static final int NEAR = (int) (6 * BANDWIDTH * (GRID - 1));

    /** The Gaussian by distance in points. */
    private static final double[] GAUSSIAN = new double[NEAR + 1];

    static {
        for (int i = 0; i <= NEAR; i++) {
            double distance = i / (GRID - 1.0) / BANDWIDTH;
            GAUSSIAN[i] = Math.exp(-distance * distance / 2);
        }
    }

    private ConfidenceOverlap() {}

    /**
     * The overlap of {@code n} predictions.
     *
     * @param confidence in [0, 1]
     * @param right      whether each prediction is right
     * @return in [0, 1]; empty where all are right or all are wrong
     * @throws IllegalArgumentException when a confidence lies outside [0, 1]
     */
    public static OptionalDouble of(double[] confidence, boolean[] right) {
        double[][] densities = new double[2][GRID];
        int[] counts = new int[2];
        for (int row = 0; row < confidence.length; row++) {
            if (!(confidence[row] >= 0 && confidence[row] <= 1)) {
                throw new IllegalArgumentException(
                        "confidence must be in [0, 1], got " + confidence[row] + " in row " + row);
            }
            int kind = right[row] ? 1 : 0;
            counts[kind]++;
            addGaussian(densities[kind], confidence[row]);
        }
        return overlap(densities, counts);
    }

    /**
     * The overlap of predictions whose confidences were moved to the nearest point of the grid, by at most a
     * hundredth of the bandwidth: what many resamples can afford.
     *
     * @param points the {@linkplain #point nearest point} of each confidence
     * @param right  whether each prediction is right
     */
    public static OptionalDouble ofPoints(int[] points, boolean[] right) {
        double[][] counted = new double[2][GRID];
        int[] counts = new int[2];
        for (int row = 0; row < points.length; row++) {
            int kind = right[row] ? 1 : 0;
            counts[kind]++;
            counted[kind][points[row]]++;
        }
        double[][] densities = new double[2][GRID];
        for (int kind = 0; kind < 2; kind++) {
            for (int point = 0; point < GRID; point++) {
                if (counted[kind][point] > 0) {
                    for (int i = Math.max(0, point - NEAR); i < Math.min(GRID, point + NEAR + 1); i++) {
                        densities[kind][i] += counted[kind][point] * GAUSSIAN[Math.abs(i - point)];
                    }
                }
            }
        }
        return overlap(densities, counts);
    }

    /** The nearest point of the grid to a confidence in [0, 1]. */
    public static int point(double confidence) {
        return (int) Math.rint(confidence * (GRID - 1));
    }

    private static OptionalDouble overlap(double[][] densities, int[] counts) {
        if (counts[0] == 0 || counts[1] == 0) {
            return OptionalDouble.empty();
        }
        double wrongMass = integral(densities[0]);
        double rightMass = integral(densities[1]);
        double[] lower = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            lower[i] = Math.min(densities[0][i] / wrongMass, densities[1][i] / rightMass);
        }
        return OptionalDouble.of(Math.min(1, integral(lower)));
    }

    private static void addGaussian(double[] density, double center) {
        double step = 1.0 / (GRID - 1);
        int from = Math.max(0, (int) Math.floor((center - REACH * BANDWIDTH) / step));
        int to = Math.min(GRID - 1, (int) Math.ceil((center + REACH * BANDWIDTH) / step));
        for (int i = from; i <= to; i++) {
            double distance = (i * step - center) / BANDWIDTH;
            density[i] += Math.exp(-distance * distance / 2);
        }
    }

    /** The trapezoid rule over [0, 1]. */
    private static double integral(double[] values) {
        double sum = (values[0] + values[GRID - 1]) / 2;
        for (int i = 1; i < GRID - 1; i++) {
            sum += values[i];
        }
        return sum / (GRID - 1);
    }
}
