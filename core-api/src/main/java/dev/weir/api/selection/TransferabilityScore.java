package dev.weir.api.selection;

import dev.weir.api.Need;
import java.util.Set;

/**
 * Says, without fine-tuning it, how well a pre-trained model suits a labelled target: a cheap stand-in for its
 * accuracy after transfer.
 *
 * <p>A score is immutable and thread-safe, and a function of the evidence alone. Names of classes do not matter: other
 * numbers for the same classes give the same score.
 */
public interface TransferabilityScore {

    /** What it reads besides the labels; nothing else is computed for it. */
    Set<Need> needs();

    /**
     * How many numbers an example's {@linkplain Need#BLOCK_GRADIENTS gradients of the last block} are projected to
     * before this score reads them; 0 leaves them whole.
     */
    default int projection() {
        return 0;
    }

    /**
     * Scores a candidate.
     *
     * @param evidence what the score {@linkplain #needs() asked for}, of at least one example
     * @return a finite number, higher = better, comparable among candidates on the same examples; or the reason why
     *     there is none: labels of one class only, constant features, numbers that are not finite, probabilities
     *     that do not sum to one
     */
    Transferability score(Evidence evidence);
}
