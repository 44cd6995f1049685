package dev.weir.runtime.benchmark;

import dev.weir.api.metrics.Interval;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How one model did on one target.
 *
 * @param key        names all that it depends on
 * @param right      how many examples of the test split it got right after the last epoch
 * @param examples   of the test split; 0 while it is not finished or where it failed
 * @param validation accuracies on the validation split, by epoch
 * @param failed     why there is no result; empty where there is one
 */
record Cell(String key, int right, int examples, List<Double> validation, String failed) {

    Cell {
        validation = List.copyOf(validation);
        if (right < 0 || right > examples) {
            throw new IllegalArgumentException(right + " right of " + examples);
        }
    }

    static Cell unfinished(String key, List<Double> validation) {
        return new Cell(key, 0, 0, validation, "");
    }

    static Cell failed(String key, List<Double> validation, String reason) {
        return new Cell(key, 0, 0, validation, reason);
    }

    boolean isFinished() {
        return examples > 0 || !failed.isEmpty();
    }

    /** The accuracy on the test split; empty where it is not known. */
    OptionalDouble accuracy() {
        return examples == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) right / examples);
    }

    /** Its 95% interval; only where it is known. */
    Interval interval() {
        return Interval.ofShare(right, examples);
    }
}
