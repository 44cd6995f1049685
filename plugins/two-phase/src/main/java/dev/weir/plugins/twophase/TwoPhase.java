package dev.weir.plugins.twophase;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import dev.weir.plugins.twophase.Tournament.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Two-phase recall-and-select. The first phase clusters the candidates by how they did on benchmark sets and recalls
 * those that promise most, by a proxy score asked of one candidate of each cluster. The second fine-tunes the
 * recalled ones a few epochs at a time and drops those that fall behind, by their accuracy and by what their own
 * histories on other data sets foretell. Ties go by the place in the matrix; by name where there is no matrix.
 *
 * @param proxy            asked on the target's train split
 * @param proxyScope       of which candidates of a cluster
 * @param proxyScale       how its values become factors
 * @param recall           how many candidates are fine-tuned
 * @param epochs           for which the chosen one is trained in all; 0 stops after the recall
 * @param step             epochs between two comparisons
 * @param clusterThreshold the largest distance at which clusters are joined
 * @param filterThreshold  by how much a foretold accuracy must be higher
 * @param trends           into how many groups a candidate's histories are divided
 * @param gaps             how many of the largest gaps make the distance of two models
 * @param resamples        draws of the data sets, for the stability of the clusters
 * @param clusters         of an earlier report, which candidates in none of them join
 * @see <a href="https://arxiv.org/abs/2404.00069">Two-phase recall-and-select, 2024</a>
 */
