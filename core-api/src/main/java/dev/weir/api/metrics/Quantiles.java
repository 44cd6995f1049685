package dev.weir.api.metrics;

import dev.weir.api.Require;

/** Quantiles of a sorted array, and the way back. */
public final class Quantiles {
    private Quantiles() {}

    /**
     * The {@code q}-quantile, interpolated linearly between neighbours (the usual default: type 7 of
     * Hyndman and Fan).
     *
     * @param sorted ascending, at least one number
     * @param q      in [0, 1]
     */
    public static double linear(double[] sorted, double q) {
        Require.share("quantile", q);
        double position = q * (sorted.length - 1);
        int below = (int) position;
        if (below + 1 >= sorted.length || sorted[below] == sorted[below + 1]) {
            return sorted[Math.min(below, sorted.length - 1)];
        }
        double share = position - below;
        double gap = sorted[below + 1] - sorted[below];
        return Double.isInfinite(gap) // neighbours at the two ends of the doubles
                ? (1 - share) * sorted[below] + share * sorted[below + 1]
                : sorted[below] + share * gap;
    }

    /**
     * The share of numbers below {@code value}; where numbers equal it, the mean of their ranks.
     *
     * @param sorted ascending, at least one number
     * @return in [0, 1]
     */
    public static double rank(double[] sorted, double value) {
        int below = countBelow(sorted, value);
        int upTo = countBelow(sorted, Math.nextUp(value));
        return (below + upTo + (upTo > below ? 1 : 0)) / (2.0 * sorted.length);
    }

    /** How many numbers of an ascending array are strictly below {@code value}. */
    public static int countBelow(double[] sorted, double value) {
        int below = 0;
        int from = sorted.length;
        while (below < from) { // not Arrays.binarySearch: it holds -0.0 for less than 0.0
            int middle = (below + from) >>> 1;
            if (sorted[middle] < value) {
                below = middle + 1;
            } else {
                from = middle;
            }
        }
        return below;
    }
}
