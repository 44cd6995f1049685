package dev.weir.api.selection;

/** What a score says of a candidate: a number, higher = better, or why there is none. */
public sealed interface Transferability {

    /**
     * A score's value.
     *
     * @param number finite; higher is better. The scale is the score's own: compare values of one score only
     */
    record Value(double number) implements Transferability {

        public Value {
            if (!Double.isFinite(number)) {
                throw new IllegalArgumentException("a score's value must be finite, got " + number);
            }
        }
    }

    /**
     * No value; such a candidate is ranked last.
     *
     * @param reason why, as a clause without a capital letter and a full stop
     */
    record None(String reason) implements Transferability {

        public None {
            if (reason.isBlank()) {
                throw new IllegalArgumentException("a missing score must have a reason");
            }
        }
    }

    /** A value; where the number is not finite, none. */
    static Transferability of(double number) {
        return Double.isFinite(number) ? new Value(number) : none("the score came out as " + number);
    }

    static Transferability none(String reason) {
        return new None(reason);
    }
}
