package dev.weir.runtime.cascade;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which of the tried settings is used: of those that hold the accuracy floor on the validation split the one
 * with the highest {@code s_d} there, of equal ones the first.
 *
 * @param chosen index of the setting; empty when the model stays as it was
 * @param note   what a reader should know of the choice; may be empty
 */
record TuneChoice(OptionalInt chosen, String note) {

    /**
     * What a model measured on the validation split.
     *
     * @param accuracy alone; empty where training failed
     * @param sd       empty where it is undefined
     */
    record Measured(OptionalDouble accuracy, OptionalDouble sd) {}

    /**
     * Chooses.
     *
     * @param untuned the model as it was
     * @param tried   the settings in order; at least one
     * @param maxDrop how far below the untuned accuracy the floor lies
     */
    static TuneChoice of(Measured untuned, List<Measured> tried, double maxDrop) {
        double floor = floor(untuned, maxDrop);
        OptionalInt best = OptionalInt.empty();
        int holding = 0;
        for (int i = 0; i < tried.size(); i++) {
            if (!holds(tried.get(i), floor)) {
                continue;
            }
            holding++;
            OptionalDouble sd = tried.get(i).sd();
            boolean isBetter = best.isEmpty()
                    || tried.get(best.getAsInt()).sd().getAsDouble() < sd.orElse(Double.NEGATIVE_INFINITY);
            if (tried.size() == 1 || (sd.isPresent() && isBetter)) {
                best = OptionalInt.of(i);
            }
        }
        if (holding == 0) {
            return new TuneChoice(
                    best,
                    "the model stays untuned: "
                            + (tried.size() == 1 ? "the setting falls" : "all " + tried.size() + " settings fall")
                            + " below the accuracy floor on the validation split");
        }
        if (best.isEmpty()) {
            return new TuneChoice(
                    best,
                    "the model stays untuned: no setting can be chosen by s_d, which is undefined on the validation"
                            + " split");
        }
        OptionalDouble sd = tried.get(best.getAsInt()).sd();
        return new TuneChoice(
                best,
                sd.isPresent()
                                && untuned.sd().isPresent()
                                && sd.getAsDouble() < untuned.sd().getAsDouble()
                        ? "on the validation split the untuned model has a higher s_d"
                        : "");
    }

    /** The lowest accuracy of a setting that may be used. */
    static double floor(Measured untuned, double maxDrop) {
        return untuned.accuracy().orElse(0) - maxDrop;
    }

    /** Whether a setting may be used; a difference of rounding is none. */
    static boolean holds(Measured tried, double floor) {
        return tried.accuracy().isPresent() && tried.accuracy().getAsDouble() >= floor - 1e-12;
    }

    /** Whether a setting was measured to cost too much. */
    static boolean isBelow(Measured tried, double floor) {
        return tried.accuracy().isPresent() && !holds(tried, floor);
    }
}
