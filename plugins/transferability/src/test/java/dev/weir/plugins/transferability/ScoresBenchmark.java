package dev.weir.plugins.transferability;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How fast the scores are in one thread, by its processor time: rows per second of each closed form at 50,000 x 384 x 10, how their time
 * grows as n and as d double, and LFC on 1,000,000 x 384 rows that are made while they are read. Runs in a heap of
 * 256 MB; as doubles the million rows would take 3 GB.
 */
final class ScoresBenchmark {
    private static final int N = 50_000;
    private static final int D = 384;
    private static final int CLASSES = 10;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ScoresBenchmark() {}

    /**
     * Rows made of a table while they are read: another part of it for each row, with a signal at the place of its
     * class.
     */
    private record Made(
            int rows,
            int width,
            Labels labels,
            @SuppressWarnings("ArrayRecordComponent") double[] table) implements RowBlocks {

        static Made of(int rows, int width) {
            SplittableRandom random = new SplittableRandom(1);
            double[] table = new double[(1 << 16) + width];
            for (int i = 0; i < table.length; i++) {
                table[i] = random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
            }
            int[] labels = new int[rows];
            for (int row = 0; row < rows; row++) {
                labels[row] = random.nextInt(CLASSES);
            }
            return new Made(rows, width, new Labels(CLASSES, labels), table);
        }

        @Override
        public void read(Reader reader) {
            double[] block = new double[BLOCK * width];
            for (int from = 0; from < rows; from += BLOCK) {
                int count = Math.min(BLOCK, rows - from);
                for (int row = 0; row < count; row++) {
                    int start = ((from + row) * 40503) & 0xFFFF;
                    System.arraycopy(table, start, block, row * width, width);
                    block[row * width + labels.at(from + row)] += 1;
                }
                reader.take(from, count, block);
            }
        }
    }

    /** Probabilities of ten source classes, made the same way. */
    private record MadeProbabilities(Made of) implements RowBlocks {

        @Override
        public int rows() {
            return of.rows();
        }

        @Override
        public int width() {
            return CLASSES;
        }

        @Override
        public void read(Reader reader) {
            double[] block = new double[BLOCK * CLASSES];
            of.read((from, rows, values) -> {
                for (int row = 0; row < rows; row++) {
                    double sum = 0;
                    for (int z = 0; z < CLASSES; z++) {
                        block[row * CLASSES + z] = Math.exp(values[row * of.width() + z]);
                        sum += block[row * CLASSES + z];
                    }
                    for (int z = 0; z < CLASSES; z++) {
                        block[row * CLASSES + z] /= sum;
                    }
                }
                reader.take(from, rows, block);
            });
        }
    }

    public static void main(String[] arguments) {
        Map<String, TransferabilityScore> scores = new LinkedHashMap<>();
        scores.put("lfc", new Lfc(On.FEATURES, Norm.FROBENIUS, Centring.GRAND_MEAN));
        scores.put("leep", new Leep());
        scores.put("nce", new Nce());
        scores.put("logme", new LogMe(LogMe.Determinant.CORRECTED));
        scores.put("h-score", new HScore(false));
        scores.put("h-score regularised", new HScore(true));
        scores.put("transrate", new TransRate(1e-4, TransRate.Weights.EQUAL));
        System.out.printf(
                Locale.ROOT,
                "products by %s, heap of at most %d MB%n",
                Products.implementation(),
                Runtime.getRuntime().maxMemory() >> 20);
        scores.values().forEach(score -> seconds(score, N / 4, D)); // warms the compiler up
        System.out.printf(
                "%-22s%12s%14s%12s%12s%n", N + " x " + D + " x 10", "seconds", "rows/s", "n doubled", "d doubled");
        scores.forEach((name, score) -> {
            double seconds = seconds(score, N, D);
            double twiceAsMany = seconds(score, 2 * N, D);
            double twiceAsWide = seconds(score, N, 2 * D);
            System.out.printf(
                    Locale.ROOT,
                    "%-22s%12.2f%14.0f%11.1fx%11.1fx%n",
                    name,
                    seconds,
                    N / seconds,
                    twiceAsMany / seconds,
                    twiceAsWide / seconds);
        });
        System.out.printf(
                Locale.ROOT,
                "%-22s%12.2f%14.0f   at 5,000 examples: every pair is compared%n",
                "knn",
                seconds(new Knn(1), 5_000, D),
                5_000 / seconds(new Knn(1), 5_000, D));
        System.out.printf(
                Locale.ROOT,
                "%-22s%12.2f%14.0f   at 2,500 examples: every pair is compared%n",
                "parc",
                seconds(new Parc(), 2_500, D),
                2_500 / seconds(new Parc(), 2_500, D));
        double million = seconds(scores.getOrDefault("lfc", new Leep()), 1_000_000, D);
        System.out.printf(
                Locale.ROOT,
                "lfc on 1,000,000 x %d in one pass: %.1f s, %.0f rows/s; used heap after it %d MB%n",
                D,
                million,
                1e6 / million,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }

    private static double seconds(TransferabilityScore score, int n, int d) {
        Made rows = Made.of(n, d);
        Evidence evidence = Evidence.of(rows.labels());
        for (Need need : score.needs()) {
            evidence = evidence.with(need, need == Need.FEATURES ? rows : new MadeProbabilities(rows));
        }
        long start = THREADS.getCurrentThreadCpuTime();
        Transferability found = score.score(evidence);
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        if (found instanceof Transferability.None none) {
            throw new IllegalStateException(score + ": " + none.reason());
        }
        return seconds;
    }
}
