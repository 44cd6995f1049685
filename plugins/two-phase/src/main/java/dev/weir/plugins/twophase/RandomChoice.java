package dev.weir.plugins.twophase;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.api.selection.TrialRunner;
import dev.weir.plugins.twophase.Tournament.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.pf4j.Extension;

/**
 * Draws a candidate and trains it to the end; the next one where it fails. What every other selector has to beat.
 *
 * @param epochs for which it is trained
 */
@Extension
@Name("random")
@Doc("fine-tunes one candidate, drawn at random, to the end")
public record RandomChoice(
        @Default("5") @Doc("epochs for which the drawn candidate is fine-tuned; at least 1")
        int epochs) implements ModelSelector {

    public RandomChoice {
        Schedule.ofTrials(epochs, epochs);
    }

    @Override
    public Set<Need> needs() {
        return Set.of();
    }

    @Override
    public Selection select(SelectionTask task, TrialRunner runner, Progress progress) {
        List<Candidate> drawn = new ArrayList<>(task.candidates());
        SplittableRandom random = new SplittableRandom(task.seed());
        for (int i = drawn.size() - 1; i > 0; i--) {
            Candidate other = drawn.set(random.nextInt(i + 1), drawn.get(i));
            drawn.set(i, other);
        }
        List<Selection.Ranked> ranking = new ArrayList<>();
        List<Selection.Ranked> failed = new ArrayList<>();
        List<SelectionTrace.Trial> trials = new ArrayList<>();
        for (Candidate candidate : drawn) {
            if (!ranking.isEmpty()) {
                ranking.add(new Selection.Ranked(
                        candidate.name(), Estimate.none("it was not drawn"), Estimate.none("it was not trained")));
                continue;
            }
            Tournament one = new Tournament(
                    runner, new Schedule(epochs, epochs), (standing, epoch, began, predictions) -> Map.of(), progress);
            Standing standing = one.run(List.of(candidate)).get(0);
            trials.addAll(one.trials());
            (standing.hasFailed() ? failed : ranking).add(Trained.ranked(standing));
        }
        List<String> recalled =
                ranking.stream().limit(1).map(Selection.Ranked::name).toList();
        ranking.addAll(failed);
        return new Selection(
                ranking,
                Map.of(),
                List.of(),
                recalled,
                new SelectionTrace(SelectionTrace.Clustering.NONE, List.of(), trials, List.of()));
    }
}
