package dev.weir.plugins.twophase;

import java.util.Arrays;

/**
 * Numbers divided into groups of neighbours such that the sum of squared distances to the groups' means is the least
 * possible: k-means in one dimension, exact and without a seed, by dynamic programming over the sorted numbers.
 *
 * @see <a href="https://doi.org/10.32614/RJ-2011-015">Wang and Song, Ckmeans.1d.dp, The R Journal 2011</a>
 */
final class Segments {
    private final int[] from; // the first place of each group
    private final double[] sorted;

    private Segments(double[] sorted, int[] from) {
        this.sorted = sorted;
        this.from = from;
    }

    /**
     * The best division.
     *
     * @param sorted ascending; at least one
     * @param groups at least 1; as many as there are different numbers where those are fewer
     */
    static Segments of(double[] sorted, int groups) {
        int n = sorted.length;
        int k = (int) Math.min(groups, Arrays.stream(sorted).distinct().count());
        double[] sum = new double[n + 1];
        double[] squares = new double[n + 1];
        double middle = sorted[n / 2]; // near all numbers, so that squares lose few digits
        for (int i = 0; i < n; i++) {
            double value = sorted[i] - middle;
            sum[i + 1] = sum[i] + value;
            squares[i + 1] = squares[i] + value * value;
        }
        double[] cost = new double[n + 1]; // of the first i numbers in the groups so far
        Arrays.fill(cost, 1, n + 1, Double.POSITIVE_INFINITY);
        int[][] start = new int[k + 1][n + 1];
        for (int group = 1; group <= k; group++) {
            double[] next = new double[n + 1];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            for (int to = group; to <= n; to++) {
                for (int first = group - 1; first < to; first++) {
                    double whole = cost[first] + spread(sum, squares, first, to);
                    if (whole < next[to]) {
                        next[to] = whole;
                        start[group][to] = first;
                    }
                }
            }
            cost = next;
        }
        int[] from = new int[k];
        int to = n;
        for (int group = k; group >= 1; group--) {
            from[group - 1] = start[group][to];
            to = start[group][to];
        }
        return new Segments(sorted, from);
    }

    private static double spread(double[] sum, double[] squares, int first, int to) {
        double total = sum[to] - sum[first];
        return Math.max(0, squares[to] - squares[first] - total * total / (to - first));
    }

    int count() {
        return from.length;
    }

    /** The first place of a group, and of the group after the last the number of places. */
    int from(int group) {
        return group == from.length ? sorted.length : from[group];
    }

    /** The mean of a group. */
    double mean(int group) {
        double sum = 0;
        for (int i = from(group); i < from(group + 1); i++) {
            sum += sorted[i];
        }
        return sum / (from(group + 1) - from(group));
    }

    /** The group whose mean is nearest; of two equally near the lower. */
    int nearest(double value) {
        int best = 0;
        for (int group = 1; group < count(); group++) {
            if (Math.abs(mean(group) - value) < Math.abs(mean(best) - value)) {
                best = group;
            }
        }
        return best;
    }
}
