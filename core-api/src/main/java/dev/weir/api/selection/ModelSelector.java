package dev.weir.api.selection;

import dev.weir.api.Experimental;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import java.util.Set;

/**
 * Chooses among the models of a zoo the one that is worth fine-tuning on a target.
 *
 * <p>A selector is immutable, and a deterministic function of the task and of what the runner answered: the same
 * answers give the same selection. A candidate that fails is ranked last, with the reason.
 */
@Experimental
public interface ModelSelector {

    /** What its scores read of a candidate; it is fetched once for each, and nothing else. */
    Set<Need> needs();

    /** For how many epochs it trains a candidate at most; 0 where it trains none. */
    default int epochs() {
        return 0;
    }

    /**
     * Refuses a task before anything is asked of a candidate.
     *
     * @throws IllegalArgumentException when the settings do not fit the task: the message begins with the setting
     */
    default void check(SelectionTask task) {}

    /**
     * Ranks the candidates.
     *
     * @throws IllegalArgumentException when the settings do not fit the task: the message begins with the setting
     */
    Selection select(SelectionTask task, TrialRunner runner, Progress progress);
}
