package dev.weir.plugins.twophase;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.TrialRunner;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Trains every candidate to the end and takes the one with the highest accuracy on the validation split.
 *
 * @param epochs for which each is trained
 */
@Extension
@Name("brute-force")
@Doc("fine-tunes every candidate to the end")
public record BruteForce(
        @Default("5") @Doc("epochs for which every candidate is fine-tuned; at least 1")
        int epochs) implements ModelSelector {

    public BruteForce {
        Schedule.ofTrials(epochs, epochs);
    }

    @Override
    public Set<Need> needs() {
        return Set.of();
    }

    @Override
    public Selection select(SelectionTask task, TrialRunner runner, Progress progress) {
        return Trained.all(
                task,
                runner,
                new Schedule(epochs, epochs),
                (standing, epoch, began, predictions) -> Map.of(),
                progress);
    }
}
