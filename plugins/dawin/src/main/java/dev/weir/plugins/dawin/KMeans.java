package dev.weir.plugins.dawin;

import java.util.Arrays;
import java.util.Random;

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
        int[] labels = new int[x.length];
        for (int step = 0; step < MOST_STEPS; step++) {
            boolean moved = false;
            double[] sums = new double[k];
            int[] counts = new int[k];
            for (int i = 0; i < x.length; i++) {
                int nearest = nearest(centres, x[i], k);
                moved |= nearest != labels[i];
                labels[i] = nearest;
                sums[nearest] += x[i];
                counts[nearest]++;
            }
            if (!moved && step > 0) {
                break;
            }
            for (int j = 0; j < k; j++) {
                centres[j] = counts[j] == 0 ? centres[j] : sums[j] / counts[j];
            }
        }
        return labels;
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
