package dev.weir.plugins.engine.support;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How many images a second of processor time a work gets through, measured in rounds.
 *
 * @param sorted the rates of the rounds, ascending
 */
@SuppressWarnings({"ArrayRecordComponent", "SystemOut"}) // for benchmarks, which print
public record Throughput(double[] sorted) {
    /** Images that a work gets through in a round. */
    public static final int ROWS = 1_280;

    private static final int ROUNDS = 15;
    private static final int WARM_UP = 2;

    /** Measures works in turn, so that what else the machine does meets all of them. */
    public static List<Throughput> of(Runnable... works) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        double[][] rates = new double[works.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < works.length; i++) {
                long start = clock.getCurrentThreadCpuTime();
                works[i].run();
                long nanos = clock.getCurrentThreadCpuTime() - start;
                if (round >= 0) {
                    rates[i][round] = ROWS * 1e9 / nanos;
                }
            }
        }
        return Arrays.stream(rates).peek(Arrays::sort).map(Throughput::new).toList();
    }

    /** Prints what the numbers below it are. */
    public static void heading() {
        System.out.println("images per second of processor time: median (lowest to highest of " + ROUNDS + " rounds of "
                + ROWS + ")");
    }

    public double median() {
        return sorted[sorted.length / 2];
    }

    /** How many times as fast as another. */
    public double over(Throughput other) {
        return median() / other.median();
    }

    public void print(String what) {
        System.out.printf("%-50s %,8.0f (%,.0f to %,.0f)%n", what, median(), sorted[0], sorted[sorted.length - 1]);
    }

    /** Prints the memory of the process along a number of passes. */
    public static void memory(int passes, IntConsumer pass) throws IOException {
        for (int done = 0; done <= passes; done++) {
            if (done % Math.max(1, passes / 10) == 0) {
                System.out.println("after " + done + " passes: " + residentMegabytes() + " MB");
            }
            pass.accept(done);
        }
    }

    private static long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
