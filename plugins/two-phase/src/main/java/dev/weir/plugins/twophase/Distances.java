package dev.weir.plugins.twophase;

import java.util.stream.IntStream;

/**
 * How differently two models did: the mean of the largest gaps between their scores (equation 1 of the paper).
 *
 * <p>A score that is not positive counts as missing. Two models are compared on the data sets of which both have a
 * score; they cannot be compared, and are infinitely far from each other, where these are fewer than one more than
 * the gaps, or fewer than all where the matrix has no more data sets than gaps.
 *
 * @param gaps how many of the largest gaps are averaged; at least 1
 * @see <a href="https://arxiv.org/abs/2404.00069">Two-phase recall-and-select, 2024</a>
 */
record Distances(int gaps) {
    /** Data sets from which on equal scores on all of them are no coincidence. */
    static final int LEAST_SETS = 4;

    /** The distances of all pairs, {@code n x n}, on all data sets. */
    double[] of(Performance performance) {
        return of(performance, IntStream.range(0, performance.sets()).toArray());
    }

    /** The distances of all pairs on some data sets, which may be named more than once. */
    double[] of(Performance performance, int[] sets) {
        int n = performance.size();
        double[] some = new double[n * sets.length]; // gathered once: each is read n times
        for (int model = 0; model < n; model++) {
            for (int i = 0; i < sets.length; i++) {
                some[model * sets.length + i] = performance.scores()[model * performance.sets() + sets[i]];
            }
        }
        double[] distances = new double[n * n];
        double[] largest = new double[gaps];
        for (int first = 0; first < n; first++) {
            for (int second = first + 1; second < n; second++) {
                double distance = between(some, first, second, sets.length, largest);
                distances[first * n + second] = distance;
                distances[second * n + first] = distance;
            }
        }
        return distances;
    }

    private double between(double[] scores, int first, int second, int sets, double[] largest) {
        int u = first * sets;
        int v = second * sets;
        int common = 0;
        int kept = 0;
        for (int i = 0; i < sets; i++) {
            double a = scores[u + i];
            double b = scores[v + i];
            if (a > 0 && b > 0) {
                common++;
                double gap = Math.abs(a - b);
                if (kept < gaps) {
                    insert(largest, kept++, gap);
                } else if (gap > largest[gaps - 1]) {
                    insert(largest, gaps - 1, gap);
                }
            }
        }
        if (common == 0 || common < Math.min(gaps + 1, sets)) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            sum += largest[i];
        }
        return sum / kept;
    }

    /** Puts a gap in its place among those before a place, the largest first. */
    private static void insert(double[] largest, int place, double gap) {
        int i = place;
        for (; i > 0 && largest[i - 1] < gap; i--) {
            largest[i] = largest[i - 1];
        }
        largest[i] = gap;
    }
}
