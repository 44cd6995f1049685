package dev.weir.runtime.benchmark;

import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.config.SettingText;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.select.RecordedTrainings;
import dev.weir.runtime.select.Trainings;
import dev.weir.runtime.select.Trials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Lets selectors choose on every target by the histories that were recorded: the target is left out of the matrix, and
 * its histories are the trials. Candidates that failed on a target have no part.
 *
 * @param selectors   in the order of the file
 * @param proxyCharge epochs that a score counts for
 * @param epochs      of fine-tuning, after which accuracies were measured
 * @param components  where scores come from
 */
record SelectorJudge(
        List<ModelSelector> selectors,
        double proxyCharge,
        int epochs,
        Function<TransferabilityScore, Component> components) {

    /**
     * What the selectors came to on a target.
     *
     * @param results of all targets
     * @param labels  of the target's train split
     * @param seed    for the draws of the selectors
     */
    List<SelectorTrial> on(
            TargetResult target, List<TargetResult> results, Labels labels, Trials.Asking asking, long seed) {
        List<Candidate> able = able(results);
        List<SelectorTrial> trials = new ArrayList<>();
        if (able.isEmpty()) {
            return trials;
        }
        PerformanceMatrix matrix = matrix(able, results).without(target.target());
        RecordedTrainings recorded = recorded(able, target);
        List<String> names = SettingText.names(selectors);
        for (int i = 0; i < selectors.size(); i++) {
            Trials runner = new Trials(labels, asking, recorded, components);
            Selection selection =
                    selectors.get(i).select(new SelectionTask(able, matrix, seed), runner, Progress.SILENT);
            trials.add(trial(names.get(i), selectors.get(i), selection, runner, recorded));
        }
        return trials;
    }

    private SelectorTrial trial(
            String name, ModelSelector selector, Selection selection, Trials runner, RecordedTrainings recorded) {
        String best = recorded.finals().entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElseThrow();
        double most = recorded.accuracy(best).orElseThrow();
        String chosen = selection.chosen().orElse("");
        double accuracy = recorded.accuracy(chosen).orElse(Double.NaN);
        return new SelectorTrial(
                name,
                chosen,
                accuracy,
                most - accuracy,
                selector.epochs() == 0 && !chosen.isEmpty() ? epochs : runner.epochs(),
                proxyCharge * runner.scored(),
                accuracy == most ? "" : lost(best, selection),
                selection.trace().notes());
    }

    private static String lost(String best, Selection selection) {
        Optional<SelectionTrace.Trial> dropped = selection.trace().trials().stream()
                .filter(trial ->
                        trial.candidate().equals(best) && !trial.dropped().isEmpty())
                .findFirst();
        if (dropped.isPresent()) {
            return best + " was dropped after epoch " + dropped.get().epoch() + ": "
                    + dropped.get().dropped();
        }
        return best + (selection.recalled().contains(best) ? " came out lower" : " was not recalled");
    }

    private static List<Candidate> able(List<TargetResult> results) {
        return results.get(0).candidates().stream()
                .map(TargetResult.Candidate::name)
                .filter(name -> results.stream()
                        .allMatch(result -> result.finished().stream()
                                .anyMatch(candidate -> candidate.name().equals(name))))
                .map(name -> new Candidate(name, Map.of()))
                .toList();
    }

    private static PerformanceMatrix matrix(List<Candidate> able, List<TargetResult> results) {
        return new PerformanceMatrix(
                able.stream().map(Candidate::name).toList(),
                results.stream().map(TargetResult::target).toList(),
                results.stream()
                        .map(result -> able.stream()
                                .map(candidate ->
                                        cell(result, candidate).accuracy().orElseThrow())
                                .toList())
                        .toList(),
                results.stream()
                        .map(result -> able.stream()
                                .map(candidate -> cell(result, candidate).validation())
                                .toList())
                        .toList());
    }

    private static RecordedTrainings recorded(List<Candidate> able, TargetResult target) {
        Map<String, Trainings.History> histories = new TreeMap<>();
        Map<String, Double> finals = new TreeMap<>();
        for (Candidate candidate : able) {
            Cell cell = cell(target, candidate);
            histories.put(candidate.name(), new Trainings.History(cell.validation(), ""));
            finals.put(candidate.name(), cell.accuracy().orElseThrow());
        }
        return new RecordedTrainings(histories, finals);
    }

    private static Cell cell(TargetResult result, Candidate candidate) {
        return result.candidates().stream()
                .filter(of -> of.name().equals(candidate.name()))
                .findFirst()
                .orElseThrow()
                .cell();
    }
}