@Extension
@Name("two-phase")
@Doc("recalls the most promising candidates by benchmark results and a proxy score, then fine-tunes and filters them")
@Paper("Two-phase recall-and-select, 2024, https://arxiv.org/abs/2404.00069")
public record TwoPhase(
        @Default("leep") @Doc("a transferability score, asked on the target's train split")
        TransferabilityScore proxy,

        @Default("representative")
        @Doc("whether the proxy is asked of each cluster's representative alone, or of each member: representative or"
                + " member")
        ProxyScope proxyScope,

        @Default("exp")
        @Doc("how the proxy's values become factors: exp, for mean log-likelihoods such as leep, or min-max")
        ProxyScale proxyScale,

        @Doc("how many candidates are fine-tuned; 10 unless given, or all where the zoo is smaller")
        OptionalInt recall,

        @Default("5") @Doc("epochs for which the chosen candidate is fine-tuned in all; 0 stops after the recall")
        int epochs,

        @Default("1") @Doc("epochs between two comparisons; at least 1")
        int step,

        @Doc("the largest distance at which clusters are joined, in accuracy; chosen by silhouette unless given")
        OptionalDouble clusterThreshold,

        @Default("0.0")
        @Doc("a candidate is dropped when another is better now and foretold to end better by more than this")
        double filterThreshold,

        @Default("4")
        @Doc("into how many groups each candidate's histories are divided to foretell its accuracy; at least 1")
        int trends,

        @Default("5")
        @Doc("how many of the largest gaps between their accuracies make the distance of two models; at least 1")
        int gaps,

        @Default("10") @Doc("draws of the benchmark sets, from which the clusters' stability comes; 0 for none")
        int resamples,

        @Default("[]")
        @Doc("clusters of an earlier report: they stay as they are, and candidates in none of them join the nearest")
        List<List<String>> clusters)
        implements ModelSelector {

    private static final int RECALLED = 10;

    public TwoPhase {
        clusters = clusters.stream().map(List::copyOf).toList();
        new Schedule(epochs, step);
        recall.ifPresent(count -> Require.atLeast("recall", 1, count));
        clusterThreshold.ifPresent(threshold -> requireNotNegative("cluster-threshold", threshold));
        requireNotNegative("filter-threshold", filterThreshold);
        Require.atLeast("trends", 1, trends);
        Require.atLeast("gaps", 1, gaps);
        Require.atLeast("resamples", 0, resamples);
        if (!clusters.isEmpty() && clusterThreshold.isEmpty()) {
            throw new IllegalArgumentException("clusters must come with cluster-threshold"
                    + "\nThe report that they are from names it: it says which candidates join them.");
        }
    }

    private static void requireNotNegative(String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be finite and at least 0, got " + value);
        }
    }

    @Override
    public Set<Need> needs() {
        return proxy.needs();
    }

    @Override
    public void check(SelectionTask task) {
        int size = task.candidates().size();
        if (recall.orElse(0) > size) {
            throw new IllegalArgumentException("recall: must be at most " + size + ", the candidates of the zoo, got "
                    + recall.getAsInt() + "\nLower it; recalling all of them makes the first phase pointless.");
        }
        requireDistinctMembers();
        if (task.matrix().models().isEmpty()) {
            if (!clusters.isEmpty()) {
                throw new IllegalArgumentException("clusters: there is no matrix, by which candidates would join them"
                        + "\nName it under the key matrix of the job, or leave clusters out.");
            }
            return;
        }
        Set<String> names = names(task);
        Set<String> known = new HashSet<>(task.matrix().models());
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the matrix has no results of '" + name + "'"
                        + "\nMeasure it with 'job: benchmark', or take it out of the zoo.");
            }
        }
        for (List<String> cluster : clusters) {
            for (String name : cluster) {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(
                            "clusters: '" + name + "' is no candidate of the zoo\nTake it out of its cluster.");
                }
            }
        }
        Performance.of(task.matrix(), names).requireTelling();
    }

    private void requireDistinctMembers() {
        Set<String> seen = new HashSet<>();
        for (List<String> cluster : clusters) {
            for (String name : cluster) {
                if (!seen.add(name)) {
                    throw new IllegalArgumentException(
                            "clusters: '" + name + "' stands twice\nA candidate is in one cluster.");
                }
            }
        }
    }

    private static Set<String> names(SelectionTask task) {
        return task.candidates().stream().map(Candidate::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Selection select(SelectionTask task, TrialRunner runner, Progress progress) {
        check(task);
        Recall first = new Recall(proxy, proxyScope, proxyScale, runner, progress);
        List<String> notes = new ArrayList<>();
        List<List<String>> named = List.of();
        SelectionTrace.Clustering said = SelectionTrace.Clustering.NONE;
        Map<String, Estimate> scores;
        if (task.matrix().models().isEmpty()) {
            notes.add("There is no matrix, so candidates were recalled by their own proxy scores alone.");
            scores = first.byProxyAlone(task.candidates());
        } else {
            Clustering clustering = clustering(task, progress);
            said = clustering.said();
            named = clustering.named();
            long missing = clustering.performance().missing();
            if (missing > 0) {
                notes.add(missing + (missing == 1 ? " accuracy" : " accuracies")
                        + " of the matrix, not positive, counted as missing where models were compared.");
            }
            scores = first.scores(task.candidates(), clustering);
        }
        notes.addAll(first.notes());
        Map<String, Integer> places = new HashMap<>(); // as the paper's code decides ties
        task.matrix().models().forEach(name -> places.put(name, places.size()));
        List<Candidate> promising = task.candidates().stream()
                .filter(candidate -> of(scores, candidate).value().isPresent())
                .sorted(Comparator.comparingDouble((Candidate candidate) ->
                                -of(scores, candidate).value().orElseThrow())
                        .thenComparingInt(candidate -> places.getOrDefault(candidate.name(), 0))
                        .thenComparing(Candidate::name))
                .toList();
        List<Candidate> recalled =
                promising.stream().limit(recall.orElse(RECALLED)).toList();
        Tournament second = new Tournament(
                runner,
                new Schedule(epochs, step),
                new TrendFilter(new Trends(task.matrix(), trends), filterThreshold),
                progress);
        List<Standing> standings = epochs == 0 ? List.of() : second.run(recalled);
        noteHistories(task.matrix(), recalled, notes);
        Map<String, Map<String, Estimate>> all = new LinkedHashMap<>();
        all.put("recall", scores);
        Name name = proxy.getClass().getAnnotation(Name.class);
        all.put(name == null ? "proxy" : name.value(), new TreeMap<>(first.proxies()));
        return new Selection(
                ranking(task.candidates(), promising, standings, scores),
                all,
                named,
                recalled.stream().map(Candidate::name).toList(),
                new SelectionTrace(said, List.copyOf(first.proxies().keySet()), second.trials(), notes));
    }

    private Clustering clustering(SelectionTask task, Progress progress) {
        Performance performance = Performance.of(task.matrix(), names(task));
        Distances distances = new Distances(gaps);
        return clusters.isEmpty()
                ? Clustering.of(performance, distances, clusterThreshold, resamples, task.seed(), progress)
                : Clustering.joined(performance, distances, clusters, clusterThreshold.orElseThrow());
    }

    /** Those that were trained, by their trials; then the others, by their promise; then those that failed. */
    private static List<Selection.Ranked> ranking(
            List<Candidate> all, List<Candidate> promising, List<Standing> standings, Map<String, Estimate> scores) {
        Map<String, Standing> trained = new HashMap<>();
        standings.forEach(standing -> trained.put(standing.name(), standing));
        List<Selection.Ranked> ranking = new ArrayList<>();
        List<Selection.Ranked> failed = new ArrayList<>();
        for (Standing standing : standings) {
            (standing.hasFailed() ? failed : ranking)
                    .add(new Selection.Ranked(
                            standing.name(),
                            standing.hasFailed() ? standing.accuracy() : of(scores, standing.candidate()),
                            standing.accuracy()));
        }
        for (Candidate candidate : promising) {
            if (!trained.containsKey(candidate.name())) {
                ranking.add(untrained(candidate, scores));
            }
        }
        ranking.addAll(failed);
        for (Candidate candidate : all) {
            if (of(scores, candidate).value().isEmpty()) {
                ranking.add(untrained(candidate, scores));
            }
        }
        return ranking;
    }

    private static Selection.Ranked untrained(Candidate candidate, Map<String, Estimate> scores) {
        return new Selection.Ranked(candidate.name(), of(scores, candidate), Estimate.none("it was not trained"));
    }

    private static Estimate of(Map<String, Estimate> scores, Candidate candidate) {
        return scores.getOrDefault(candidate.name(), Estimate.none("the matrix has no results of it"));
    }

    private void noteHistories(PerformanceMatrix matrix, List<Candidate> recalled, List<String> notes) {
        if (epochs == 0 || recalled.isEmpty()) {
            return;
        }
        Trends of = new Trends(matrix, trends);
        int least = recalled.stream()
                .mapToInt(candidate -> of.histories(candidate.name(), epochs))
                .min()
                .orElse(0);
        if (least == 0) {
            notes.add("The matrix has no validation history of " + epochs + " epochs of some candidate, so nothing was"
                    + " foretold of it there: it was dropped by halving alone.");
        } else if (least < trends) {
            notes.add("A candidate has " + least + (least == 1 ? " history" : " histories")
                    + " of " + epochs + " epochs: divided into " + least + " instead of " + trends
                    + " groups, which foretell little.");
        }
    }
}
