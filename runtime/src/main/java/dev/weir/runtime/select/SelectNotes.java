package dev.weir.runtime.select;

import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Selection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a reader of a ranking has to know that its numbers do not say. */
final class SelectNotes {
    private SelectNotes() {}

    /** The notes on a selection. */
    static List<String> of(Selection selection) {
        List<String> notes = new ArrayList<>();
        if (selection.ranking().size() == 1) {
            notes.add("There is one candidate: nothing was compared.");
        }
        alike(selection, notes);
        selection.ranking().forEach(ranked -> missing(ranked, selection, notes));
        return notes;
    }

    /** Candidates with the same number under every score, each of which is there. */
    private static void alike(Selection selection, List<String> notes) {
        Map<List<Double>, List<String>> byScores = new LinkedHashMap<>();
        for (Selection.Ranked ranked : selection.ranking()) {
            List<Double> scores = new ArrayList<>();
            selection
                    .scores()
                    .values()
                    .forEach(of -> of.getOrDefault(ranked.name(), Estimate.none(""))
                            .value()
                            .ifPresent(scores::add));
            if (!scores.isEmpty() && scores.size() == selection.scores().size()) {
                byScores.computeIfAbsent(scores, key -> new ArrayList<>()).add(ranked.name());
            }
        }
        for (List<String> names : byScores.values()) {
            if (names.size() > 1) {
                notes.add(
                        String.join(", ", names) + " have the same value under every score: are they the same model?");
            }
        }
    }

    /** Why scores other than the one that ranks have no value for a candidate; one line for each reason. */
    private static void missing(Selection.Ranked ranked, Selection selection, List<String> notes) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        selection.scores().forEach((score, estimates) -> {
            Estimate estimate = estimates.get(ranked.name());
            if (estimate != null
                    && estimate.value().isEmpty()
                    && !estimate.reason().equals(reason(ranked.score()))) {
                byReason.computeIfAbsent(estimate.reason(), key -> new ArrayList<>())
                        .add(score);
            }
        });
        byReason.forEach(
                (reason, scores) -> notes.add(ranked.name() + " has no " + String.join(", ", scores) + ": " + reason));
    }

    private static String reason(Estimate estimate) {
        OptionalDouble value = estimate.value();
        return value.isPresent() ? "" : estimate.reason();
    }
}
