package dev.weir.runtime.benchmark;

import dev.weir.api.selection.Estimate;
import dev.weir.runtime.split.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What came out on one target.
 *
 * @param target     its name
 * @param classes    of it
 * @param examples   by split
 * @param candidates in the order of their names
 * @param sheet      what the scores said
 */
record TargetResult(
        String target, int classes, Map<String, Integer> examples, List<Candidate> candidates, ScoreSheet sheet) {

    /** Where a score or a guess looks at no example. */
    private static final String NOT_DRAWN = "it looks at no example of the target, so nothing is drawn";

    private static final String NO_DRAWS = "it has no value on some random half of the examples";

    /**
     * A candidate on this target.
     *
     * @param source         the data set that it was trained on first; empty where it came ready
     * @param tuned          what was trained on the target: {@code all weights} or {@code head}
     * @param parameters     its trained numbers
     * @param sourceAccuracy where it was trained first
     * @param elsewhere      mean accuracy on the other targets
     * @param cell           how it did
     */
    record Candidate(
            String name,
            String source,
            String tuned,
            OptionalDouble parameters,
            OptionalDouble sourceAccuracy,
            OptionalDouble elsewhere,
            Cell cell) {}

    /**
     * What a score or a trivial guess is worth.
     *
     * @param chosen   the candidate that is picked first
     * @param known    how many candidates have a value
     * @param measures empty where there is nothing to judge it by
     * @param reason   why there is nothing
     */
    record Judged(String name, String chosen, int known, Map<Measure, Estimate> measures, String reason) {}

    /** The candidates whose accuracy is known. */
    List<Candidate> finished() {
        return candidates.stream()
                .filter(candidate -> candidate.cell().accuracy().isPresent())
                .toList();
    }

    List<Judged> scores(int draws, long seed) {
        List<String> names = finished().stream().map(Candidate::name).toList();
        return sheet.scores().stream()
                .map(score -> {
                    double[][] byDraw = sheet.byDraw(score, names);
                    return judged(score, sheet.values(score, names), byDraw, NO_DRAWS, draws, seed);
                })
                .toList();
    }

    /** What could be guessed without looking at an example of the target. */
    List<Judged> baselines(int draws, long seed) {
        Map<String, double[]> guesses = new LinkedHashMap<>();
        guesses.put("by size", values(Candidate::parameters));
        guesses.put("by source accuracy", values(Candidate::sourceAccuracy));
        guesses.put("by mean accuracy on the other targets", values(Candidate::elsewhere));
        List<Judged> baselines = new ArrayList<>();
        guesses.forEach((name, values) -> baselines.add(judged(name, values, new double[0][], NOT_DRAWN, draws, seed)));
        if (finished().isEmpty()) {
            baselines.add(new Judged("random", "", 0, Map.of(), "no candidate was fine-tuned"));
        } else {
            baselines.add(new Judged(
                    "random", "", finished().size(), judge(draws, seed).ofChance(), ""));
        }
        return baselines;
    }

    private double[] values(Function<Candidate, OptionalDouble> of) {
        return finished().stream()
                .mapToDouble(candidate -> of.apply(candidate).orElse(Double.NaN))
                .toArray();
    }

    private Judge judge(int draws, long seed) {
        double[] accuracies = values(candidate -> candidate.cell().accuracy());
        return new Judge(accuracies, draws, Seeds.of(seed, "judge " + target));
    }

    private Judged judged(String name, double[] values, double[][] byDraw, String without, int draws, long seed) {
        int known = (int)
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
        if (known == 0) {
            String reason = candidates.stream()
                    .map(candidate -> sheet.scores().contains(name)
                            ? sheet.of(name, candidate.name()).reason()
                            : "")
                    .filter(text -> !text.isEmpty())
                    .distinct()
                    .collect(Collectors.joining("; "));
            return new Judged(name, "", 0, Map.of(), reason.isEmpty() ? "no candidate has a value" : reason);
        }
        return new Judged(
                name,
                finished().get(Agreement.order(values)[0]).name(),
                known,
                judge(draws, seed).of(values, byDraw, without),
                "");
    }
}
