package dev.weir.plugins.twophase;

import dev.weir.api.Progress;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.SelectionTrace;
import dev.weir.api.selection.TrialRunner;
import dev.weir.plugins.twophase.Tournament.Standing;
import java.util.List;
import java.util.Map;

/** Selections by trials of all candidates alone. */
final class Trained {
    private Trained() {}

    static Selection all(
            SelectionTask task,
            TrialRunner runner,
            Schedule schedule,
            Tournament.Dropping dropping,
            Progress progress) {
        Tournament tournament = new Tournament(runner, schedule, dropping, progress);
        List<Standing> standings = tournament.run(task.candidates());
        return new Selection(
                standings.stream().map(Trained::ranked).toList(),
                Map.of(),
                List.of(),
                standings.stream()
                        .filter(standing -> !standing.hasFailed())
                        .map(Standing::name)
                        .toList(),
                new SelectionTrace(SelectionTrace.Clustering.NONE, List.of(), tournament.trials(), List.of()));
    }

    static Selection.Ranked ranked(Standing standing) {
        return new Selection.Ranked(standing.name(), standing.accuracy(), standing.accuracy());
    }
}
