package dev.weir.plugins.twophase;

import dev.weir.api.selection.SelectionTrace.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Agglomerative clustering by average linkage: the closest two clusters become one, again and again, while their
 * distance is finite. Of pairs that are equally close the one of the lowest numbers is joined, a cluster having the
 * number of its first model.
 */
final class Linkage {
    private final int n;
    private final double[] distances;
    private final boolean[] isGone;
    private final int[] size;
    private final int[] nearest; // the nearest of the clusters with a higher number; -1 where there is none
    private final double[] gap; // its distance

    private Linkage(int n, double[] distances) {
        this.n = n;
        this.distances = distances;
        this.isGone = new boolean[n];
        this.size = new int[n];
        this.nearest = new int[n];
        this.gap = new double[n];
        Arrays.fill(size, 1);
    }

    /**
     * All merges, in order; their distances never fall.
     *
     * @param distances {@code n x n}, symmetric, of which a copy is made; infinite where two cannot be compared
     */
    static List<Merge> of(int n, double[] distances) {
        return new Linkage(n, distances.clone()).merges();
    }

    private List<Merge> merges() {
        for (int i = 0; i < n; i++) {
            search(i);
        }
        int[] number = new int[n];
        Arrays.setAll(number, i -> i);
        List<Merge> merges = new ArrayList<>();
        int first = closest();
        while (first >= 0) {
            int second = nearest[first];
            merges.add(new Merge(number[first], number[second], gap[first]));
            number[first] = n + merges.size() - 1;
            join(first, second);
            first = closest();
        }
        return merges;
    }

    /** The cluster with the nearest neighbour; -1 where no two are left that can be joined. */
    private int closest() {
        int best = -1;
        for (int i = 0; i < n; i++) {
            if (!isGone[i] && nearest[i] >= 0 && (best < 0 || gap[i] < gap[best])) {
                best = i;
            }
        }
        return best;
    }

    private void join(int into, int from) {
        isGone[from] = true;
        double all = (double) size[into] + size[from];
        for (int other = 0; other < n; other++) {
            if (!isGone[other] && other != into) {
                double mean =
                        (size[into] * distances[into * n + other] + size[from] * distances[from * n + other]) / all;
                distances[into * n + other] = mean;
                distances[other * n + into] = mean;
            }
        }
        size[into] += size[from];
        search(into);
        for (int other = 0; other < from; other++) {
            if (isGone[other] || other == into) {
                continue;
            }
            if (nearest[other] == from || nearest[other] == into) {
                search(other);
            } else if (other < into) {
                double distance = distances[other * n + into];
                if (distance < gap[other] || (distance == gap[other] && into < nearest[other])) {
                    nearest[other] = into;
                    gap[other] = distance;
                }
            }
        }
    }

    private void search(int i) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int j = i + 1; j < n; j++) {
            if (!isGone[j] && distances[i * n + j] < least) {
                least = distances[i * n + j];
                best = j;
            }
        }
        nearest[i] = best;
        gap[i] = least;
    }
}
