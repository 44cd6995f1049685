package dev.weir.plugins.twophase;

import dev.weir.api.selection.SelectionTrace.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A division of models into clusters.
 *
 * @param of by model the number of its cluster; clusters are numbered in the order of their first models
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Clusters(int[] of) {
    /** As many clusters at most as a threshold chosen by silhouette leaves. */
    private static final int MOST = 100;

    /** Each merge up to a distance is made. */
    static Clusters cut(int n, List<Merge> merges, double threshold) {
        int made = 0;
        while (made < merges.size() && merges.get(made).distance() <= threshold) {
            made++;
        }
        return after(n, merges, made);
    }

    private static Clusters after(int n, List<Merge> merges, int made) {
        int[] into = new int[n + made]; // the cluster that a cluster became part of
        Arrays.setAll(into, i -> i);
        for (int i = 0; i < made; i++) {
            into[merges.get(i).first()] = n + i;
            into[merges.get(i).second()] = n + i;
        }
        for (int i = n + made - 1; i >= 0; i--) {
            into[i] = into[into[i]];
        }
        return numbered(Arrays.copyOf(into, n));
    }

    /** Clusters by any marks: models of one mark share a cluster. */
    static Clusters numbered(int[] marks) {
        int[] first = new int[Arrays.stream(marks).max().orElse(-1) + 1];
        Arrays.fill(first, -1);
        int[] of = new int[marks.length];
        int next = 0;
        for (int model = 0; model < marks.length; model++) {
            if (first[marks[model]] < 0) {
                first[marks[model]] = next++;
            }
            of[model] = first[marks[model]];
        }
        return new Clusters(of);
    }

    int count() {
        return Arrays.stream(of).max().orElse(-1) + 1;
    }

    /** The models of each cluster, ascending. */
    List<List<Integer>> members() {
        List<List<Integer>> members = new ArrayList<>();
        IntStream.range(0, count()).forEach(cluster -> members.add(new ArrayList<>()));
        for (int model = 0; model < of.length; model++) {
            members.get(of[model]).add(model);
        }
        return members;
    }

    /**
     * The threshold whose clusters have the largest mean silhouette, half way between the distances of two merges; of
     * equal ones the one with the fewest clusters. 0, which joins nothing but what is equal, where there is no choice
     * of at least two clusters that are not all single models.
     */
    static double threshold(int n, List<Merge> merges, double[] distances) {
        double best = Double.NEGATIVE_INFINITY;
        double threshold = 0;
        for (int made = Math.max(1, n - MOST); made <= merges.size() && n - made >= 2; made++) {
            double last = merges.get(made - 1).distance();
            double next = made < merges.size() ? merges.get(made).distance() : last;
            if (made < merges.size() && next <= last) {
                continue; // no threshold divides them
            }
            double silhouette = after(n, merges, made).silhouette(distances);
            if (silhouette >= best) {
                best = silhouette;
                threshold = (last + next) / 2;
            }
        }
        return threshold;
    }

    /**
     * The mean silhouette: of each model {@code (b - a) / max(a, b)}, {@code a} its mean distance to the others of its
     * cluster, {@code b} that to the nearest other cluster; 0 for a model alone, or one that cannot be compared with
     * any other cluster.
     *
     * @param distances {@code n x n}
     * @see <a href="https://doi.org/10.1016/0377-0427(87)90125-7">Rousseeuw, Silhouettes, 1987</a>
     */
    double silhouette(double[] distances) {
        int n = of.length;
        int k = count();
        int[] size = new int[k];
        for (int cluster : of) {
            size[cluster]++;
        }
        double total = 0;
        double[] sums = new double[k];
        for (int model = 0; model < n; model++) {
            Arrays.fill(sums, 0);
            for (int other = 0; other < n; other++) {
                sums[of[other]] += distances[model * n + other];
            }
            int own = of[model];
            double nearest = Double.POSITIVE_INFINITY;
            for (int cluster = 0; cluster < k; cluster++) {
                if (cluster != own) {
                    nearest = Math.min(nearest, sums[cluster] / size[cluster]);
                }
            }
            double within = size[own] == 1 ? 0 : sums[own] / (size[own] - 1);
            double larger = Math.max(within, nearest);
            if (size[own] > 1 && larger > 0 && Double.isFinite(larger)) {
                total += (nearest - within) / larger;
            }
        }
        return total / n;
    }

    /**
     * How alike two divisions of the same models are: the adjusted Rand index, 1 for equal ones, 0 on average for
     * divisions at random.
     *
     * @see <a href="https://doi.org/10.1007/BF01908075">Hubert and Arabie, Comparing partitions, 1985</a>
     */
    double likeness(Clusters other) {
        int k = other.count();
        long[] both = new long[count() * k];
        long[] own = new long[count()];
        long[] its = new long[k];
        for (int model = 0; model < of.length; model++) {
            both[of[model] * k + other.of[model]]++;
            own[of[model]]++;
            its[other.of[model]]++;
        }
        double together = pairs(both);
        double ofOwn = pairs(own);
        double ofIts = pairs(its);
        double all = pairs(new long[] {of.length});
        double expected = all == 0 ? 0 : ofOwn * ofIts / all;
        double most = (ofOwn + ofIts) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double pairs(long[] counts) {
        return Arrays.stream(counts)
                .mapToDouble(count -> count * (count - 1) / 2.0)
                .sum();
    }

    /**
     * Puts models that have no cluster yet, marked -1, each into the nearest cluster of the others, by the mean
     * distance to its members, or into one of its own where none is within the threshold. What is there already stays
     * as it is, and nothing of it is computed again.
     *
     * @param distances {@code n x n}; only those of the models that join are read
     */
    static Clusters joined(int[] marks, double[] distances, double threshold) {
        int n = marks.length;
        int[] joined = marks.clone();
        int next = Arrays.stream(marks).max().orElse(-1) + 1;
        int given = next;
        for (int model = 0; model < n; model++) {
            if (marks[model] >= 0) {
                continue;
            }
            double[] sums = new double[given];
            int[] size = new int[given];
            for (int other = 0; other < n; other++) {
                if (marks[other] >= 0) {
                    sums[marks[other]] += distances[model * n + other];
                    size[marks[other]]++;
                }
            }
            int best = -1;
            for (int cluster = 0; cluster < given; cluster++) {
                if (size[cluster] > 0
                        && sums[cluster] / size[cluster] <= threshold
                        && (best < 0 || sums[cluster] / size[cluster] < sums[best] / size[best])) {
                    best = cluster;
                }
            }
            joined[model] = best < 0 ? next++ : best;
        }
        return numbered(joined);
    }
}
