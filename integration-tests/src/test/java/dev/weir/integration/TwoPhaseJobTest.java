package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Selections by trials: run, killed, and replayed from what was recorded. */
class TwoPhaseJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Six models on five data sets: two are alike, one fails on the last. */
    private static final String MATRIX = """
            { "version": 1, "models": ["a", "b", "c", "d"], "dataSets": [
              { "name": "one", "results": { "a": { "accuracy": 0.90, "validation": [0.50, 0.90] }, "b": { "accuracy": 0.88, "validation": [0.52, 0.88] },
                                            "c": { "accuracy": 0.60, "validation": [0.30, 0.60] }, "d": { "accuracy": 0.40, "validation": [0.20, 0.40] } } },
              { "name": "two", "results": { "a": { "accuracy": 0.80, "validation": [0.40, 0.80] }, "b": { "accuracy": 0.81, "validation": [0.41, 0.81] },
                                            "c": { "accuracy": 0.50, "validation": [0.30, 0.50] }, "d": { "accuracy": -0.1, "validation": [0.20, 0.30] } } },
              { "name": "three", "results": { "a": { "accuracy": 0.70, "validation": [0.60, 0.65] }, "b": { "accuracy": 0.75, "validation": [0.50, 0.70] },
                                            "c": { "accuracy": 0.50, "validation": [0.40, 0.50] }, "d": { "failed": "it diverged", "validation": [0.90] } } }
            ] }
            """;

    @TempDir
    static Path work;

    private static Ended ended = new Ended(-1, "", "");
    private static JsonNode report = JSON.createObjectNode();

    @BeforeAll
    static void run() throws Exception {
        ended = Distribution.weir(
                work, "run", CONFIGS.resolve("select-two-phase.yaml").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        report = report("select-two-phase");
    }

    @Test
    void theReportSaysWhatWasDroppedWhenAndWhyAndWhatItCost() {
        JsonNode trials = report.get("trials");
        int charged = trials.valueStream()
                .mapToInt(trial -> trial.get("epochs").asInt())
                .sum();
        JsonNode cost = report.get("cost");

        assertThat(report.get("recalled")).hasSize(6);
        assertThat(cost.get("trials").asInt()).isEqualTo(charged).isBetween(6 * 2 + 8, 6 * 2 + 3 * 2 + 6);
        assertThat(cost.get("trained").asInt()).isEqualTo(charged);
        assertThat(cost.get("epochs").asDouble())
                .isCloseTo(charged + cost.get("proxies").asDouble(), within(1e-9));
        assertThat(trials.valueStream().filter(trial -> trial.has("dropped"))).hasSize(5);
        assertThat(report.get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(report.get("intervals").get("accuracy")).hasSize(2);
        assertThat(report.get("clustering").get("stability").asDouble()).isBetween(-1.0, 1.0);
        JsonNode chosen = report.get("ranking").get(0);
        assertThat(chosen.get("name")).isEqualTo(report.get("chosen"));
        assertThat(chosen.get("accuracy").asDouble()).isBetween(0.0, 1.0);
        assertThat(ended.out()).contains("Dropped after epoch 2: ", " epochs: " + charged + " of trials and ");
    }

    @Test
    void thePageShowsTheDendrogramTheMatrixAndTheTrials() throws IOException {
        String page = Files.readString(work.resolve("out/select-two-phase/report.html"));

        assertThat(page)
                .contains("How the candidates were clustered", "<svg viewBox", ">overturned</text>", "threshold 0.");
        assertThat(page).contains("<h2>Trials</h2>", "foretold", "not among the best ");
    }

    @Test
    void anotherRunFindsTheTrialsOfThisOne() throws Exception {
        String job = job().replace("use: two-phase", "use: successive-halving")
                .replaceAll("(?m)^    (proxy|recall|filter|trends|gaps|resamples|#).*\n", "");

        JsonNode halving = select("halving", job);

        assertThat(halving.get("cost").get("trials").asInt()).isEqualTo(10 * 2 + 5 * 2 + 2 * 2 + 4);
        int trained = halving.get("cost").get("trained").asInt();
        assertThat(trained).isBetween(8, 38 - 12); // of the six that were recalled two epochs at least are known
    }

    @Test
    void aSelectionThatWasKilledGoesOnWithoutPayingAnEpochTwice() throws Exception {
        String job = job().replace("epochs: 10 ", "epochs: 300 ").replace("step: 2 ", "step: 100 ");
        Path file = write("killed", job);
        Path home = Files.createDirectory(work.resolve("home"));
        Process killed = Distribution.start(home, "run", file.toString());
        for (int i = 0; i < 2400 && kept(home) < 30; i++) {
            Thread.sleep(25);
        }
        killed.destroyForcibly().waitFor();
        int before = kept(home);
        assertThat(before).isGreaterThanOrEqualTo(30);

        Ended resumed = Distribution.weir(home, "run", file.toString());
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        JsonNode found = JSON.readTree(Files.readString(home.resolve("out/killed/report.json")));
        JsonNode unbroken = select("unbroken", job);

        assertThat(found.get("chosen")).isEqualTo(unbroken.get("chosen"));
        assertThat(found.get("ranking")).isEqualTo(unbroken.get("ranking"));
        assertThat(found.get("trials")).isEqualTo(unbroken.get("trials"));
        int charged = found.get("cost").get("trials").asInt();
        assertThat(found.get("cost").get("trained").asInt()).isBetween(charged - before, charged - before + 1);
    }

    @Test
    void recordedTrialsDriveASelectorWithoutTraining() throws Exception {
        Files.writeString(work.resolve("matrix.json"), MATRIX);
        Files.writeString(work.resolve("leep.txt"), "a\tb\tc\td\n-0.5\t-0.5\t-0.5\t-0.5\n");

        Path file = write("replayed", recorded("""
                selector:
                  use: two-phase
                  with:
                    proxy: { use: recorded, with: { file: leep.txt } }
                    recall: 4
                    epochs: 2
                    cluster-threshold: 0.03
                """));
        Ended run = Distribution.weir(work, "run", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode found = report("replayed");

        // a and b are clustered; after one epoch a and d stay, d is lost in its second, a is taken to the end
        assertThat(found.get("clusters").get(0).valueStream().map(JsonNode::asString))
                .containsExactly("a", "b");
        assertThat(found.get("chosen").asString()).isEqualTo("a");
        assertThat(found.get("accuracy").asDouble()).isEqualTo(0.7);
        assertThat(found.get("regret").asDouble()).isCloseTo(0.05, within(1e-12));
        assertThat(found.get("cost").get("trained").asInt()).isZero();
        JsonNode oracle = found.get("baselines").get(found.get("baselines").size() - 1);
        assertThat(oracle.get("oracle").asBoolean()).isTrue();
        assertThat(oracle.get("chosen").asString()).isEqualTo("b");
        assertThat(run.out())
                .contains("The target 'three' is one of the matrix's data sets: the matrix was used without it.\n")
                .contains("Trials were replayed from recorded histories; nothing was trained.\n")
                .contains("1 accuracy of the matrix, not positive, counted as missing where models were compared.\n")
                .contains("A candidate has 2 histories of 2 epochs: divided into 2 instead of 4 groups, which foretell"
                        + " little.\n");
    }

    @Test
    void withoutAClusterEachOwnScoreIsAskedAndThatIsSaid() throws Exception {
        Files.writeString(work.resolve("matrix.json"), MATRIX);
        Files.writeString(work.resolve("leep.txt"), "a\tb\tc\td\n-0.5\t-0.5\t-0.5\t-0.5\n");

        Path file = write("apart", recorded("""
                selector:
                  use: two-phase
                  with:
                    proxy: { use: recorded, with: { file: leep.txt } }
                    epochs: 0
                    cluster-threshold: 0
                """));
        Ended run = Distribution.weir(work, "run", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("No two candidates are alike enough to share a cluster, so each one's own proxy score was"
                        + " asked: raise cluster-threshold to spare them.\n");
        assertThat(report("apart").get("cost").get("proxies").asDouble()).isCloseTo(4 * 0.33, within(1e-12));
    }

    @Test
    void aBenchmarkJudgesSelectorsOnTheHistoriesThatItRecorded() throws Exception {
        Path job = CONFIGS.resolve("select-two-phase-matrix.yaml");

        Ended run = Distribution.weir(work, "run", job.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode found = report("select-two-phase-matrix");
        for (JsonNode target : found.get("targets")) {
            double best = target.get("candidates").get(0).get("accuracy").asDouble();
            for (JsonNode selector : target.get("selectors")) {
                assertThat(selector.get("regret").asDouble())
                        .isCloseTo(best - selector.get("accuracy").asDouble(), within(1e-12))
                        .isGreaterThanOrEqualTo(0);
                assertThat(selector.has("lost"))
                        .isEqualTo(selector.get("regret").asDouble() > 0);
            }
        }
        List<Double> epochs = found.get("selectors")
                .valueStream()
                .map(selector -> selector.get("epochs").asDouble())
                .toList();
        assertThat(found.get("selectors")
                        .valueStream()
                        .map(selector -> selector.get("name").asString()))
                .containsExactly(
                        "two-phase",
                        "two-phase (filter-threshold 0.05)",
                        "successive-halving",
                        "brute-force",
                        "random",
                        "proxy");
        assertThat(epochs.get(0)).isBetween(20.0, 30.0 + 10 * 0.33);
        assertThat(epochs.subList(2, 5)).containsExactly(38.0, 100.0, 10.0);
        assertThat(epochs.get(5)).isCloseTo(10 + 10 * 0.33, within(1e-9));
        assertThat(run.out()).contains("selectors, mean over the targets:\n");
    }

    @Test
    void oneFileGoesFromAZooToACascadeWithinItsBudget() throws Exception {
        Ended run = Distribution.weir(
                work, "run", CONFIGS.resolve("zoo-to-cascade.yaml").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path out = work.resolve("out/zoo-to-cascade");
        JsonNode made = report("zoo-to-cascade").get("made");
        JsonNode explored = JSON.readTree(Files.readString(out.resolve("explore/report.json")));

        assertThat(made.get("members")).hasSize(4);
        assertThat(made.get("calibration").get("averageMacs").asDouble()).isLessThanOrEqualTo(20000);
        JsonNode point = explored.get("front")
                .valueStream()
                .filter(each -> each.get("name").equals(made.get("point")))
                .findFirst()
                .orElseThrow();
        assertThat(made.get("test").get("accuracy")).isEqualTo(point.get("accuracy"));
        assertThat(made.get("test").get("averageMacs").asDouble())
                .isCloseTo(point.get("averageMacs").asDouble(), within(1e-6));
        for (JsonNode each : explored.get("front")) {
            assertThat(each.at("/calibration/averageMacs").asDouble() > 20000
                            || each.at("/calibration/accuracy").asDouble()
                                    <= made.at("/calibration/accuracy").asDouble())
                    .isTrue();
        }
        Ended predict = Distribution.weir(
                work,
                "predict",
                out.resolve("cascade/bundle").toString(),
                "--data",
                CONFIGS.resolve("data/optdigits.csv").toString(),
                "--out",
                work.resolve("predictions.csv").toString());
        assertThat(predict.exitCode()).as(predict.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("predictions.csv"))).hasSize(1_798);
    }

    private static String recorded(String selector) {
        return """
                job: select
                zoo: [ { name: a }, { name: b }, { name: c }, { name: d } ]
                target: three
                matrix: matrix.json
                trials: matrix.json
                """ + selector + "report: out/select-two-phase\n";
    }

    /** The job that ships, its files by their places. */
    private static String job() throws IOException {
        return Files.readString(CONFIGS.resolve("select-two-phase.yaml")).replace("data/", CONFIGS + "/data/");
    }

    private static Path write(String name, String job) throws IOException {
        return Files.writeString(
                work.resolve(name + ".yaml"), job.replace("report: out/select-two-phase", "report: out/" + name));
    }

    private static JsonNode select(String name, String job) throws Exception {
        Ended run = Distribution.weir(work, "run", write(name, job).toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return report(name);
    }

    private static JsonNode report(String name) throws IOException {
        return ((ObjectNode) JSON.readTree(Files.readString(work.resolve("out/" + name + "/report.json"))))
                .without("seconds");
    }

    /** How many epochs of trials are kept in the cache of a folder. */
    private static int kept(Path home) throws IOException {
        Path folder = home.resolve("cache/training");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        List<Path> histories = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.getFileName().toString().startsWith("trial-"))
                    .forEach(histories::add);
        }
        int epochs = 0;
        for (Path history : histories) {
            epochs += Files.readAllLines(history).size();
        }
        return epochs;
    }
}
