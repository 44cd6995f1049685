package dev.weir.plugins.transferability;

import dev.weir.api.selection.Transferability;
import java.util.function.Supplier;

/** A score has no value, for the reason in its message. */
final class Undefined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Undefined(String reason) {
        super(reason, null, false, false); // an answer, not a failure: no trace
    }

    /** A computed value, or why it is undefined. */
    static Transferability orValue(Supplier<Double> score) {
        try {
            return Transferability.of(score.get());
        } catch (Undefined undefined) {
            return Transferability.none(String.valueOf(undefined.getMessage()));
        } catch (ArithmeticException failure) {
            return Transferability.none(String.valueOf(failure.getMessage()));
        }
    }

    static void requireClasses(TargetClasses classes) {
        if (classes.size() < 2) {
            throw new Undefined("the examples are all of one class");
        }
    }

    static void requireFinite(double sum, String what) {
        if (!Double.isFinite(sum)) {
            throw new Undefined("the " + what + " are not finite, or too large to be squared");
        }
    }
}
