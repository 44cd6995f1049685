package dev.weir.plugins.twophase;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.Progress;
import dev.weir.api.Require;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.TrialRunner;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Trains all candidates for a few epochs, keeps the better half by validation accuracy, rounded down, and so on until
 * one is left, which is trained to the end.
 *
 * @param epochs for which the chosen one is trained in all
 * @param step   epochs between two comparisons
 * @param eta    one in so many stays
 * @see <a href="https://arxiv.org/abs/1502.07943">Jamieson and Talwalkar, Non-stochastic best arm identification and
 *     hyperparameter optimization, AISTATS 2016</a>
 */
@Extension
@Name("successive-halving")
@Doc("fine-tunes all candidates and keeps the better half again and again")
@Paper("Jamieson and Talwalkar, Non-stochastic best arm identification and hyperparameter optimization, AISTATS 2016,"
        + " https://arxiv.org/abs/1502.07943")
public record SuccessiveHalving(
        @Default("5") @Doc("epochs for which the chosen candidate is fine-tuned in all; at least 1")
        int epochs,

        @Default("1") @Doc("epochs between two comparisons; at least 1")
        int step,

        @Default("2") @Doc("one in so many candidates stays, rounded down; at least 2")
        int eta)
        implements ModelSelector {

    public SuccessiveHalving {
        Schedule.ofTrials(epochs, step);
        Require.atLeast("eta", 2, eta);
    }

    @Override
    public Set<Need> needs() {
        return Set.of();
    }

    @Override
    public Selection select(SelectionTask task, TrialRunner runner, Progress progress) {
        return Trained.all(task, runner, new Schedule(epochs, step), new Halving(eta), progress);
    }
}
