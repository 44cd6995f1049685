package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.inject.Guice;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.RuntimeModule;
import dev.weir.runtime.cascade.Cascade;
import dev.weir.runtime.cascade.Predictions;
import dev.weir.runtime.job.JobRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Three exits of one network as the stages of a cascade, through the real plugins. */
class ExitsJobTest {
    private static final Path DIGITS = Distribution.HOME.resolve("configs/digits-exits.yaml");

    /** What lies between exits of cnn [16, 32, 64] on 8 x 8 pixels, heads of ten classes included. */
    private static final int[] ADDED = {9_376, 4 * 4 * 32 * 16 * 9 + 320, 2 * 2 * 64 * 32 * 9 + 640};

    /** Within it of a bound, or of another class, the last bits decide. */
    private static final double NEAR = 1e-5;

    @TempDir
    static Path work;

    private static JsonNode report = JsonMapper.shared().createObjectNode();

    @BeforeAll
    static void runTheJob() throws IOException {
        report = run("pytorch", text -> text);
    }

    /** Runs a variant of the job in which every exit answers some, its models kept in one cache. */
    private static JsonNode run(String name, UnaryOperator<String> change) throws IOException {
        Path job = Files.writeString(
                work.resolve(name + ".yaml"),
                change.apply(Files.readString(DIGITS)
                        .replace("data/optdigits.csv", Distribution.HOME.resolve("configs/data/optdigits.csv") + "")
                        .replace("with: { risk: 0.02 }", "with: { deferral-rate: 0.3 }")
                        .replace("report: out/digits-exits", "report: " + work.resolve(name))));

        Ended ended = InProcess.weir("run", "--cache", work.resolve("cache").toString(), job.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return JsonMapper.shared().readTree(Files.readString(work.resolve(name).resolve("report.json")));
    }

    private static Inputs testSplit(String name) {
        return Guice.createInjector(new RuntimeModule(List.of(InProcess.PLUGINS)))
                .getInstance(JobRunner.class)
                .check(work.resolve(name + ".yaml"))
                .job()
                .testInputs();
    }

    @Test
    void everyExitIsAStageAndTheDeepestReadsBest() {
        JsonNode stages = report.get("stages");

        assertThat(stages.valueStream().map(stage -> stage.get("model").asString()))
                .containsExactly("net@1", "net@2", "net");
        assertThat(stages.get(0).get("accuracy").asDouble()).isGreaterThan(0.4);
        assertThat(stages.get(1).get("accuracy").asDouble())
                .isGreaterThan(0.85)
                .isGreaterThan(stages.get(0).get("accuracy").asDouble());
        assertThat(stages.get(2).get("accuracy").asDouble()).isGreaterThan(0.93);
        assertThat(stages.get(2).get("examples").asInt())
                .isPositive()
                .isLessThan(stages.get(1).get("examples").asInt());
    }

    @Test
    void aStagesMacsAreThoseUpToItsHeadAndTheCascadeAddsNothingTwice() {
        JsonNode stages = report.get("stages");
        assertThat(stages.valueStream().map(stage -> stage.get("macs").asInt()))
                .as("each with its own head alone")
                .containsExactly(9_376, 83_264, 157_312);
        double expected = 0;
        int test = report.get("cascade").get("examples").asInt();
        for (int stage = 0; stage < 3; stage++) {
            expected +=
                    (double) ADDED[stage] * stages.get(stage).get("examples").asInt() / test;
        }

        double average = report.get("cascade").get("averageMacs").asDouble();

        assertThat(average).isCloseTo(expected, within(1e-6 * expected)).isLessThan(157_312);
        assertThat(baseline("net alone").get("averageMacs").asInt()).isEqualTo(157_312);
        assertThat(baseline("ensemble of all stages").get("averageMacs").asInt())
                .as("one pass with all three heads")
                .isEqualTo(157_312 + 160 + 320);
    }

    private static JsonNode baseline(String name) {
        return report.get("baselines")
                .valueStream()
                .filter(baseline -> baseline.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theBundleHoldsTheWeightsOnce() throws IOException {
        try (Stream<Path> files = Files.walk(work.resolve("pytorch/bundle"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> work.resolve("pytorch/bundle")
                                    .relativize(file)
                                    .toString()))
                    .containsExactlyInAnyOrder("bundle.json", "bundle.sha256", "models/net/weights.safetensors");
        }
    }

    @Test
    void liveDecisionsAreThoseOfTheRecordedExits() throws IOException {
        assertLiveAsRecorded("pytorch");
    }

    private static void assertLiveAsRecorded(String name) throws IOException {
        List<String> exits = List.of("net@1", "net@2", "net");
        List<Logits> recorded = new ArrayList<>();
        for (String exit : exits) {
            recorded.add(recorded(name, exit));
        }
        JsonNode rules = JsonMapper.shared()
                .readTree(Files.readString(work.resolve(name).resolve("rules.json")))
                .get("stages");
        assertThat(rules.get(1).get("model").asString()).isEqualTo("net@2");
        Inputs inputs = testSplit(name);

        Predictions live;
        try (Cascade cascade = Cascade.open(work.resolve(name).resolve("bundle"), List.of(InProcess.PLUGINS))) {
            live = cascade.predict(inputs);
        }

        assertThat(live.models()).isEqualTo(exits);
        int[] answered = new int[3];
        int compared = 0;
        for (int row = 0; row < live.rows(); row++) {
            int stage = 0;
            boolean near = false;
            while (stage < 2) {
                double high = rules.get(stage).get("rule").get("high").doubleValue();
                double score = recorded.get(stage).maxSoftmax(row, 1);
                near |= Math.abs(score - high) <= NEAR;
                if (score > high) {
                    break;
                }
                stage++;
            }
            if (near) {
                continue;
            }
            assertThat(live.stage()[row]).as("stage of row " + row).isEqualTo(stage);
            assertThat(live.confidence()[row]).isCloseTo(recorded.get(stage).maxSoftmax(row, 1), within(NEAR));
            assertThat(live.prediction()[row]).isEqualTo(recorded.get(stage).argMax(row));
            int paid = 0;
            for (int asked = 0; asked <= stage; asked++) {
                paid += ADDED[asked];
            }
            assertThat(live.macs()[row]).isEqualTo(paid);
            answered[stage]++;
            compared++;
        }
        assertThat(compared).isGreaterThan(live.rows() * 9 / 10);
        assertThat(answered).doesNotContain(0);
    }

    @Test
    void tensorFlowTrainsAndGoesOnFromExitsToo() throws IOException {
        JsonNode other = run("tensorflow", text -> text.replace("use: pytorch ", "use: tensorflow "));

        assertThat(other.get("plugins").toString())
                .contains("engine-tensorflow")
                .doesNotContain("engine-pytorch");
        assertThat(other.get("stages").get(2).get("accuracy").asDouble()).isGreaterThan(0.93);
        assertThat(other.get("cascade").get("averageMacs").asDouble()).isLessThan(157_312);
        assertLiveAsRecorded("tensorflow");
    }

    @Test
    void theNetworkIsTrainedOnceForOneExitOrAllAndForEveryPolicy() throws IOException {
        JsonNode window = run(
                "window",
                text -> text.replace(
                                """
                                    exit: 1                              # counted from 1
                                    defer: { use: threshold, with: { risk: 0.05 } }    # keeps as many as 5% errors allow
                                """,
                                "    exit: 1\n    defer: { use: window, with: { target: { risk-at-coverage: 0.5 } } }\n")
                        .replace(
                                "  - model: net                           # without exit: the last one\n",
                                "  - model: net\n    exit: 3\n    combine: average\n    accept: 0.5\n")
                        .replace(
                                "  - model: net\n    exit: 2\n",
                                "  - model: net\n    exit: 2\n    fit: temperature\n"));

        assertThat(window.get("digests").get("models"))
                .isEqualTo(report.get("digests").get("models"));
        assertThat(window.get("stages")
                        .valueStream()
                        .map(stage -> stage.get("model").asString()))
                .containsExactly("net@1", "net@2", "net@3");
        for (String key : List.of("accuracy", "aurc", "macs")) {
            assertThat(window.get("stages").get(0).get(key))
                    .isEqualTo(report.get("stages").get(0).get(key));
        }
        try (Stream<Path> files = Files.walk(work.resolve("cache"))) {
            assertThat(files.filter(file -> file.endsWith("weights.safetensors")))
                    .isNotEmpty();
        }
        try (Cascade cascade = Cascade.open(work.resolve("window/bundle"), List.of(InProcess.PLUGINS))) {
            assertThat(cascade.predict(testSplit("window")).models()).containsExactly("net@1", "net@2", "net@3");
        }
    }

    @Test
    void aModelOfItsOwnMayStandBetweenExitsAndAGuaranteeMayBeOverThem() throws IOException {
        JsonNode mixed =
                run("mixed", text -> text.replace("\nstages:\n", """
                                  small: { use: pytorch, with: { network: linear, epochs: 5 } }

                                guarantee: { use: certified, with: { risk: 0.1, delta: 0.1 } }

                                stages:
                                """).replace("  - model: net\n    exit: 2\n", """
                                  - model: small
                                    defer: { use: threshold, with: { deferral-rate: 0.5 } }
                                  - model: net
                                    exit: 2
                                """));

        assertThat(mixed.get("certificate").get("risk").asDouble()).isEqualTo(0.1);
        JsonNode stages = mixed.get("stages");
        int[] added = {ADDED[0], 640, ADDED[1], ADDED[2]};
        double expected = 0;
        for (int stage = 0; stage < 4; stage++) {
            expected += (double) added[stage]
                    * stages.get(stage).get("examples").asInt()
                    / mixed.get("cascade").get("examples").asInt();
        }
        assertThat(mixed.get("cascade").get("averageMacs").asDouble()).isCloseTo(expected, within(1e-6 * expected));
    }

    @Test
    void theBenchmarkMeasuresWhatLiesBetweenExits() {
        Ended bench = InProcess.weir("bench", work.resolve("pytorch.yaml").toString());

        assertThat(bench.exitCode()).as(bench.err()).isZero();
        assertThat(bench.out()).contains("net@1", "net@2", "gated cascade", "over the last stage alone");
    }

    /** What the run recorded on the test split: little-endian floats after a header. */
    private static Logits recorded(String run, String stage) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(
                        Files.readAllBytes(work.resolve(run).resolve("recorded/" + stage + "-test.npy")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int data = 10 + bytes.getShort(8);
        int classes = 10;
        float[] logits = new float[(bytes.capacity() - data) / Float.BYTES];
        bytes.position(data).asFloatBuffer().get(logits);
        return new Logits(logits.length / classes, classes, logits);
    }
}
