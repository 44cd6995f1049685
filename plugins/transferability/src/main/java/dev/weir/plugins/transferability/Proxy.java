package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Ranks the candidates by a proxy score, and says how far the ranking can be trusted.
 *
 * <p>Its clusters are groups of candidates whose scores cannot be told apart; the first is its shortlist.
 *
 * @param scores   ranks by the first and reports all
 * @param examples of the train split that a draw takes
 * @param draws    stratified draws, the same for all candidates; 1 for no intervals
 */
@Extension
@Name("proxy")
@Doc("ranks candidates by transferability scores, without training any")
public record Proxy(
        @Doc("transferability scores: the first ranks, all are reported")
        List<TransferabilityScore> scores,

        @Default("all") @Doc("examples of the train split in a draw: a whole number of at least 2, or all")
        Examples examples,

        @Default("5") @Doc("stratified draws, from which the intervals come; 1 gives none; at least 1")
        int draws)
        implements ModelSelector {

    public Proxy {
        scores = List.copyOf(scores);
        Require.atLeast("draws", 1, draws);
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("scores must name at least one\nFor example scores: [lfc, leep].");
        }
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = EnumSet.noneOf(Need.class);
        scores.forEach(score -> needs.addAll(score.needs()));
        return Set.copyOf(needs);
    }

    @Override
    public Selection select(SelectionTask task, TrialRunner runner, Progress progress) {
        Labels labels = runner.labels();
        boolean areHalves = examples.areAll(labels.size());
        List<int[]> drawn = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(task.seed());
        long forReplicates = random.nextLong();
        for (int draw = 0; draw < draws && !(areHalves && draws == 1); draw++) {
            drawn.add(Draws.of(labels, examples.ofDraw(labels.size()), random.nextLong()));
        }
        Map<String, List<Measured>> measured = new TreeMap<>(); // by candidate, then by score
        int done = 0;
        for (Candidate candidate : task.candidates()) { // all that is asked of one before the next is opened
            progress.report("scoring", ++done, task.candidates().size(), candidate.name());
            measured.put(
                    candidate.name(),
                    scores.stream()
                            .map(score -> Measured.of(candidate, score, runner, areHalves, drawn))
                            .toList());
        }
        Resampling resampling = new Resampling(Math.max(2, draws), areHalves, forReplicates);
        Map<String, Map<String, Estimate>> all = new LinkedHashMap<>();
        List<String> names = names();
        for (int i = 0; i < scores.size(); i++) {
            int index = i;
            Map<String, Estimate> ofScore = new TreeMap<>();
            measured.forEach((name, ofCandidate) ->
                    ofScore.put(name, ofCandidate.get(index).estimate(resampling)));
            all.put(names.get(i), ofScore);
        }
        List<List<String>> groups = groups(measured, resampling);
        return new Selection(
                ranking(all.getOrDefault(names.get(0), Map.of())),
                all,
                groups,
                groups.isEmpty() ? List.of() : groups.get(0),
                new SelectionTrace(
                        SelectionTrace.Clustering.NONE, List.of(), List.of(), examples.notes(labels.size())));
    }

    /** A score is known by its name; of two of one name the second has a number, as it stands in the file. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (TransferabilityScore score : scores) {
            Name given = score.getClass().getAnnotation(Name.class);
            String name = given == null ? score.getClass().getSimpleName() : given.value();
            long before = names.stream()
                    .filter(known -> known.equals(name) || known.startsWith(name + "-"))
                    .count();
            names.add(before == 0 ? name : name + "-" + (before + 1));
        }
        return names;
    }

    private static List<List<String>> groups(Map<String, List<Measured>> measured, Resampling resampling) {
        Map<String, Double> values = new TreeMap<>();
        Map<String, double[]> replicates = new TreeMap<>();
        measured.forEach((name, ofCandidate) -> {
            Measured first = ofCandidate.get(0);
            first.value().ifPresent(value -> {
                values.put(name, value);
                if (first.hasDraws()) {
                    replicates.put(name, resampling.replicates(value, first.ofDraws()));
                }
            });
        });
        return Resampling.groups(values, replicates);
    }

    private static List<Selection.Ranked> ranking(Map<String, Estimate> estimates) {
        Comparator<Map.Entry<String, Estimate>> bestFirst =
                Comparator.comparingDouble(entry -> -entry.getValue().value().orElse(Double.NEGATIVE_INFINITY));
        return estimates.entrySet().stream()
                .sorted(bestFirst.thenComparing(Map.Entry.comparingByKey()))
                .map(entry ->
                        new Selection.Ranked(entry.getKey(), entry.getValue(), Estimate.none("it was not trained")))
                .toList();
    }

    /**
     * What a score said of a candidate.
     *
     * @param whole   on all examples, or the mean of the draws; or why there is none
     * @param ofDraws by draw; empty where there are no draws or one of them has no number
     * @param reason  why there are no draws
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Measured(Transferability whole, double[] ofDraws, String reason) {

        static Measured of(
                Candidate candidate,
                TransferabilityScore score,
                TrialRunner runner,
                boolean areHalves,
                List<int[]> drawn) {
            Transferability whole = Transferability.none("it was not asked");
            if (areHalves) {
                int n = runner.labels().size();
                whole = runner.score(candidate, score, IntStream.range(0, n).toArray());
                if (whole instanceof Transferability.None) {
                    return new Measured(whole, new double[0], "");
                }
            }
            double[] values = new double[drawn.size()];
            for (int draw = 0; draw < values.length; draw++) {
                Transferability found = runner.score(candidate, score, drawn.get(draw));
                if (found instanceof Transferability.None none) {
                    String reason = "in draw " + (draw + 1) + ", " + none.reason();
                    return new Measured(areHalves ? whole : Transferability.none(reason), new double[0], reason);
                }
                values[draw] = ((Transferability.Value) found).number();
            }
            Transferability value = areHalves
                    ? whole
                    : Transferability.of(Arrays.stream(values).average().orElse(Double.NaN));
            return new Measured(value, values.length < 2 ? new double[0] : values, "one draw has no interval");
        }

        OptionalDouble value() {
            return whole instanceof Transferability.Value value
                    ? OptionalDouble.of(value.number())
                    : OptionalDouble.empty();
        }

        boolean hasDraws() {
            return ofDraws.length > 0;
        }

        Estimate estimate(Resampling resampling) {
            if (whole instanceof Transferability.Value value) {
                return hasDraws()
                        ? Resampling.estimate(value.number(), resampling.replicates(value.number(), ofDraws))
                        : Estimate.withoutInterval(value.number(), reason);
            }
            return Estimate.none(((Transferability.None) whole).reason());
        }
    }
}
