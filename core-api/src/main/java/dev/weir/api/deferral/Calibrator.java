package dev.weir.api.deferral;

import dev.weir.api.Labels;
import dev.weir.api.Logits;

/**
 * Changes a model's logits so that its probabilities come true, before anything is scored or averaged.
 *
 * <p>A calibrator is immutable and thread-safe and never changes the logits it is given. What it learns it
 * learns from the calibration split alone, through {@link #fitted}; a fitted calibrator is a record again,
 * whose settings hold what was learned, so that it can be stored and served.
 */
public interface Calibrator {

    /**
     * The same calibrator with what it learns; itself where it has learned already.
     *
     * @param logits of the calibration split, {@code n x k}
     * @param labels the true classes of the {@code n} rows
     * @throws IllegalArgumentException when nothing can be learned from them: the message says why and what
     *     to change
     */
    Calibrator fitted(Logits logits, Labels labels);

    /**
     * Changes logits of {@code n} examples; {@code n} may be 0.
     *
     * @return finite logits of the same rows and classes; a row alone comes out as in its batch
     * @throws IllegalStateException when the calibrator has learned nothing yet
     */
    Logits apply(Logits logits);
}
