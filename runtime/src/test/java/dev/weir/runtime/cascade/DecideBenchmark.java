package dev.weir.runtime.cascade;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Decides a million recorded rows of ten classes: two stages, a window on max-softmax. Run by hand:
 *
 * <pre>mvn -q -P benchmark -pl runtime -am process-test-classes</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecideBenchmark {
    private static final int ROWS = 1_000_000;
    private static final int CLASSES = 10;

    /** What the plugin 'scores' computes, which the runtime may not see. */
    private static final ConfidenceScore MAX_SOFTMAX =
            outputs -> outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1));

    /** What the second stage answers with. */
    @Param
    public Combine combine = Combine.REPLACE;

    private StageOutputs outputs = new StageOutputs(List.of(), List.of());
    private final List<StageRule> rules = List.of(
            new StageRule(Optional.of(DeferralRule.between(MAX_SOFTMAX, 0.3, 0.6)), OptionalDouble.empty()),
            new StageRule(Optional.empty(), OptionalDouble.of(0.5)));

    @Setup
    public void record() {
        Random random = new Random(7);
        outputs = StageOutputs.combine(
                List.of(Outputs.of(logits(random)), Outputs.of(logits(random))),
                List.of(Combine.REPLACE, combine),
                Set.of());
    }

    private static Logits logits(Random random) {
        float[] values = new float[ROWS * CLASSES];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * (float) random.nextGaussian();
        }
        return new Logits(ROWS, CLASSES, values);
    }

    @Benchmark
    public Object decide() {
        return Decisions.decide(outputs, rules, MAX_SOFTMAX);
    }

    public static void main(String[] arguments) throws RunnerException {
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(DecideBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run()) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s: %.3f seconds for %,d rows, %.1f bytes allocated per row",
                    result.getParams().getParam("combine"),
                    result.getPrimaryResult().getScore(),
                    ROWS,
                    Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                                    .getScore()
                            / ROWS));
        }
    }
}
