package dev.weir.api.selection;

import dev.weir.api.metrics.Interval;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A number with its 95% interval where there is one, or the reason why there is no number. */
public final class Estimate {
    private final double value;
    private final @Nullable Interval interval;
    private final String reason;

    private Estimate(double value, @Nullable Interval interval, String reason) {
        this.value = value;
        this.interval = interval;
        this.reason = reason;
    }

    /** A finite number with its interval. */
    public static Estimate of(double value, Interval interval) {
        return new Estimate(requireFinite(value), interval, "");
    }

    /** A finite number, and why there is no interval. */
    public static Estimate withoutInterval(double value, String reason) {
        return new Estimate(requireFinite(value), null, reason);
    }

    /** No number, and why. */
    public static Estimate none(String reason) {
        return new Estimate(Double.NaN, null, reason);
    }

    private static double requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("an estimate must be finite, got " + value);
        }
        return value;
    }

    public OptionalDouble value() {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    public Optional<Interval> interval() {
        return Optional.ofNullable(interval);
    }

    /** Why the number, or its interval, is missing; empty when both are there. */
    public String reason() {
        return reason;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Estimate that
                && Double.compare(value, that.value) == 0
                && Objects.equals(interval, that.interval)
                && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, interval, reason);
    }

    @Override
    public String toString() {
        return Double.isNaN(value) ? "none: " + reason : value + (interval == null ? "" : " " + interval);
    }
}
