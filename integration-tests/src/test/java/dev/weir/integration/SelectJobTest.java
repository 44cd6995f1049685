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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The select job on recorded candidates, through the real plugins. */
class SelectJobTest {
    private static final Path CONFIG = Distribution.HOME.resolve("configs/select-recorded.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    private static Ended ended = new Ended(-1, "", "");
    private static JsonNode report = JSON.createObjectNode();

    @BeforeAll
    static void run() throws Exception {
        ended = Distribution.weir(work, "run", CONFIG.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        report = JSON.readTree(work.resolve("out/select/report.json"));
    }

    @Test
    void theReportHasTheKeysOfTheDesign() {
        assertThat(report.propertyNames())
                .contains("ranking", "scores", "clusters", "recalled", "chosen", "cost", "baselines", "digests");
        assertThat(report.get("cost").propertyNames())
                .containsExactly("epochs", "trials", "proxies", "trained", "forwardPasses", "seconds");
        assertThat(report.get("cost").get("forwardPasses").asInt()).isEqualTo(6 * 448);
        assertThat(report.get("scores").propertyNames())
                .containsExactly("lfc", "lgc", "leep", "nce", "logme", "h-score", "transrate", "knn", "parc");
        assertThat(names(report)).hasSize(6);
        assertThat(report.get("chosen").asString()).isEqualTo(names(report).get(0));
        for (JsonNode baseline : report.get("baselines")) {
            assertThat(baseline.get("accuracy").isNull()).isTrue();
            assertThat(baseline.get("reasons").get("accuracy").asString()).isNotEmpty();
        }
    }

    @Test
    void theRankingIsByTheFirstScoreWithAnIntervalAroundEach() {
        double above = Double.POSITIVE_INFINITY;
        for (JsonNode entry : report.get("ranking")) {
            double score = entry.get("score").asDouble();
            JsonNode ends = entry.get("intervals").get("score");
            assertThat(score)
                    .isLessThanOrEqualTo(above)
                    .isBetween(ends.get(0).asDouble(), ends.get(1).asDouble());
            assertThat(report.get("scores")
                            .get("lfc")
                            .get(entry.get("name").asString())
                            .asDouble())
                    .isEqualTo(score);
            above = score;
        }
    }

    @Test
    void onTheLastLayerGradientsAndFeaturesCorrelateAlike() {
        for (String name : names(report)) {
            assertThat(report.get("scores").get("lgc").get(name).asDouble())
                    .isCloseTo(report.get("scores").get("lfc").get(name).asDouble(), within(1e-9));
        }
    }

    @Test
    void theCommandLineShowsTheRankingAndWhatTrivialGuessesWouldChoose() {
        assertThat(ended.out())
                .contains("Chosen: " + report.get("chosen").asString())
                .contains("by size would choose ", "by source accuracy would choose ", "random would choose ")
                .contains("Report: " + work.resolve("out/select/report.html"));
    }

    @Test
    void thePageShowsEveryCandidateAndEveryScore() throws IOException {
        String page = Files.readString(work.resolve("out/select/report.html"));

        assertThat(page).contains("Candidates, the best first", "by source accuracy: mlp-64");
        for (String name : names(report)) {
            assertThat(page).contains(">" + name + "</th>");
        }
        assertThat(page).contains(">transrate</th>");
    }

    @Test
    void anyOrderOfTheCandidatesGivesTheSameSelection() throws Exception {
        List<String> lines = Files.readAllLines(CONFIG);
        int from = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("  - name:"))
                .findFirst()
                .orElseThrow());
        List<List<String>> candidates = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            candidates.add(lines.subList(from + 3 * i, from + 3 * i + 3));
        }
        Collections.reverse(candidates);
        List<String> reversed = new ArrayList<>(lines.subList(0, from));
        candidates.forEach(reversed::addAll);
        reversed.addAll(lines.subList(from + 18, lines.size()));

        JsonNode again = select("reversed", String.join("\n", reversed) + "\n");

