package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The benchmark job: three small networks that learn digits, and are fine-tuned on digits that look otherwise. */
class BenchmarkJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final List<String> ZOO = List.of(
            "- { name: linear, source: plain, model: { use: pytorch, with: { network: linear, epochs: 3 } } }",
            "- { name: wide, source: turned, model: { use: pytorch, with: { network: { mlp: { hidden: [32] } }, epochs: 3 } } }",
            "- { name: untrained, model: { use: pytorch, with: { network: { mlp: { hidden: [4] } } } } }");

    @TempDir
    static Path work;

    private static Ended ended = new Ended(-1, "", "");
    private static JsonNode report = JSON.createObjectNode();

    @BeforeAll
    static void run() throws Exception {
        ended = benchmark("first", "first", ZOO, 8);
        report = report("first");
    }

    @Test
    void everyCandidateHasAnAccuracyAndAHistoryOnEveryTarget() throws IOException {
        JsonNode matrix = matrix("first");

        assertThat(matrix.get("version").asInt()).isEqualTo(1);
        assertThat(texts(matrix.get("models"))).containsExactly("linear", "untrained", "wide");
        for (JsonNode set : matrix.get("dataSets")) {
            assertThat(set.get("results")).hasSize(3);
            for (JsonNode cell : set.get("results")) {
                assertThat(cell.get("validation")).hasSize(8);
                assertThat(cell.get("accuracy").asDouble())
                        .isEqualTo(cell.get("right").asDouble()
                                / cell.get("examples").asDouble());
            }
        }
        assertThat(matrix.get("preTraining").get("wide").get("accuracy").asDouble())
                .isGreaterThan(0.8);
        assertThat(matrix.get("preTraining").get("untrained").has("accuracy")).isFalse();
        assertThat(ended.err()).contains("fine-tuning wide on tilted 8/8: ", " left in all");
        assertThat(ended.out()).contains("6 cells computed, 0 kept");
    }

    @Test
    void theReportJudgesEveryScoreOnEveryTargetBesideTrivialGuesses() {
        assertThat(texts(report.get("matrix").get("targets"))).containsExactly("noisy", "tilted");
        for (JsonNode target : report.get("targets")) {
            assertThat(names(target.get("scores"))).containsExactly("lfc", "leep");
            assertThat(names(target.get("baselines")))
                    .containsExactly(
                            "by size", "by source accuracy", "by mean accuracy on the other targets", "random");
            assertThat(target.get("examples").get("train").asInt()).isEqualTo(50);
            double above = 1;
            for (JsonNode candidate : target.get("candidates")) {
                assertThat(candidate.get("accuracy").asDouble()).isLessThanOrEqualTo(above);
                above = candidate.get("accuracy").asDouble();
                assertThat(candidate.get("scores").get("leep").isNull())
                        .isEqualTo(candidate.get("name").asString().equals("untrained"));
            }
            JsonNode lfc = target.get("scores").get(0);
            assertThat(lfc.get("candidates").asInt()).isEqualTo(3);
            assertThat(lfc.get("picks").asInt()).isBetween(1, 3);
            assertThat(lfc.get("regretAt").get("3").asDouble()).isZero();
            assertThat(lfc.get("weightedKendall").asDouble()).isBetween(-1.0, 1.0);
            assertThat(target.get("scores").get(1).get("candidates").asInt()).isEqualTo(2);
        }
    }

    @Test
    void whatWasComputedIsNotComputedAgainAndAModelMoreAddsItsCellsOnly() throws Exception {
        Files.createDirectories(work.resolve("out"));
        Files.copy(work.resolve("first.json"), work.resolve("grown.json"));
        Ended again = benchmark("again", "grown", ZOO, 8);

        assertThat(again.out()).contains("0 cells computed, 6 kept");
        assertThat(again.err()).doesNotContain("training");
        assertThat(report("again").get("targets")).isEqualTo(report.get("targets"));

        List<String> more = new ArrayList<>(ZOO);
        more.add(
                "- { name: deep, source: plain, model: { use: pytorch, with: { network: { mlp: { hidden: [8, 8] } }, epochs: 3 } } }");
        Ended grown = benchmark("more", "grown", more, 8);

        assertThat(grown.out()).contains("2 cells computed, 6 kept");
        assertThat(grown.err()).contains("fine-tuning deep on noisy").doesNotContain("fine-tuning wide");
        for (int set = 0; set < 2; set++) {
            ObjectNode results =
                    (ObjectNode) matrix("grown").get("dataSets").get(set).get("results");
            assertThat(results.without("deep"))
                    .isEqualTo(matrix("first").get("dataSets").get(set).get("results"));
        }
    }

    @Test
    void anyOrderOfTheCandidatesGivesTheSameNumbers() throws Exception {
        List<String> reversed = new ArrayList<>(ZOO);
        Collections.reverse(reversed);

        Ended run = benchmark("reversed", "reversed", reversed, 8);

        assertThat(run.out()).contains("6 cells computed");
        assertThat(report("reversed").get("targets")).isEqualTo(report.get("targets"));
        assertThat(matrix("reversed")).isEqualTo(matrix("first"));
    }

    @Test
    void aRunThatWasKilledGoesOnAtTheEpochWhereItWas() throws Exception {
        Path job = job("killed", "killed", ZOO, 150);
        Process killed = Distribution.start(work, "run", job.toString());
        for (int i = 0; i < 1200 && (finished() == 0 || !isBegun()); i++) {
            Thread.sleep(25);
        }
        killed.destroyForcibly().waitFor();
        int before = finished();
        assertThat(before).isBetween(1, 5);

        Ended resumed = Distribution.weir(work, "run", job.toString());
        Ended whole = benchmark("unbroken", "unbroken", ZOO, 150);

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("goes on from the state kept after epoch");
        assertThat(resumed.out()).contains((6 - before) + " cells computed, " + before + " kept");
        assertThat(whole.out()).contains("6 cells computed");
        assertThat(matrix("killed")).isEqualTo(matrix("unbroken"));
        assertThat(report("killed").get("targets")).isEqualTo(report("unbroken").get("targets"));
    }

    @Test
    void aCandidateThatDivergesIsListedWithItsReasonAndStopsNothing() throws Exception {
        List<String> zoo = new ArrayList<>(ZOO);
        zoo.add("- { name: wild, source: plain, model: { use: pytorch, with: { network: { mlp: { hidden: [8] } },"
                + " epochs: 3, learning-rate: 1e30 } } }");
        Files.copy(work.resolve("first.json"), work.resolve("wild.json"));

        Ended run = benchmark("wild", "wild", zoo, 8);

        assertThat(run.out()).contains("failed: wild: training wild diverged in epoch 1: ");
        JsonNode target = report("wild").get("targets").get(0);
        assertThat(target.get("candidates")
                        .get(3)
                        .get("reasons")
                        .get("accuracy")
                        .asString())
                .startsWith("training wild diverged in epoch 1");
        assertThat(target.get("scores").get(0).get("kendall"))
                .isEqualTo(report.get("targets").get(0).get("scores").get(0).get("kendall"));
        assertThat(benchmark("wild", "wild", zoo, 8).err()).doesNotContain("training wild"); // it would diverge again
    }

    @Test
    void gradientsOfTheLastBlockComeFromTheEngineOnceAndAreAScoreOfTheirOwn() throws Exception {
        Files.copy(work.resolve("first.json"), work.resolve("gradients.json"));
        String cache = work.resolve("cache-gradients").toString();
        String text = Files.readString(job("gradients", "gradients", ZOO, 8))
                .replace("[lfc, leep]", "[lfc, lgc, { use: lgc, with: { block: last-block, projection: 256 } }]");
        Distribution.weir(
                work,
                "run",
                "--cache",
                cache,
                job("features", "gradients", ZOO, 8).toString());
        Path job = Files.writeString(work.resolve("gradients.yaml"), text.replace("lgc, {", "lgc, leep, {"));

        Ended run = Distribution.weir(work, "run", "--cache", cache, job.toString());
        JsonNode targets = report("gradients").get("targets");
        Ended again = Distribution.weir(work, "run", "--cache", cache, job.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("0 cells computed, 6 kept");
        for (JsonNode target : targets) {
            for (JsonNode candidate : target.get("candidates")) {
                JsonNode scores = candidate.get("scores");
                assertThat(scores.get("lgc").asDouble())
                        .isCloseTo(scores.get("lfc").asDouble(), within(1e-9));
                if (!candidate.get("name").asString().equals("linear")) { // its last layer is all of it
                    assertThat(Math.abs(scores.get("lgc (block last-block, projection 256)")
                                            .asDouble()
                                    - scores.get("lgc").asDouble()))
                            .isGreaterThan(1e-4);
                }
            }
        }
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(report("gradients").get("targets")).isEqualTo(targets);
        assertThat(report("gradients").get("cost").get("forwardPasses").asInt()).isZero();
    }

    @Test
    void aSelectionReadsTheMatrix() throws Exception {
        String select = Files.readString(CONFIGS.resolve("select-recorded.yaml"))
                .replace("data/zoo/", CONFIGS.resolve("data/zoo") + "/")
                .replace("name: mlp-4", "name: wide")
                .replace("selector:\n", "matrix: first.json\nselector:\n");
        Path file = Files.writeString(work.resolve("select.yaml"), select);

        Ended run = Distribution.weir(work, "run", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("by mean accuracy in the matrix would choose wide");
    }

    private static Ended benchmark(String name, String matrix, List<String> zoo, int epochs) throws Exception {
        boolean isNew = !Files.exists(work.resolve(matrix + ".json"));
        List<String> arguments = new ArrayList<>(List.of("run"));
        if (isNew) {
            arguments.add("--cache");
            arguments.add(work.resolve("cache-" + name).toString());
        }
        arguments.add(job(name, matrix, zoo, epochs).toString());
        Ended run = Distribution.weir(work, arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static Path job(String name, String matrix, List<String> zoo, int epochs) throws IOException {
        return Files.writeString(work.resolve(name + ".yaml"), """
                job: benchmark
                seed: 3
                sources:
                  plain:
                    data: { use: csv, with: &digits { file: %1$s/data/optdigits.csv, label: digit, shape: [1, 8, 8], scale: 0.0625 } }
                    splits: &splits { train: 0.6, validation: 0.1, test: 0.3 }
                  turned: { data: { use: csv, with: *digits, transforms: [ { rotate: 90 } ] }, splits: *splits }
                targets:
                  noisy: { data: { use: csv, with: *digits, transforms: [ { noise: 0.2 } ] }, splits: *splits, examples: 50 }
                  tilted: { data: { use: csv, with: *digits, transforms: [ { rotate: 40 } ] }, splits: *splits, examples: 50 }
                zoo:
                %2$s
                fine-tune: { epochs: %3$d, learning-rate: 0.003, batch-size: 16 }
                matrix: %4$s.json
                scores: [lfc, leep]
                report: out/%5$s
                """.formatted(
                        CONFIGS, "  " + String.join("\n  ", zoo), epochs, matrix, name));
    }

    private static int finished() throws IOException {
        return (int) cells().filter(cell -> cell.has("accuracy")).count();
    }

    private static boolean isBegun() throws IOException {
        return cells().anyMatch(
                        cell -> !cell.has("accuracy") && cell.path("validation").size() > 1);
    }

    private static Stream<JsonNode> cells() throws IOException {
        if (!Files.exists(work.resolve("killed.json"))) {
            return Stream.of();
        }
        return matrix("killed")
                .get("dataSets")
                .valueStream()
                .flatMap(set -> set.get("results").valueStream());
    }

    private static JsonNode matrix(String name) throws IOException {
        return JSON.readTree(Files.readString(work.resolve(name + ".json")));
    }

    private static JsonNode report(String name) throws IOException {
        return JSON.readTree(Files.readString(work.resolve("out/" + name + "/report.json")));
    }

    private static List<String> names(JsonNode of) {
        return of.valueStream().map(entry -> entry.get("name").asString()).toList();
    }

    private static List<String> texts(JsonNode of) {
        return of.valueStream().map(JsonNode::asString).toList();
    }
}
