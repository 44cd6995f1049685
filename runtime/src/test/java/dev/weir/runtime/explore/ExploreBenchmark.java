package dev.weir.runtime.explore;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.runtime.cascade.Combine;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Five models on 100,000 rows of ten classes: every ordered pair and triple, two scores, nine thresholds of each. Run by
 * hand:
 *
 * <pre>mvn -q -P benchmark -pl runtime -am process-test-classes -Dbenchmark=dev.weir.runtime.explore.ExploreBenchmark</pre>
 */
public final class ExploreBenchmark {
    private static final int ROWS = 100_000;
    private static final int CLASSES = 10;
    private static final int MODELS = 5;

    private ExploreBenchmark() {}

    /** What the plugin 'scores' computes, which the runtime may not see. */
    record MaxSoftmax() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1));
        }
    }

    /** As {@link MaxSoftmax}. */
    record NegativeEntropy() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return outputs.logits().mapRows(row -> -outputs.logits().entropy(row, 1));
        }
    }

    public static void main(String[] arguments) {
        Pool pool = pool(new Random(7));
        List<ConfidenceScore> scores = List.of(checked(new MaxSoftmax()), checked(new NegativeEntropy()));
        List<DeferralPolicy> policies = new ArrayList<>();
        for (ConfidenceScore score : scores) {
            for (int rate = 1; rate <= 9; rate++) {
                policies.add(new Pools.Lowest(score, rate / 10.0));
            }
        }
        for (int repeat = 0; repeat < 2; repeat++) {
            run(pool, policies, scores.get(0), new Objective.Accuracy(), Combine.REPLACE);
        }
        run(pool, policies, scores.get(0), new Objective.Accuracy(), Combine.REPLACE, Combine.AVERAGE);
        run(pool, policies, scores.get(0), new Objective.CoverageAtRisk(0.05), Combine.REPLACE);
    }

    private static void run(
            Pool pool,
            List<DeferralPolicy> policies,
            ConfidenceScore confidence,
            Objective objective,
            Combine... combines) {
        List<Chain> chains = Chain.all(MODELS, 3, List.of(combines));
        int threads = Runtime.getRuntime().availableProcessors();
        Duration before = processorTime();
        long start = System.nanoTime();
        Exploration found = Exploration.of(
                pool,
                chains,
                Pools.choices(policies.toArray(DeferralPolicy[]::new)),
                objective,
                confidence,
                Set.of(),
                threads,
                Progress.SILENT);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %,d cascades of %d chains on %,d rows in %.1f s (%.1f s of processor time) on %d"
                        + " threads, %,.0f rows per second, %d points on the front%n",
                objective.words(),
                String.join(" and ", List.of(combines).stream().map(Enum::name).toList()),
                found.tried(),
                found.chains(),
                ROWS,
                seconds,
                processorTime().minus(before).toMillis() / 1e3,
                threads,
                (double) found.tried() * ROWS / seconds,
                found.front().size());
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static ConfidenceScore checked(ConfidenceScore score) {
        return new CheckedScore(
                score,
                new Component(
                        Kind.CONFIDENCE_SCORE,
                        "score",
                        ((Record) score).getClass(),
                        new PluginInfo("benchmark", "1.0.0", Path.of("benchmark.jar"))));
    }

    private static Pool pool(Random random) {
        int[] labels = random.ints(ROWS, 0, CLASSES).toArray();
        List<Outputs> outputs = new ArrayList<>();
        double[] costs = new double[MODELS];
        for (int model = 0; model < MODELS; model++) {
            costs[model] = Math.pow(4, model);
            float[] values = new float[ROWS * CLASSES];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        (float) random.nextGaussian() + (i % CLASSES == labels[i / CLASSES] ? 1.5f + 0.4f * model : 0);
            }
            outputs.add(Outputs.of(new Logits(ROWS, CLASSES, values)));
        }
        return new Pool(List.of("a", "b", "c", "d", "e"), outputs, new Labels(CLASSES, labels), costs);
    }
}
