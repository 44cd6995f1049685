package dev.weir.plugins.twophase;

import dev.weir.api.Progress;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What the first phase takes on 2,000 models and 100 data sets, made up of 40 families: processor seconds and the
 * memory that was in use at most. {@code mvn -q -P benchmark -pl plugins/two-phase -am process-test-classes}
 */
final class RecallBenchmark {
    private static final int MODELS = 2_000;
    private static final int SETS = 100;
    private static final int FAMILIES = 40;

    private RecallBenchmark() {}

    public static void main(String[] arguments) {
        Random random = new Random(1);
        double[] families = random.doubles((long) FAMILIES * SETS, 0.3, 0.9).toArray();
        double[] scores = new double[MODELS * SETS];
        Arrays.setAll(scores, i -> families[i / SETS % FAMILIES * SETS + i % SETS] + random.nextGaussian() * 0.01);
        Performance performance = new Performance(
                IntStream.range(0, MODELS).mapToObj(model -> "model-" + model).toList(), SETS, scores);
        for (int resamples : new int[] {0, 0, 10}) { // the first time is spent on warming up
            long start = cpu();
            Clustering found =
                    Clustering.of(performance, new Distances(5), OptionalDouble.empty(), resamples, 1, Progress.SILENT);
            System.out.printf(
                    Locale.ROOT,
                    "%d models x %d sets, %d resamples: %.2f s of processor time, %d clusters, silhouette %.3f, heap %d MB%n",
                    MODELS,
                    SETS,
                    resamples,
                    (cpu() - start) / 1e9,
                    found.clusters().count(),
                    found.said().silhouette().value().orElse(Double.NaN),
                    (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        }
        System.out.printf(Locale.ROOT, "most heap in use: %d MB%n", mostHeap() >> 20);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long mostHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
