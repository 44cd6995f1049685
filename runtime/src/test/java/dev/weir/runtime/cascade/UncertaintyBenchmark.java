package dev.weir.runtime.cascade;

import dev.weir.api.metrics.Detection;
import dev.weir.api.metrics.MixtureRisk;
import dev.weir.api.metrics.Quantiles;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Ten million recorded scores: the curve, a window's ends and the metrics of uncertainty. Run by hand:
 *
 * <pre>mvn -q -P benchmark -pl runtime -am process-test-classes -Dbenchmark=dev.weir.runtime.cascade.UncertaintyBenchmark</pre>
 */
public final class UncertaintyBenchmark {
    private static final int ROWS = 10_000_000;
    private static final int REPEATS = 3;

    private UncertaintyBenchmark() {}

    public static void main(String[] arguments) {
        Random random = new Random(7);
        double[] scores = random.doubles(ROWS).toArray();
        double[] foreign = random.doubles(ROWS, 0, 0.9).toArray();
        boolean[] right = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            right[row] = random.nextDouble() < 0.5 + scores[row] / 2;
        }
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            RiskCoverageCurve curve = timed("curve", () -> RiskCoverageCurve.of(scores, right));
            timed("window", () -> {
                double[] sorted = scores.clone();
                Arrays.sort(sorted);
                double rank = Quantiles.rank(sorted, curve.threshold(curve.nearestRisk(0.05, 500)));
                return Quantiles.linear(sorted, Math.max(0, rank - 0.1))
                        + Quantiles.linear(sorted, Math.min(1, rank + 0.1));
            });
            timed(
                    "metrics of the curve",
                    () -> curve.area()
                            + curve.auroc().orElseThrow()
                            + curve.coverageAtRisk(0.05)
                            + curve.riskAtCoverage(0.8));
            timed("foreign examples: as many again", () -> {
                Detection detection = Detection.of(scores, foreign);
                double[] sorted = foreign.clone();
                Arrays.sort(sorted);
                return detection.auroc().orElseThrow()
                        + detection.fprAt(0.95).orElseThrow()
                        + MixtureRisk.EVEN.atCoverage(curve, sorted, 0.8);
            });
        }
        Runtime machine = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%.0f bytes in use for each row at the end%n",
                (double) (machine.totalMemory() - machine.freeMemory()) / ROWS);
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%-32s %6.2f s, %,.0f rows per second%n", what, seconds, ROWS / seconds);
        return result;
    }
}
