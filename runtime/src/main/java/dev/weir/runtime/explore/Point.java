package dev.weir.runtime.explore;

import dev.weir.api.metrics.Interval;
import java.util.Optional;

/**
 * A candidate that is shown, with what it does on the test split.
 *
 * @param name      of its file
 * @param candidate what was chosen
 * @param test      what it does there
 * @param interval  of its quality there
 * @param reference the model alone that does best on the calibration split among those that cost no more; empty for
 *                  models alone
 */
record Point(String name, Candidate candidate, Measured test, Interval interval, Optional<Reference> reference) {

    /**
     * A model alone that a point is compared with.
     *
     * @param model its name
     * @param test  what it does on the test split
     */
    record Reference(String model, Measured test) {}
}
