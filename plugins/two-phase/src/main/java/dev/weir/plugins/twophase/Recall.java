package dev.weir.plugins.twophase;

import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The first phase: how well candidates promise to do on the target, by how well they did on benchmark sets and a
 * proxy score on the target, which is asked of as few of them as possible.
 *
 * <p>A member of a cluster has the product of its mean score and its factor, which is the proxy of the cluster's
 * representative, the member with the highest mean, or its own. A model alone has the product of its mean score and
 * the mean over the representatives of their proxy weighted with the cosine of its scores and theirs. Where no
 * cluster has two members, each model's own proxy stands for that; without a matrix every mean is 1.
 *
 * @see <a href="https://arxiv.org/abs/2404.00069">Two-phase recall-and-select, 2024</a>
 */
final class Recall {
    private final TransferabilityScore proxy;
    private final ProxyScope scope;
    private final ProxyScale scale;
    private final TrialRunner runner;
    private final Progress progress;
    private final int[] rows;
    private final Map<String, Estimate> proxies = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    Recall(TransferabilityScore proxy, ProxyScope scope, ProxyScale scale, TrialRunner runner, Progress progress) {
        this.proxy = proxy;
        this.scope = scope;
        this.scale = scale;
        this.runner = runner;
        this.progress = progress;
        this.rows = IntStream.range(0, runner.labels().size()).toArray();
    }

    /** What the proxy said, in the order in which it was asked. */
    Map<String, Estimate> proxies() {
        return proxies;
    }

    List<String> notes() {
        return notes;
    }

    /** By name the score by which candidates are recalled, of a zoo without a matrix. */
    Map<String, Estimate> byProxyAlone(List<Candidate> candidates) {
        candidates.forEach(this::ask);
        Map<String, Double> factors = factors();
        Map<String, Estimate> scores = new TreeMap<>();
        candidates.forEach(candidate -> scores.put(candidate.name(), score(1, candidate.name(), factors)));
        return scores;
    }

    /** By name the score by which candidates are recalled. */
    Map<String, Estimate> scores(List<Candidate> candidates, Clustering clustering) {
        Performance performance = clustering.performance();
        Map<String, Integer> places = performance.places();
        Candidate[] byPlace = new Candidate[performance.size()];
        candidates.forEach(candidate -> byPlace[places.getOrDefault(candidate.name(), -1)] = candidate);
        List<List<Integer>> clusters = clustering.clusters().members().stream()
                .filter(cluster -> cluster.size() > 1)
                .toList();
        Map<Integer, Integer> representatives = new LinkedHashMap<>(); // by member
        List<Integer> asked = new ArrayList<>();
        for (List<Integer> cluster : clusters) {
            representative(cluster, performance, byPlace).ifPresent(representative -> {
                asked.add(representative);
                cluster.forEach(member -> representatives.put(member, representative));
            });
            if (scope == ProxyScope.MEMBER) {
                cluster.forEach(member -> ask(byPlace[member]));
            }
        }
        List<Integer> alone = clustering.clusters().members().stream()
                .filter(cluster -> cluster.size() == 1)
                .map(cluster -> cluster.get(0))
                .toList();
        if (asked.isEmpty()) {
            if (clusters.isEmpty()) {
                notes.add("No two candidates are alike enough to share a cluster, so each one's own proxy score was"
                        + " asked: raise cluster-threshold to spare them.");
            }
            alone.forEach(model -> ask(byPlace[model]));
        }
        Map<String, Double> factors = factors();
        Map<String, Estimate> scores = new TreeMap<>();
        for (List<Integer> cluster : clusters) {
            for (int member : cluster) {
                String name = performance.models().get(member);
                int of = scope == ProxyScope.MEMBER ? member : representatives.getOrDefault(member, member);
                scores.put(
                        name,
                        score(performance.mean(member), performance.models().get(of), factors));
            }
        }
        for (int model : alone) {
            String name = performance.models().get(model);
            double mean = performance.mean(model);
            scores.put(
                    name,
                    asked.isEmpty()
                            ? score(mean, name, factors)
                            : Estimate.withoutInterval(
                                    mean * ofOthers(model, asked, performance, factors), "it was asked once"));
        }
        return scores;
    }

    private static double ofOthers(
            int model, List<Integer> representatives, Performance performance, Map<String, Double> factors) {
        return representatives.stream()
                .mapToDouble(other -> performance.cosine(model, other)
                        * factors.getOrDefault(performance.models().get(other), 0.0))
                .average()
                .orElseThrow();
    }

    /** The member with the highest mean whose proxy has a value. */
    private Optional<Integer> representative(List<Integer> cluster, Performance performance, Candidate[] byPlace) {
        List<Integer> bestFirst = cluster.stream()
                .sorted(Comparator.comparingDouble((Integer member) -> -performance.mean(member))
                        .thenComparingInt(member -> member))
                .toList();
        for (int member : bestFirst) {
            String name = performance.models().get(member);
            if (ask(byPlace[member]).value().isPresent()) {
                return Optional.of(member);
            }
            notes.add("'" + name + "' cannot stand for its cluster: "
                    + proxies.getOrDefault(name, Estimate.none("")).reason() + ".");
        }
        return Optional.empty();
    }

    private Estimate ask(Candidate candidate) {
        Estimate known = proxies.get(candidate.name());
        if (known != null) {
            return known;
        }
        progress.report("scoring", proxies.size() + 1L, 0, candidate.name());
        Transferability found = runner.score(candidate, proxy, rows);
        Estimate said = found instanceof Transferability.Value value
                ? Estimate.withoutInterval(value.number(), "it was asked once")
                : Estimate.none(((Transferability.None) found).reason());
        proxies.put(candidate.name(), said);
        return said;
    }

    private Map<String, Double> factors() {
        Map<String, Double> values = new TreeMap<>();
        proxies.forEach((name, said) -> said.value().ifPresent(value -> values.put(name, value)));
        return scale.of(values);
    }

    /** A member's score; none where the proxy of it or of every one that could stand for it failed. */
    private Estimate score(double mean, String of, Map<String, Double> factors) {
        Double factor = factors.get(of);
        return factor == null
                ? Estimate.none(proxies.getOrDefault(of, Estimate.none("it was not asked"))
                        .reason())
                : Estimate.withoutInterval(mean * factor, "it was asked once");
    }
}
