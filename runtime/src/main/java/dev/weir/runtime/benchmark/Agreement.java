package dev.weir.runtime.benchmark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well the values that a score gave to candidates foretell their accuracies on one target.
 *
 * <p>Candidates without a value have no part in the correlations, and are picked last; ties go by the order of the
 * candidates, which is that of their names.
 *
 * @param pearson         correlation of values and accuracies
 * @param kendall         tau-b
 * @param weightedKendall tau with hyperbolic weights, in which the top of the rankings counts most
 * @param regretAt1       best accuracy less that of the candidate of the highest value; at least 0
 * @param regretAt3       best accuracy less the best among the three of the highest values; at least 0
 * @param picks           how many candidates, the highest values first, are looked at until one is the best; from 1
 */
record Agreement(
        OptionalDouble pearson,
        OptionalDouble kendall,
        OptionalDouble weightedKendall,
        double regretAt1,
        double regretAt3,
        int picks) {

    /**
     * The agreement on a target.
     *
     * @param values     by candidate; NaN where there is none
     * @param accuracies by candidate; at least one
     */
    static Agreement of(double[] values, double[] accuracies) {
        int[] known = IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        double[] x = IntStream.of(known).mapToDouble(i -> values[i]).toArray();
        double[] y = IntStream.of(known).mapToDouble(i -> accuracies[i]).toArray();
        int[] order = order(values);
        double best = Arrays.stream(accuracies).max().orElseThrow();
        return new Agreement(
                Correlation.pearson(x, y),
                Correlation.kendall(x, y),
                Correlation.weightedKendall(x, y),
                best - bestOf(order, accuracies, 1),
                best - bestOf(order, accuracies, 3),
                1
                        + IntStream.range(0, order.length)
                                .filter(place -> accuracies[order[place]] == best)
                                .findFirst()
                                .orElseThrow());
    }

    /** The candidates, the highest value first, those without any last. */
    static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> Double.isNaN(values[i])
                        ? Double.POSITIVE_INFINITY
                        : -values[i])) // stable: ties keep their order
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double bestOf(int[] order, double[] accuracies, int first) {
        return IntStream.of(order)
                .limit(first)
                .mapToDouble(i -> accuracies[i])
                .max()
                .orElseThrow();
    }
}
