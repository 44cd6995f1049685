package dev.weir.runtime.report;

import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** An object of the report that holds metrics, with the 95% intervals and the reasons that stand beside them. */
record Metrics(JsonNode values, JsonNode intervals, JsonNode reasons) {

    static Metrics of(JsonNode values) {
        return new Metrics(values, values.path("intervals"), values.path("reasons"));
    }

    /** The metrics under a key, such as the risks of {@code coverageAtRisk}; empty where there is no such key. */
    Metrics at(String key) {
        JsonNode inner = values.path(key);
        return new Metrics(
                inner,
                inner.has("intervals") ? inner.path("intervals") : intervals.path(key),
                inner.has("reasons") ? inner.path("reasons") : reasons.path(key));
    }

    /** Whether the key is there, be it with a null. */
    boolean has(String key) {
        return values.has(key);
    }

    OptionalDouble value(String key) {
        return number(values.path(key));
    }

    Optional<Interval> interval(String key) {
        JsonNode ends = intervals.path(key);
        OptionalDouble low = number(ends.path(0));
        OptionalDouble high = number(ends.path(1));
        return low.isPresent() && high.isPresent()
                ? Optional.of(new Interval(low.getAsDouble(), high.getAsDouble()))
                : Optional.empty();
    }

    /** Why the key holds a null; one reason may stand for a whole group of keys. */
    Optional<String> reason(String key) {
        JsonNode reason = reasons.isString() ? reasons : reasons.path(key);
        return reason.isString() ? Optional.of(reason.stringValue()) : Optional.empty();
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.doubleValue()) : OptionalDouble.empty();
    }

    /** Both ends of a 95% interval. */
    record Interval(double low, double high) {

        boolean overlaps(Interval other) {
            return low <= other.high && other.low <= high;
        }
    }
}
