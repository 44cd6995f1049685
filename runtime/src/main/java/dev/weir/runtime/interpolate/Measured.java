package dev.weir.runtime.interpolate;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.metrics.Interval;
import dev.weir.runtime.job.Metrics;
import dev.weir.runtime.model.Networks;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How often something was right on the test split.
 *
 * @param name     for people
 * @param right    answers; empty where there are none, for the reason
 * @param n        examples
 * @param reason   why there are none; may be empty where there are
 * @param isOracle whether it knows the labels
 * @param forwards forward passes for an example; empty where nothing was run
 * @param notes    what readers should know of how it came about
 */
record Measured(
        String name,
        Optional<Integer> right,
        int n,
        String reason,
        boolean isOracle,
        OptionalDouble forwards,
        List<String> notes) {

    static Measured of(String name, Logits logits, Labels labels, double forwards) {
        return new Measured(
                name,
                Optional.of(Networks.right(logits, labels)),
                labels.size(),
                "",
                false,
                OptionalDouble.of(forwards),
                List.of());
    }

    static Measured oracle(String name, int right, int n) {
        return new Measured(name, Optional.of(right), n, "", true, OptionalDouble.empty(), List.of());
    }

    static Measured none(String name, int n, String reason) {
        return new Measured(name, Optional.empty(), n, reason, false, OptionalDouble.empty(), List.of());
    }

    Measured noting(List<String> more) {
        return new Measured(name, right, n, reason, isOracle, forwards, more);
    }

    /** Adds the accuracy and the notes to a group of metrics. */
    Metrics put(Metrics metrics) {
        if (!notes.isEmpty()) {
            notes.forEach(metrics.node().putArray("notes")::add);
        }
        return right.isPresent()
                ? metrics.put("accuracy", right.get() / (double) n, Interval.ofShare(right.get(), n))
                : metrics.missing("accuracy", reason);
    }
}
