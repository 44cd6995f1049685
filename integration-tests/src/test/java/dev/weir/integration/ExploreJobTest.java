package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The explore job on the pool that ships, through the real plugins; its points as cascade jobs. */
class ExploreJobTest {
    private static final Path CONFIG = Distribution.HOME.resolve("configs/explore-recorded.yaml");
    private static final Path GOLDEN = Path.of("src/test/resources/golden/explore-recorded.tsv");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    private static Ended ended = new Ended(-1, "", "");
    private static ObjectNode report = JSON.createObjectNode();

    @BeforeAll
    static void run() throws Exception {
        ended = Distribution.weir(work, "run", CONFIG.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        report = (ObjectNode) JSON.readTree(work.resolve("out/explore/report.json"));
    }

    @Test
    void theFrontIsTheOneThatWasReadByEye() throws IOException {
        String found = Files.readString(work.resolve("out/explore/front.tsv"));
        if (Boolean.getBoolean("weir.golden.write")) {
            Files.writeString(GOLDEN, found);
        }

        assertThat(found).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void theReportHoldsTheFrontWithIntervalsAndTheModelsAlone() {
        assertThat(report.propertyNames())
                .contains("splits", "objective", "cost", "explored", "models", "front", "hypervolume", "digests");
        assertThat(report.get("explored").get("chains").asInt()).isEqualTo(160);
        assertThat(report.get("models")).hasSize(5);
        double cost = 0;
        double quality = 0;
        for (JsonNode point : report.get("front")) {
            JsonNode chosen = point.get("calibration");
            assertThat(chosen.get("averageMacs").asDouble()).isGreaterThan(cost);
            assertThat(chosen.get("accuracy").asDouble()).isGreaterThan(quality);
            cost = chosen.get("averageMacs").asDouble();
            quality = chosen.get("accuracy").asDouble();
            for (String key : List.of("accuracy", "averageMacs")) {
                JsonNode ends = point.get("intervals").get(key);
                assertThat(point.get(key).asDouble())
                        .isBetween(ends.get(0).asDouble(), ends.get(1).asDouble());
            }
        }
        assertThat(report.get("hypervolume").get("front").asDouble())
                .isGreaterThanOrEqualTo(report.get("hypervolume").get("models").asDouble());
    }

    @Test
    void pointsRunAsCascadeJobsAndComeToTheSameNumbers() throws Exception {
        List<String> names = names();
        for (String name : List.of(names.get(0), names.get(names.size() / 2), names.get(names.size() - 1))) {
            Path file = work.resolve("out/explore/points/" + name + ".yaml");
            Ended run = Distribution.weir(work, "run", file.toString());
            assertThat(run.exitCode()).as(run.err()).isZero();

            JsonNode cascade = JSON.readTree(work.resolve("out/explore-" + name + "/report.json"))
                    .get("cascade");
            JsonNode point = point(name);
            for (String key : List.of("accuracy", "averageMacs")) {
                assertThat(cascade.get(key)).as(name + " " + key).isEqualTo(point.get(key));
                assertThat(cascade.get("intervals").get(key))
                        .isEqualTo(point.get("intervals").get(key));
            }
        }
    }

    @Test
    void everyPointIsAFileThatPassesTheCheck() throws IOException {
        List<String> names = names();
        try (Stream<Path> files = Files.list(work.resolve("out/explore/points"))) {
            assertThat(files).hasSize(names.size());
        }
        for (String name : names) {
            Ended check = InProcess.weir(
                    "check",
                    work.resolve("out/explore/points/" + name + ".yaml").toString());
            assertThat(check.exitCode()).as(check.err()).isZero();
        }
    }

    @Test
    void coverageAtRiskAgainstACostOfTheUsersComesToTheSameNumbersToo() throws Exception {
        String job = Files.readString(CONFIG)
                .replace("data/pool/", CONFIG.resolveSibling("data/pool") + "/")
                .replace("objective: accuracy ", "objective: { coverage-at-risk: 0.05 } ")
                .replace("cost: macs ", "cost: cost ")
                .replace("stages: 3 ", "stages: 2 ")
                .replace("out/explore ", "out/coverage ");
        int cost = 1;
        for (String model : List.of("mlp-4", "mlp-8", "mlp-32", "cnn-4", "cnn-16")) {
            job = job.replaceFirst(Pattern.quote(model + ": { use"), model + ": { cost: 0." + cost++ + ", use");
        }
        Path file = Files.writeString(work.resolve("coverage.yaml"), job);
        Ended run = Distribution.weir(work, "run", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode found = JSON.readTree(work.resolve("out/coverage/report.json"));
        JsonNode last = found.get("front").get(found.get("front").size() - 1);
        String name = last.get("name").asString();

        Ended again = Distribution.weir(
                work,
                "run",
                work.resolve("out/coverage/points/" + name + ".yaml").toString());

        assertThat(again.exitCode()).as(again.err()).isZero();
        JsonNode cascade = JSON.readTree(work.resolve("out/coverage-" + name + "/report.json"))
                .get("cascade");
        assertThat(cascade.get("averageCost")).isEqualTo(last.get("averageCost"));
        assertThat(cascade.get("coverageAtRisk").get("0.05"))
                .isEqualTo(last.get("coverageAtRisk").get("0.05"));
    }

    @Test
    void thePageHasTheTablesAndTheFrameOfThePlot() throws IOException {
        String page = Files.readString(work.resolve("out/explore/report.html"));

        assertThat(page).contains("The front, cheapest first", "The models alone", "id=\"plot-explored\"");
        assertThat(page).contains("points/01.yaml");
        assertThat(ended.out()).contains("mlp-4 alone", "nothing betters at their cost");
    }

    @Test
    void aSecondRunComesToTheSameReport() throws Exception {
        Ended again = Distribution.weir(work, "run", CONFIG.toString());

        assertThat(again.exitCode()).as(again.err()).isZero();
        ObjectNode second = (ObjectNode) JSON.readTree(work.resolve("out/explore/report.json"));
        assertThat(second.without("seconds")).isEqualTo(report.deepCopy().without("seconds"));
    }

    private static List<String> names() {
        return report.get("front")
                .valueStream()
                .map(point -> point.get("name").asString())
                .toList();
    }

    private static JsonNode point(String name) {
        return report.get("front")
                .valueStream()
                .filter(point -> point.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
