package dev.weir.runtime.config;

import java.util.Optional;
import java.util.Set;

/**
 * One run of a file that asks for several.
 *
 * @param variant       the variant's name; empty where the file has none
 * @param seed          the run's seed
 * @param file          the file as if it asked for this run alone
 * @param overlayPlaces where the nodes of the variant stand
 */
public record Repeat(Optional<String> variant, long seed, YamlFile file, Set<String> overlayPlaces) {

    public Repeat {
        overlayPlaces = Set.copyOf(overlayPlaces);
    }

    /** The name of its folder: {@code wide-3}. */
    public String name() {
        return variant.orElse("run") + "-" + seed;
    }

    /** A mistake of the run's file, with the path at which it stands in the file that was given. */
    public Problem located(Problem problem) {
        return variant.isPresent() && overlayPlaces.contains(problem.place())
                ? new Problem(
                        problem.place(),
                        "variants." + variant.get() + "." + problem.path(),
                        problem.message(),
                        problem.remedy())
                : problem;
    }
}
