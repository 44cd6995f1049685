package dev.weir.api.selection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a selector found.
 *
 * @param ranking  every candidate once, the best first; candidates without a value last; ties go by name
 *     unless the selector says otherwise
 * @param scores   by score, then by candidate: what each proxy score said
 * @param clusters groups of candidates, by name; each candidate in at most one
 * @param recalled the shortlist, the best first: what is worth fine-tuning
 * @param trace    how it came about
 */
public record Selection(
        List<Ranked> ranking,
        Map<String, Map<String, Estimate>> scores,
        List<List<String>> clusters,
        List<String> recalled,
        SelectionTrace trace) {

    /** A selection of which nothing more is to tell. */
    public Selection(
            List<Ranked> ranking,
            Map<String, Map<String, Estimate>> scores,
            List<List<String>> clusters,
            List<String> recalled) {
        this(ranking, scores, clusters, recalled, SelectionTrace.NONE);
    }

    /**
     * A candidate in its place.
     *
     * @param score    what it was ranked by
     * @param accuracy on the validation split of the target, where it was trained
     */
    public record Ranked(String name, Estimate score, Estimate accuracy) {}

    public Selection {
        ranking = List.copyOf(ranking);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        clusters = clusters.stream().map(List::copyOf).toList();
        recalled = List.copyOf(recalled);
    }

    /** The first of the ranking; none when it has neither a score nor an accuracy, for then no candidate has. */
    public Optional<String> chosen() {
        return ranking.stream()
                .limit(1)
                .filter(first -> first.score().value().isPresent()
                        || first.accuracy().value().isPresent())
                .map(Ranked::name)
                .findFirst();
    }
}
