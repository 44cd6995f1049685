package dev.weir.api.selection;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How a selection came about: what a report shows beside the ranking.
 *
 * @param clustering how the candidates were clustered by the performance matrix; {@link Clustering#NONE} where they were not
 * @param proxied    the candidates that the proxy was asked about
 * @param trials     what trials came to, in the order in which they were run
 * @param notes      what a reader has to know, each a sentence
 */
public record SelectionTrace(Clustering clustering, List<String> proxied, List<Trial> trials, List<String> notes) {

    /** Of a selection of which there is nothing to tell. */
    public static final SelectionTrace NONE = new SelectionTrace(Clustering.NONE, List.of(), List.of(), List.of());

    public SelectionTrace {
        proxied = List.copyOf(proxied);
        trials = List.copyOf(trials);
        notes = List.copyOf(notes);
    }

    /**
     * A clustering of models.
     *
     * @param models     that were clustered, each once
     * @param merges     in the order of their distances; fewer than models less one where some cannot be compared
     * @param threshold  the largest distance at which clusters were joined; 0 or more
     * @param silhouette mean silhouette of the clusters, in [-1, 1]
     * @param stability  mean adjusted Rand index of these clusters and those of resampled data sets; 1 = always the same
     */
    public record Clustering(
            List<String> models, List<Merge> merges, double threshold, Estimate silhouette, Estimate stability) {

        /** Nothing was clustered. */
        public static final Clustering NONE = new Clustering(
                List.of(),
                List.of(),
                0,
                Estimate.none("nothing was clustered"),
                Estimate.none("nothing was clustered"));

        public Clustering {
            models = List.copyOf(models);
            merges = List.copyOf(merges);
        }
    }

    /**
     * Two clusters become one. The clusters of one model each have the numbers of the models; the cluster that merge
     * {@code i} makes has the number {@code models + i}.
     *
     * @param distance mean distance of their members
     */
    public record Merge(int first, int second, double distance) {}

    /**
     * What one candidate came to in one round of trials.
     *
     * @param epoch     until which it was trained, counted from its first; at least 1
     * @param epochs    how many of them are charged to this round
     * @param accuracy  on the validation split after that epoch, or why there is none
     * @param predicted its accuracy after fine-tuning, as foretold from that
     * @param dropped   why it was dropped after this round; empty where it was not
     */
    public record Trial(
            String candidate, int epoch, int epochs, Estimate accuracy, OptionalDouble predicted, String dropped) {}
}
