package dev.weir.api.selection;

import dev.weir.api.Experimental;
import dev.weir.api.Labels;

/**
 * What a selector may ask of candidates. One at a time is opened, and closed again before the next; what it put out is
 * kept, so asking for another score or other rows of it asks no model.
 *
 * <p>What fails is answered with a reason and stops nothing.
 */
@Experimental
public interface TrialRunner {

    /** The classes of the examples on which candidates are scored, in row order: the target's train split. */
    Labels labels();

    /**
     * Scores a candidate on some of the examples.
     *
     * @param ascending their row numbers, each greater than the one before
     */
    Transferability score(Candidate candidate, TransferabilityScore score, int[] ascending);

    /**
     * Trains a candidate on for some epochs more, from where its last trial left it. A trial that fails is charged for
     * the epochs that it began, and fails whenever it is asked again, for no further charge.
     *
     * @param epochs at least 1; the meter counts those that were run
     * @return its accuracy on the validation split after them, or why it could not be trained
     */
    Estimate train(Candidate candidate, int epochs);

    /** The epoch meter: how many epochs all trials took until now. */
    int epochs();
}