        for (String key : List.of("ranking", "scores", "clusters", "recalled", "chosen", "baselines")) {
            assertThat(again.get(key)).as(key).isEqualTo(report.get(key));
        }
    }

    @Test
    void aCandidateThatFailsIsListedLastAndStopsNothing() throws Exception {
        byte[] features = Files.readAllBytes(CONFIG.resolveSibling("data/zoo/mlp-8-features.npy"));
        features[features.length - 1] = (byte) 0x7f; // the last float: 0x7fc.....: NaN
        features[features.length - 2] = (byte) 0xc0;
        Files.write(work.resolve("nan.npy"), features);
        Files.write(work.resolve("short.npy"), Files.readAllBytes(CONFIG.resolveSibling("data/zoo/labels.npy")));
        String failing = Files.readString(CONFIG).replace("zoo: ", """
                        zoo:
                          - { name: a-nan, model: { use: recorded, with: { train: { features: nan.npy } } } }
                          - { name: a-vector, model: { use: recorded, with: { train: { features: short.npy } } } }
                          - { name: a-without, model: { use: recorded, with: { train: { source-probabilities: \
                        data/zoo/mlp-4-probabilities.npy } } } }
                        # \
                        """);

        JsonNode found = select("failing", failing);

        assertThat(names(found).subList(0, 6)).containsExactlyElementsOf(names(report));
        assertThat(names(found).subList(6, 9)).containsExactly("a-nan", "a-vector", "a-without");
        assertThat(reason(found, 6)).contains("features must be finite, got NaN in row 447");
        assertThat(reason(found, 7)).contains("features must be n x k");
        assertThat(reason(found, 8)).isEqualTo("it gives no features");
        assertThat(found.get("scores").get("leep").get("a-without").asDouble())
                .isEqualTo(report.get("scores").get("leep").get("mlp-4").asDouble());
        assertThat(found.get("scores").get("leep").get("a-nan").isNull()).isTrue();
    }

    @Test
    void aZooInAFileOfItsOwnIsTheSame() throws Exception {
        List<String> lines = Files.readAllLines(CONFIG);
        int from = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("  - name:"))
                .findFirst()
                .orElseThrow());
        Files.writeString(
                work.resolve("zoo.yaml"),
                absolute("candidates:\n" + String.join("\n", lines.subList(from, from + 18))));
        List<String> job = new ArrayList<>(lines.subList(0, from - 1));
        job.add("zoo: { use: file, with: { file: zoo.yaml } }");
        job.addAll(lines.subList(from + 18, lines.size()));

        assertThat(select("from-file", String.join("\n", job)).get("ranking")).isEqualTo(report.get("ranking"));
    }

    @Test
    void aMatrixAddsABaselineAndIsCheckedBeforeAnythingRuns() throws Exception {
        Files.writeString(work.resolve("matrix.txt"), "mlp-4\tmlp-8\n0.5\t0.75\n0.5\t0.25\n0.4\t0.6\n");
        String job = Files.readString(CONFIG).replace("selector:\n", "matrix: matrix.txt\nselector:\n");

        JsonNode found = select("matrix", job);

        assertThat(found.get("baselines").get(2).get("name").asString()).isEqualTo("by mean accuracy in the matrix");
        assertThat(found.get("baselines").get(2).get("chosen").asString()).isEqualTo("mlp-8");
        Files.writeString(work.resolve("matrix.txt"), "mlp-4\tmlp-4\n0.5\t0.75\n");
        assertThat(InProcess.weir("check", work.resolve("matrix.yaml").toString())
                        .err())
                .contains("matrix: matrix.txt: the model 'mlp-4' stands twice in the matrix");
    }

    @Test
    void aCandidateThatStandsTwiceIsRefused() throws IOException {
        Path file = work.resolve("twice.yaml");
        Files.writeString(file, absolute(Files.readString(CONFIG)).replace("- name: mlp-8", "- name: mlp-4"));

        Ended check = InProcess.weir("check", file.toString());

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err()).contains("zoo[1].name: 'mlp-4' is candidate 0 already");
    }

    /** Runs a variation of the job that ships, in a folder of its own. */
    private static JsonNode select(String name, String job) throws Exception {
        Path file = work.resolve(name + ".yaml");
        Files.writeString(file, absolute(job).replace("report: out/select ", "report: out/" + name + " "));
        Ended run = Distribution.weir(work, "run", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return ((ObjectNode) JSON.readTree(work.resolve("out/" + name + "/report.json"))).without("seconds");
    }

    private static String absolute(String job) {
        return job.replace("data/zoo/", CONFIG.resolveSibling("data/zoo").toString() + "/");
    }

    private static List<String> names(JsonNode of) {
        List<String> names = new ArrayList<>();
        of.get("ranking").forEach(entry -> names.add(entry.get("name").asString()));
        return names;
    }

    private static String reason(JsonNode of, int place) {
        return of.get("ranking").get(place).get("reasons").get("score").asString();
    }
}
