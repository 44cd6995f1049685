package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Progress;
import dev.weir.api.model.ExitState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures an opened bundle, all in one run: each stage alone at several batch sizes, the gated cascade with
 * one caller, and what gating costs over the stages' own times. Rounds are interleaved and medians are
 * taken, so that a slow moment of the machine does not fall on one of them alone.
 */
public final class CascadeBenchmark {
    private static final int[] BATCHES = {1, 8, 32, 128, 256, 1024};
    private static final int ROUNDS = 5;

    /** Examples whose inputs, or states at an exit, are laid ready, at most. */
    private static final int PREPARED = 8_192;

    private static final long SLICE_NANOS = 150_000_000L;

    private final Cascade cascade;
    private final Inputs inputs;
    private final Progress progress;

    /**
     * A benchmark.
     *
     * @param inputs transforms done; at least one row
     */
    public CascadeBenchmark(Cascade cascade, Inputs inputs, Progress progress) {
        this.cascade = cascade;
        this.inputs = inputs;
        this.progress = progress;
    }

    /** Runs it; takes some seconds for each stage. */
    public ObjectNode measure() {
        List<LiveStage> stages = cascade.stages();
        int last = stages.size() - 1;
        double[][][] nanos = new double[stages.size()][BATCHES.length][ROUNDS];
        double[][] alone = new double[BATCHES.length][ROUNDS];
        double[] whole = new double[ROUNDS];
        int[] answered = cascade.decide(inputs).answered(); // also warms up every stage
        for (int round = 0; round < ROUNDS; round++) {
            progress.report("benchmark", round + 1, ROUNDS, "");
            for (int batch = 0; batch < BATCHES.length; batch++) {
                for (int stage = 0; stage < stages.size(); stage++) {
                    nanos[stage][batch][round] = perRow(stages.get(stage), stages.subList(0, stage), BATCHES[batch]);
                }
                alone[batch][round] = isGoneOnTo(last)
                        ? perRow(stages.get(last), List.of(), BATCHES[batch])
                        : nanos[last][batch][round];
            }
            whole[round] = cascadePerRow();
        }
        double large =
                Arrays.stream(alone).mapToDouble(CascadeBenchmark::median).min().orElseThrow();
        return report(nanos, median(whole), answered, large);
    }

    /** Whether a stage goes on from an earlier one of the same network. */
    private boolean isGoneOnTo(int stage) {
        return cascade.stages().subList(0, stage).stream()
                .anyMatch(earlier ->
                        earlier.model() == cascade.stages().get(stage).model());
    }

    /**
     * Time of a stage alone.
     *
     * @param before stages whose work is done already, where they are of the same network
     */
    private double perRow(LiveStage stage, List<LiveStage> before, int batch) {
        int size = Math.min(batch, inputs.rows());
        int chunks = Math.min(inputs.rows() / size, Math.max(1, PREPARED / size));
        List<ExitState> prepared = new ArrayList<>();
        for (int chunk = 0; chunk < Math.min(chunks, 64); chunk++) {
            ExitState state = ExitState.of(inputs.select(
                    IntStream.range(chunk * size, (chunk + 1) * size).toArray()));
            for (LiveStage earlier : before) {
                if (earlier.model() == stage.model()) {
                    state = earlier.ask(state, Set.of()).state().orElseThrow();
                }
            }
            prepared.add(state);
        }
        long rows = 0;
        long start = System.nanoTime();
        long now = start;
        for (int i = 0; now - start < SLICE_NANOS; i++) {
            stage.ask(prepared.get(i % prepared.size()), Set.of());
            rows += size;
            now = System.nanoTime();
        }
        return (double) (now - start) / rows;
    }

    private double cascadePerRow() {
        long rows = 0;
        long start = System.nanoTime();
        long now = start;
        while (now - start < SLICE_NANOS) {
            cascade.predict(inputs);
            rows += inputs.rows();
            now = System.nanoTime();
        }
        return (double) (now - start) / rows;
    }

    private ObjectNode report(double[][][] nanos, double whole, int[] answered, double large) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("examples", inputs.rows());
        double ideal = 0;
        int reached = inputs.rows();
        for (int stage = 0; stage < nanos.length; stage++) {
            ObjectNode node = report.withArrayProperty("stages")
                    .addObject()
                    .put("model", cascade.stageNames().get(stage));
            double best = Double.POSITIVE_INFINITY;
            for (int batch = 0; batch < BATCHES.length; batch++) {
                double median = median(nanos[stage][batch]);
                node.withObjectProperty("rowsPerSecond").put(String.valueOf(BATCHES[batch]), 1e9 / median);
                if (median < best) {
                    best = median;
                    node.put("bestBatch", BATCHES[batch]);
                }
            }
            node.put("bestMillisPerRow", best / 1e6);
            node.put("reached", (double) reached / inputs.rows());
            ideal += best * reached / inputs.rows();
            reached -= answered[stage];
        }
        report.putObject("cascade")
                .put("rowsPerSecond", 1e9 / whole)
                .put("millisPerRow", whole / 1e6)
                .put("overStages", whole / ideal)
                .put("overLastStageAlone", whole / large);
        report.set("memory", memory());
        return report;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** What the process holds, in bytes: the Java heap, and all of it where the system says so. */
    private static ObjectNode memory() {
        ObjectNode memory = JsonNodeFactory.instance.objectNode();
        Runtime runtime = Runtime.getRuntime();
        memory.put("heap", runtime.totalMemory() - runtime.freeMemory());
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmRSS:") || line.startsWith("VmHWM:")) {
                    long kilobytes = Long.parseLong(line.replaceAll("\\D", ""));
                    memory.put(line.startsWith("VmRSS:") ? "resident" : "residentPeak", kilobytes * 1024);
                }
            }
        } catch (IOException e) {
            memory.putNull("resident"); // not a Linux
        }
        return memory;
    }

    /** The report for the screen. */
    public static String table(ObjectNode report) {
        StringBuilder text = new StringBuilder();
        for (JsonNode stage : report.get("stages")) {
            int best = stage.get("bestBatch").asInt();
            text.append(String.format(
                    Locale.ROOT,
                    "%-24s %,12.0f rows/s at its best batch, %d; %5.1f%% of the rows reach it%n",
                    stage.get("model").asString(),
                    stage.get("rowsPerSecond").get(String.valueOf(best)).asDouble(),
                    best,
                    100 * stage.get("reached").asDouble()));
        }
        JsonNode cascade = report.get("cascade");
        text.append(String.format(
                Locale.ROOT,
                "%-24s %,12.0f rows/s with one caller%n",
                "gated cascade",
                cascade.get("rowsPerSecond").asDouble()));
        text.append(String.format(
                Locale.ROOT,
                "its time over its stages' own times %.3f; over the last stage alone %.3f%n",
                cascade.get("overStages").asDouble(),
                cascade.get("overLastStageAlone").asDouble()));
        return text.toString();
    }
}
