package dev.weir.plugins.twophase;

import java.util.Map;
import java.util.TreeMap;

/** How a proxy's values become the factors of recall scores. */
public enum ProxyScale {
    /** The exponential: of a mean log-likelihood, such as LEEP's, the likelihood in (0, 1]. */
    EXP,
    /** The place between the lowest and the highest value asked, in [0, 1]; 1 where all are equal. */
    MIN_MAX;

    Map<String, Double> of(Map<String, Double> values) {
        double lowest =
                values.values().stream().mapToDouble(value -> value).min().orElse(0);
        double highest =
                values.values().stream().mapToDouble(value -> value).max().orElse(0);
        Map<String, Double> scaled = new TreeMap<>();
        values.forEach((name, value) -> scaled.put(name, scaled(value, lowest, highest)));
        return scaled;
    }

    private double scaled(double value, double lowest, double highest) {
        if (this == EXP) {
            return Math.exp(value);
        }
        return lowest == highest ? 1 : (value - lowest) / (highest - lowest);
    }
}
