package dev.weir.api.selection;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One model of a zoo.
 *
 * @param name  unique in the zoo
 * @param facts what is known of it without asking it, such as {@code source-accuracy}, by name; finite numbers
 */
public record Candidate(String name, Map<String, Double> facts) {

    public Candidate {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        facts.forEach((fact, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("facts." + fact + " must be finite, got " + value);
            }
        });
    }
}
