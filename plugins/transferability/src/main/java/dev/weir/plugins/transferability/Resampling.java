package dev.weir.plugins.transferability;

import dev.weir.api.metrics.Interval;
import dev.weir.api.selection.Estimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far the scores of candidates can be trusted, from the same draws of examples for all of them.
 *
 * <p>Where a draw takes some of the examples, a value is the mean over the draws, and its replicates are means over
 * draws drawn anew with replacement. Where all examples are used, the value is the score on all of them, and a
 * replicate differs from it as one draw of a random half differs from the mean half: drawing half of the examples
 * without replacement varies as much as drawing all of them anew. A 95% interval lies between the 0.025 and 0.975
 * quantiles of the replicates; two candidates can be told apart when that of their difference excludes 0.
 */
final class Resampling {
    private static final int REPLICATES = 1000;

    /** Draws of each replicate: one where they are halves. */
    private final int[][] drawn;

    private final double widening;
    private final boolean areHalves;

    /**
     * A plan for all candidates.
     *
     * @param draws     at least 2
     * @param areHalves whether the value is the score on all examples
     */
    Resampling(int draws, boolean areHalves, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        this.areHalves = areHalves;
        this.widening = Math.sqrt(draws / (draws - 1.0)); // draws vary less around their own mean
        this.drawn = new int[REPLICATES][areHalves ? 1 : draws];
        for (int[] replicate : drawn) {
            Arrays.setAll(replicate, i -> random.nextInt(draws));
        }
    }

    /** The replicates of a value with these scores of the draws. */
    double[] replicates(double value, double[] ofDraws) {
        double mean = Arrays.stream(ofDraws).average().orElse(0);
        double[] replicates = new double[REPLICATES];
        for (int i = 0; i < REPLICATES; i++) {
            double sum = 0;
            for (int draw : drawn[i]) {
                sum += ofDraws[draw] - mean;
            }
            replicates[i] = value + (areHalves ? widening : 1) * sum / drawn[i].length;
        }
        return replicates;
    }

    static Estimate estimate(double value, double[] replicates) {
        return Estimate.of(value, Interval.ofBootstrap(replicates));
    }

    /**
     * Groups of candidates that cannot be told apart from the best of their group, the best group first.
     *
     * @param values     by candidate
     * @param replicates by candidate; a candidate without any is alone but for equal values
     */
    static List<List<String>> groups(Map<String, Double> values, Map<String, double[]> replicates) {
        List<String> ranked = new ArrayList<>(values.keySet());
        ranked.sort(Comparator.comparingDouble((String name) -> -values.getOrDefault(name, 0.0))
                .thenComparing(Comparator.naturalOrder()));
        Map<String, List<String>> groups = new LinkedHashMap<>();
        String best = "";
        for (String name : ranked) {
            if (groups.isEmpty() || isApart(best, name, values, replicates)) {
                best = name;
                groups.put(best, new ArrayList<>());
            }
            groups.getOrDefault(best, new ArrayList<>()).add(name);
        }
        return List.copyOf(groups.values());
    }

    private static boolean isApart(
            String best, String other, Map<String, Double> values, Map<String, double[]> replicates) {
        double[] ofBest = replicates.getOrDefault(best, new double[0]);
        double[] ofOther = replicates.getOrDefault(other, new double[0]);
        if (ofBest.length == 0 || ofOther.length == 0) {
            return !values.getOrDefault(best, 0.0).equals(values.getOrDefault(other, 0.0));
        }
        double[] differences = new double[ofBest.length];
        Arrays.setAll(differences, i -> ofBest[i] - ofOther[i]);
        Interval interval = Interval.ofBootstrap(differences);
        return interval.low() > 0 || interval.high() < 0;
    }
}
