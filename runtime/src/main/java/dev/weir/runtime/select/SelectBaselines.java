package dev.weir.runtime.select;

import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.runtime.split.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What could have been chosen without looking at the target: the largest model, the one that was best where it was
 * trained, the one that was best on benchmark sets, any.
 *
 * @param candidates of the zoo
 * @param matrix     may be empty
 * @param parameters of a candidate by its name, where they are known
 * @param seed       of the random order
 */
record SelectBaselines(
        List<Candidate> candidates, PerformanceMatrix matrix, Function<String, OptionalLong> parameters, long seed) {

    /**
     * One of them.
     *
     * @param ranking the candidates that it can rank, the best first; ties go by name
     * @param reason  why it ranks none; empty where it does
     */
    record Baseline(String name, List<String> ranking, String reason) {}

    List<Baseline> all() {
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(ranked("by size", this::size, "no candidate states its parameters"));
        baselines.add(ranked(
                "by source accuracy",
                candidate -> fact(candidate, "source-accuracy"),
                "no candidate has the fact source-accuracy"));
        if (!matrix.models().isEmpty()) {
            baselines.add(ranked(
                    "by mean accuracy in the matrix",
                    candidate -> matrix.meanAccuracy(candidate.name()),
                    "the matrix has no candidate"));
        }
        baselines.add(
                ranked( // a hash of seed and name: the same in any order of the candidates
                        "random",
                        candidate -> OptionalDouble.of((double) Seeds.of(seed, "random " + candidate.name())),
                        ""));
        return baselines;
    }

    private Baseline ranked(String name, Function<Candidate, OptionalDouble> value, String reason) {
        List<String> ranking = candidates.stream()
                .filter(candidate -> value.apply(candidate).isPresent())
                .sorted(Comparator.comparingDouble(
                                (Candidate candidate) -> -value.apply(candidate).orElseThrow())
                        .thenComparing(Candidate::name))
                .map(Candidate::name)
                .toList();
        return new Baseline(name, ranking, ranking.isEmpty() ? reason : "");
    }

    private OptionalDouble size(Candidate candidate) {
        OptionalDouble stated = fact(candidate, "parameters");
        OptionalLong own = parameters.apply(candidate.name());
        return stated.isEmpty() && own.isPresent() ? OptionalDouble.of((double) own.getAsLong()) : stated;
    }

    private static OptionalDouble fact(Candidate candidate, String name) {
        Double value = candidate.facts().get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
