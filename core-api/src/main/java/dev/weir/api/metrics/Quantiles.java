package dev.weir.api.metrics;

import dev.weir.api.Require;
import java.util.Arrays;

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
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
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
        int found = Arrays.binarySearch(sorted, value);
        if (found < 0) {
            return -found - 1;
        }
        while (found > 0 && sorted[found - 1] == value) {
            found--;
        }
        return found;
    }
}
