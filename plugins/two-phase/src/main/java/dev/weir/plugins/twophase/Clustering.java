package dev.weir.plugins.twophase;

import dev.weir.api.Progress;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.api.selection.SelectionTrace.Merge;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * The candidates in clusters of those that did alike on the benchmark sets.
 *
 * @param performance of the candidates that the matrix knows
 * @param clusters    of them
 * @param said        for the report
 */
record Clustering(Performance performance, Clusters clusters, SelectionTrace.Clustering said) {

    /**
     * Clusters them anew.
     *
     * @param threshold the largest distance at which clusters are joined; chosen by silhouette where it is not given
     * @param resamples how often the data sets are drawn again, to see how stable the clusters are
     */
    static Clustering of(
            Performance performance,
            Distances distances,
            OptionalDouble threshold,
            int resamples,
            long seed,
            Progress progress) {
        int n = performance.size();
        progress.report("clustering", 0, resamples + 1, "");
        double[] all = distances.of(performance);
        List<Merge> merges = Linkage.of(n, all);
        double used = threshold.orElseGet(() -> Clusters.threshold(n, merges, all));
        Clusters clusters = Clusters.cut(n, merges, used);
        SplittableRandom random = new SplittableRandom(seed);
        double alike = 0;
        for (int resample = 0; resample < resamples; resample++) {
            progress.report("clustering", resample + 1, resamples + 1, "resampled data sets");
            int[] drawn = new int[performance.sets()];
            Arrays.setAll(drawn, i -> random.nextInt(performance.sets()));
            Arrays.sort(drawn); // so that the first of equal gaps do not depend on the draw's order
            List<Merge> again = Linkage.of(n, distances.of(performance, drawn));
            alike += clusters.likeness(Clusters.cut(n, again, used));
        }
        progress.report("clustering", resamples + 1, resamples + 1, clusters.count() + " clusters");
        return new Clustering(
                performance,
                clusters,
                new SelectionTrace.Clustering(
                        performance.models(),
                        merges,
                        used,
                        n < 2
                                ? Estimate.none("one model has no clusters")
                                : Estimate.withoutInterval(clusters.silhouette(all), "a mean over the models"),
                        resamples == 0 || performance.sets() < 2
                                ? Estimate.none("no data sets were drawn")
                                : Estimate.withoutInterval(alike / resamples, resamples + " draws of the data sets")));
    }

    /** Clusters that are given, which candidates in none of them join. */
    static Clustering joined(Performance performance, Distances distances, List<List<String>> given, double threshold) {
        Map<String, Integer> places = performance.places();
        int[] marks = new int[performance.size()];
        Arrays.fill(marks, -1);
        for (int cluster = 0; cluster < given.size(); cluster++) {
            for (String name : given.get(cluster)) {
                marks[places.getOrDefault(name, -1)] = cluster;
            }
        }
        double[] all = distances.of(performance);
        Clusters clusters = Clusters.joined(marks, all, threshold);
        return new Clustering(
                performance,
                clusters,
                new SelectionTrace.Clustering(
                        performance.models(),
                        List.of(),
                        threshold,
                        Estimate.withoutInterval(clusters.silhouette(all), "a mean over the models"),
                        Estimate.none("the clusters were given")));
    }

    /** By name, each cluster in the order of names, the largest first; then by the first name. */
    List<List<String>> named() {
        return clusters.members().stream()
                .map(cluster ->
                        cluster.stream().map(performance.models()::get).sorted().toList())
                .sorted((a, b) -> a.size() != b.size()
                        ? Integer.compare(b.size(), a.size())
                        : a.get(0).compareTo(b.get(0)))
                .toList();
    }
}
