package dev.weir.runtime.select;

import dev.weir.api.data.Examples;
import dev.weir.api.model.Model;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Selection;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * How good a choice is, by the test split, of which no selector was told.
 *
 * @param accuracy of the chosen candidate
 * @param finals   by candidate its accuracy, where all are recorded; else empty
 * @param whyNone  why a candidate that was not chosen has no accuracy
 */
record SelectEvaluation(Estimate accuracy, Map<String, Double> finals, String whyNone) {

    static SelectEvaluation of(
            Selection selection,
            Trials trials,
            Optional<LiveTrainings> live,
            Optional<RecordedTrainings> recorded,
            Optional<DataSet> target)
            throws IOException {
        if (recorded.isPresent()) {
            Map<String, Double> finals = recorded.get().finals();
            return new SelectEvaluation(
                    recorded(selection, finals), finals, "its accuracy on the test split is not recorded");
        }
        String whyNone = "no candidate was fine-tuned";
        if (live.isEmpty()) {
            return new SelectEvaluation(Estimate.none(whyNone), Map.of(), whyNone);
        }
        return new SelectEvaluation(
                live(selection, trials, live.get(), target), Map.of(), "it was not trained to the end");
    }

    private static Estimate recorded(Selection selection, Map<String, Double> finals) {
        return selection
                .chosen()
                .map(finals::get)
                .map(value -> Estimate.withoutInterval(value, "how many examples it was measured on is not known"))
                .orElseGet(() -> Estimate.none("it is not recorded"));
    }

    private static Estimate live(Selection selection, Trials trials, LiveTrainings live, Optional<DataSet> target)
            throws IOException {
        Optional<Examples> test = target.flatMap(data -> data.splits().find(SplitName.TEST));
        if (test.isEmpty() || test.get().size() == 0) {
            return Estimate.none("there is no test split");
        }
        String chosen = selection.chosen().orElse("");
        int epochs = trials.epochs(chosen);
        if (epochs == 0) {
            return Estimate.none("the chosen candidate was not fine-tuned");
        }
        try (Model model = live.after(chosen, epochs)) {
            return Answers.accuracy(model, test.get());
        }
    }

    /** The candidate that came out best; for comparison alone. Ties go by name. */
    Optional<String> best() {
        return finals.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** The accuracy of a candidate. */
    Estimate of(String candidate) {
        Double value = finals.get(candidate);
        return value == null
                ? Estimate.none(whyNone)
                : Estimate.withoutInterval(value, "how many examples it was measured on is not known");
    }
}
