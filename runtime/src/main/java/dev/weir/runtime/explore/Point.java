package dev.weir.runtime.explore;

import java.util.Optional;

/**
 * A candidate that is shown: on the calibration split, where it was chosen, and on the test split.
 *
 * @param name        of its file
 * @param candidate   what was chosen
 * @param calibration what it does there
 * @param test        what it does there
 * @param reference   the model alone that does best on the calibration split among those that cost no more; empty for
 *                    models alone
 */
record Point(String name, Candidate candidate, Measured calibration, Measured test, Optional<Reference> reference) {

    /**
     * A model alone that a point is compared with.
     *
     * @param model its name
     * @param test  what it does on the test split
     */
    record Reference(String model, Measured test) {}
}
