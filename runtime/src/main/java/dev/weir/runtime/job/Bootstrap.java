package dev.weir.runtime.job;

import dev.weir.api.metrics.DeferralCurve;
import dev.weir.api.metrics.Interval;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Percentile intervals by seeded resampling; fewer resamples for more examples, at least a hundred. */
public final class Bootstrap {
    private static final long DRAWS = 20_000_000;

    private Bootstrap() {}

    /** How often {@code n} examples are resampled. */
    static int resamples(int n) {
        return (int) Math.max(100, Math.min(1000, DRAWS / Math.max(1, n)));
    }

    /**
     * The intervals of several numbers read off a risk-coverage curve.
     *
     * @param read gives as many numbers for each curve; a number may be NaN where a resample has none
     */
    public static Interval[] ofCurve(RiskCoverageCurve curve, long seed, Function<RiskCoverageCurve, double[]> read) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = read.apply(curve).length;
        int resamples = resamples(curve.examples());
        double[][] values = new double[width][resamples];
        for (int i = 0; i < resamples; i++) {
            double[] found = read.apply(curve.resample(random));
            for (int j = 0; j < width; j++) {
                values[j][i] = found[j];
            }
        }
        return Arrays.stream(values)
                .map(Bootstrap::withoutNaN)
                .map(Interval::ofBootstrap)
                .toArray(Interval[]::new);
    }

    /** The interval of {@code s_d}, from the resamples that have one. */
    public static Interval ofDeferral(DeferralCurve curve, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples(curve.examples())];
        for (int i = 0; i < values.length; i++) {
            values[i] = curve.resample(random).sd().orElse(Double.NaN);
        }
        return Interval.ofBootstrap(withoutNaN(values));
    }

    /** The interval of a number computed from rows drawn with replacement. */
    public static Interval ofRows(int n, long seed, ToDoubleFunction<int[]> statistic) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples(n)];
        int[] rows = new int[n];
        for (int i = 0; i < values.length; i++) {
            for (int row = 0; row < n; row++) {
                rows[row] = random.nextInt(n);
            }
            values[i] = statistic.applyAsDouble(rows);
        }
        return Interval.ofBootstrap(values);
    }

    private static double[] withoutNaN(double[] values) {
        double[] kept =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        return kept.length == 0 ? new double[] {0} : kept;
    }
}
