package dev.weir.plugins.dawin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/** K-means of numbers, whose first centres are drawn as k-means++ says. */
final class KMeans {
    private static final int MOST_STEPS = 300;

    private KMeans() {}

    /**
     * The cluster of each number.
     *
     * @param k at least 1, at most as many as there are different numbers
     * @see <a href="https://dl.acm.org/doi/10.5555/1283383.1283494">Arthur and Vassilvitskii, k-means++: The
     *     Advantages of Careful Seeding, SODA 2007</a>
     */
    static int[] labels(double[] x, int k, Random random) {
        double[] centres = first(x, k, random);
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        double[] sums = new double[x.length + 1];
        for (int i = 0; i < x.length; i++) {
            sums[i + 1] = sums[i] + sorted[i];
        }
        int[] before = {};
        for (int step = 0; step < MOST_STEPS; step++) {
            int[] order = order(centres);
            int[] ends = ends(sorted, centres, order);
            if (Arrays.equals(ends, before)) {
                break;
            }
            before = ends;
            for (int j = 0; j < k; j++) {
                int from = j == 0 ? 0 : ends[j - 1];
                if (ends[j] > from) {
                    centres[order[j]] = (sums[ends[j]] - sums[from]) / (ends[j] - from);
                }
            }
        }
        int[] labels = new int[x.length];
        Arrays.setAll(labels, i -> nearest(centres, x[i], k));
        return labels;
    }

    /** The places of the centres in ascending order. */
    private static int[] order(double[] centres) {
        return IntStream.range(0, centres.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> centres[j]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Where the numbers that are nearest to each centre end: of sorted numbers they are neighbours. */
    private static int[] ends(double[] sorted, double[] centres, int[] order) {
        int[] ends = new int[order.length];
        ends[order.length - 1] = sorted.length;
        for (int j = 0; j + 1 < order.length; j++) {
            int low = j == 0 ? 0 : ends[j - 1];
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                double below = Math.abs(sorted[middle] - centres[order[j]]);
                double above = Math.abs(sorted[middle] - centres[order[j + 1]]);
                boolean isBelow = below < above || (below == above && order[j] < order[j + 1]);
                low = isBelow ? middle + 1 : low;
                high = isBelow ? high : middle;
            }
            ends[j] = low;
        }
        return ends;
    }

    /** Each next centre is drawn in proportion to the squared distance from the nearest one before. */
    private static double[] first(double[] x, int k, Random random) {
        double[] centres = new double[k];
        centres[0] = x[random.nextInt(x.length)];
        double[] distances = new double[x.length];
        for (int j = 1; j < k; j++) {
            int before = j;
            Arrays.setAll(distances, i -> Math.pow(x[i] - centres[nearest(centres, x[i], before)], 2));
            double left = random.nextDouble() * Arrays.stream(distances).sum();
            int chosen = -1;
            for (int i = 0; i < x.length && left >= 0; i++) {
                left -= distances[i];
                chosen = distances[i] > 0 ? i : chosen; // never a centre twice, however the sum is rounded
            }
            centres[j] = x[Math.max(0, chosen)];
        }
        return centres;
    }

    private static int nearest(double[] centres, double value, int k) {
        int nearest = 0;
        for (int j = 1; j < k; j++) {
            if (Math.abs(value - centres[j]) < Math.abs(value - centres[nearest])) {
                nearest = j;
            }
        }
        return nearest;
    }
}
