package dev.weir.runtime.job;

import dev.weir.api.metrics.Interval;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A group of metrics of a report: each a bare number, its 95% interval under the same key in the sibling
 * {@code intervals}, the reason for a null in the sibling {@code reasons}. Never NaN.
 */
public final class Metrics {
    private final ObjectNode node = JsonNodeFactory.instance.objectNode();
    private final ObjectNode intervals = JsonNodeFactory.instance.objectNode();
    private final ObjectNode reasons = JsonNodeFactory.instance.objectNode();

    /** The node under construction, for what is not a metric. */
    public ObjectNode node() {
        return node;
    }

    public Metrics put(String key, double value) {
        requireFinite(key, value);
        node.put(key, value);
        return this;
    }

    public Metrics put(String key, double value, Interval interval) {
        intervals.set(key, array(interval));
        return put(key, value);
    }

    public Metrics put(String key, OptionalDouble value, String reason) {
        return value.isPresent() ? put(key, value.getAsDouble()) : missing(key, reason);
    }

    public Metrics put(String key, OptionalLong value, String reason) {
        if (value.isEmpty()) {
            return missing(key, reason);
        }
        node.put(key, value.getAsLong());
        return this;
    }

    public Metrics missing(String key, String reason) {
        node.putNull(key);
        reasons.put(key, reason);
        return this;
    }

    /** A metric at a level, such as coverage at risk 0.05: a number under the level under the key. */
    public Metrics putAt(String key, String level, double value, Interval interval) {
        requireFinite(key, value);
        node.withObjectProperty(key).put(level, value);
        intervals.withObjectProperty(key).set(level, array(interval));
        return this;
    }

    public Metrics putAt(String key, String level, double value) {
        requireFinite(key, value);
        node.withObjectProperty(key).put(level, value);
        return this;
    }

    public Metrics missingAt(String key, String level, String reason) {
        node.withObjectProperty(key).putNull(level);
        reasons.withObjectProperty(key).put(level, reason);
        return this;
    }

    /** Why the group has no intervals, though its metrics have values. */
    public Metrics withoutIntervals(String reason) {
        reasons.put("intervals", reason);
        return this;
    }

    private static tools.jackson.databind.node.ArrayNode array(Interval interval) {
        requireFinite("interval", interval.low());
        requireFinite("interval", interval.high());
        return JsonNodeFactory.instance.arrayNode().add(interval.low()).add(interval.high());
    }

    private static void requireFinite(String key, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException(key + " is " + value);
        }
    }

    /** The finished group. */
    public ObjectNode done() {
        node.set("intervals", intervals);
        node.set("reasons", reasons);
        return node;
    }
}
