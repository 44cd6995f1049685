package dev.weir.runtime.benchmark;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well two lists of finite numbers agree, in [-1, 1]; empty where one of them is constant or has fewer than two
 * numbers.
 */
final class Correlation {
    private Correlation() {}

    /** Pearson's correlation. */
    static OptionalDouble pearson(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }
        return isConstant(x) || isConstant(y) ? OptionalDouble.empty() : bounded(xy / (Math.sqrt(xx) * Math.sqrt(yy)));
    }

    /** Kendall's tau-b: pairs in the same order less pairs in the other, over pairs that are not tied. */
    static OptionalDouble kendall(double[] x, double[] y) {
        return tau(x, y, (i, j) -> 1);
    }

    /**
     * Kendall's tau with additive hyperbolic weights: a pair weighs the sum of {@code 1 / (1 + rank)} of its two,
     * ranks from 0 for the largest. The mean of ranking by {@code x} and by {@code y}, ties broken by the other.
     *
     * @see <a href="https://arxiv.org/abs/1404.3325">Vigna, A Weighted Correlation Index for Rankings with Ties, WWW
     *     2015</a>
     */
    static OptionalDouble weightedKendall(double[] x, double[] y) {
        double[] byX = weights(x, y);
        double[] byY = weights(y, x);
        OptionalDouble first = tau(x, y, (i, j) -> byX[i] + byX[j]);
        OptionalDouble second = tau(x, y, (i, j) -> byY[i] + byY[j]);
        return first.isEmpty() || second.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((first.getAsDouble() + second.getAsDouble()) / 2);
    }

    /** By example: the weight of its rank. */
    private static double[] weights(double[] by, double[] then) {
        int[] order = IntStream.range(0, by.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -by[i]).thenComparingDouble(i -> -then[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] weights = new double[by.length];
        for (int rank = 0; rank < order.length; rank++) {
            weights[order[rank]] = 1.0 / (1 + rank);
        }
        return weights;
    }

    /** The weight of a pair. */
    @FunctionalInterface
    private interface PairWeight {
        double of(int i, int j);
    }

    private static OptionalDouble tau(double[] x, double[] y, PairWeight weight) {
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                int signX = (int) Math.signum(x[i] - x[j]);
                int signY = (int) Math.signum(y[i] - y[j]);
                double w = weight.of(i, j);
                xy += w * signX * signY;
                xx += w * signX * signX;
                yy += w * signY * signY;
            }
        }
        return xx > 0 && yy > 0 ? bounded(xy / Math.sqrt(xx * yy)) : OptionalDouble.empty();
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).distinct().count() < 2;
    }

    /** Rounding may lead a little out of the range. */
    private static OptionalDouble bounded(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(Math.max(-1, Math.min(1, value))) : OptionalDouble.empty();
    }
}
