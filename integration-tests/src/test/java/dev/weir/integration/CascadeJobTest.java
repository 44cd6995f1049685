package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The jobs that ship with Weir, through the real plugins, on real data. */
class CascadeJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    private static Ended digits = new Ended(-1, "", "");
    private static JsonNode report = JSON.createObjectNode();

    @BeforeAll
    static void runTheMainJob() throws Exception {
        digits = Distribution.weir(
                work, "run", CONFIGS.resolve("digits-cascade.yaml").toString());
        assertThat(digits.exitCode()).as(digits.err()).isZero();
        report = json(work.resolve("out/digits/report.json"));
    }

    @Test
    void theMainJobMeetsItsFloors() {
        JsonNode small = report.get("stages").get(0);
        JsonNode large = report.get("stages").get(1);
        JsonNode cascade = report.get("cascade");

        assertThat(small.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.85);
        assertThat(large.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
        assertThat(cascade.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
        assertThat(cascade.get("averageMacs").asDouble())
                .isLessThan(0.5 * large.get("macs").asDouble());
    }

    @Test
    void theMainJobPrintsATableAndTheReportsPlace() {
        assertThat(digits.out())
                .contains("small alone", "large alone", "cascade", "oracle", "test examples went to large")
                .contains("Report: " + work.resolve("out/digits/report.html"));
    }

    @Test
    void everyStageSaysWhatTheDesignAsksFor() {
        for (JsonNode stage : report.get("stages")) {
            assertThat(stage.propertyNames())
                    .contains(
                            "model",
                            "parameters",
                            "macs",
                            "millisPerRow",
                            "examples",
                            "deferred",
                            "accuracy",
                            "auroc",
                            "aurc",
                            "nll",
                            "ece",
                            "rule",
                            "intervals",
                            "reasons");
        }
        assertThat(report.get("cascade").propertyNames())
                .contains(
                        "examples",
                        "accuracy",
                        "averageMacs",
                        "averageMillis",
                        "aurc",
                        "auroc",
                        "coverageAtRisk",
                        "riskAtCoverage",
                        "answeredBy",
                        "abstained",
                        "intervals",
                        "reasons");
        assertThat(report.propertyNames()).startsWith("weir", "job", "seed", "config", "plugins", "digests", "seconds");
        assertThat(Files.exists(work.resolve("out/digits/rules.json"))).isTrue();
        assertThat(Files.exists(work.resolve("out/digits/report.html"))).isTrue();
    }

    @Test
    void flowAddsUp() {
        int test = report.get("cascade").get("examples").asInt();
        double answered = 0;
        for (JsonNode share : report.get("cascade").get("answeredBy")) {
            answered += share.asDouble();
        }

        assertThat(answered).isCloseTo(1, within(1e-12));
        assertThat(report.get("stages").get(0).get("examples").asInt()).isEqualTo(test);
        assertThat(report.get("stages").get(1).get("examples").asInt()).isEqualTo((int)
                Math.round(test * report.get("stages").get(0).get("deferred").asDouble()));
    }

    @Test
    void theRecordedJobDecidesAsTheLiveOneDid() throws Exception {
        Path file = work.resolve("again.yaml");
        Files.writeString(file, recordedJob(report));

        Ended ended = Distribution.weir(work, "run", file.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode again = json(work.resolve("out/again/report.json"));
        for (int stage = 0; stage < 2; stage++) {
            assertThat(without(again.get("stages").get(stage), "millisPerRow", "reasons"))
                    .isEqualTo(without(report.get("stages").get(stage), "millisPerRow", "reasons"));
        }
        assertThat(without(again.get("cascade"), "averageMillis", "reasons", "intervals"))
                .isEqualTo(without(report.get("cascade"), "averageMillis", "reasons", "intervals"));
        assertThat(again.get("baselines")).isEqualTo(report.get("baselines"));
        assertThat(json(work.resolve("out/again/rules.json")).get("stages"))
                .isEqualTo(json(work.resolve("out/digits/rules.json")).get("stages"));
    }

    private static String recordedJob(JsonNode live) {
        StringBuilder models = new StringBuilder();
        for (JsonNode stage : live.get("stages")) {
            String name = stage.get("model").asString();
            models.append("""
                      %1$s:
                        use: recorded
                        with:
                          calibration: out/digits/recorded/%1$s-calibration.npy
                          test: out/digits/recorded/%1$s-test.npy
                          parameters: %2$s
                          macs: %3$s
                    """.formatted(name, stage.get("parameters"), stage.get("macs")));
        }
        return """
                job: cascade
                seed: 7
                data:
                  use: recorded
                  with:
                    calibration: { labels: out/digits/recorded/labels-calibration.npy }
                    test: { labels: out/digits/recorded/labels-test.npy }
                models:
                %sstages:
                  - { model: small, defer: { use: threshold, with: { deferral-rate: 0.3 } } }
                  - { model: large }
                report: out/again
                """.formatted(models);
    }

    @Test
    void theSameFileAndSeedGiveTheSameNumbers() throws Exception {
        Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));

        Ended ended = Distribution.weir(
                elsewhere, "run", CONFIGS.resolve("digits-cascade.yaml").toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode again = json(elsewhere.resolve("out/digits/report.json"));
        assertThat(without(again.get("stages").get(1), "millisPerRow"))
                .isEqualTo(without(report.get("stages").get(1), "millisPerRow"));
        assertThat(again.get("digests")).isEqualTo(report.get("digests"));
        assertThat(again.get("baselines")).isEqualTo(report.get("baselines"));
    }

    @Test
    void theReportOfTheRecordedJobIsTheGoldenOne() throws Exception {
        Ended ended = Distribution.weir(
                work, "run", CONFIGS.resolve("recorded-cascade.yaml").toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        ObjectNode found = (ObjectNode) json(work.resolve("out/recorded/report.json"));
        found.remove("seconds");
        ((ObjectNode) found.get("digests")).remove("models"); // hold the digest of the plugin's code
        Path golden = Path.of("src/test/resources/golden/recorded-cascade.json");
        if (Boolean.getBoolean("weir.golden.write")) {
            Files.writeString(golden, found.toPrettyString() + "\n");
        }
        // Nine digits: the last bits of exp and log are the processor's own.
        assertThat(rounded(found)).isEqualTo(rounded(json(golden)));
    }

    private static JsonNode rounded(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = JSON.createObjectNode();
            node.propertyStream().forEach(entry -> copy.set(entry.getKey(), rounded(entry.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(element -> copy.add(rounded(element)));
            return copy;
        }
        return node.isFloatingPointNumber()
                ? JSON.valueToTree(new BigDecimal(node.asDouble(), new MathContext(9))
                        .stripTrailingZeros()
                        .toString())
                : node;
    }

    @Test
    void theWindowJobRuns() throws Exception {
        Ended ended = Distribution.weir(
                work, "run", CONFIGS.resolve("digits-window.yaml").toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode window = json(work.resolve("out/digits-window/report.json"));
        assertThat(window.get("cascade").get("abstained").asDouble()).isBetween(0.0, 0.5);
        assertThat(window.get("cascade").get("averageMacs").asDouble())
                .isLessThan(2 * window.get("stages").get(0).get("macs").asDouble());
    }

    @Test
    void aChangedCopyIsTrainedAloneAndFromWhatItIsACopyOf() throws Exception {
        Path copies = work.resolve("copies.yaml");
        String text = Files.readString(CONFIGS.resolve("digits-copies.yaml"))
                .replace(
                        "data/optdigits.csv",
                        CONFIGS.resolve("data/optdigits.csv").toString());
        Files.writeString(copies, text);

        Ended first = Distribution.weir(work, "run", copies.toString());
        Files.writeString(copies, text.replace("epochs: 5 ", "epochs: 0 "));
        Ended untrained = Distribution.weir(work, "run", copies.toString());
        JsonNode copy = json(work.resolve("out/digits-copies/report.json")).at("/stages/1");
        Files.writeString(copies, text.replace("- model: large", "- model: base"));
        Ended itself = Distribution.weir(work, "run", copies.toString());
        JsonNode base = json(work.resolve("out/digits-copies/report.json")).at("/stages/1");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("training base", "training large");
        assertThat(untrained.err()).contains("restoring base").doesNotContain("training base");
        assertThat(itself.err()).contains("restoring base").doesNotContain("training");
        assertThat(without(copy, "model", "millisPerRow"))
                .as("a copy that is not trained answers as what it is a copy of")
                .isEqualTo(without(base, "model", "millisPerRow"));
    }

    @Test
    void theRepeatedJobSumsUpAndRepeatsNoFinishedRun() throws Exception {
        String config = CONFIGS.resolve("digits-repeats.yaml").toString();

        Ended first = Distribution.weir(work, "run", config);

        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode whole = json(work.resolve("out/digits-repeats/report.json"));
        assertThat(whole.get("runs")).hasSize(6);
        for (JsonNode run : whole.get("runs")) {
            Path folder =
                    work.resolve("out/digits-repeats").resolve(run.get("folder").asString());
            assertThat(run.get("cascade"))
                    .isEqualTo(json(folder.resolve("report.json")).get("cascade"));
            assertThat(folder.resolve("report.html")).exists();
            assertThat(folder.resolve("rules.json")).exists();
        }
        for (JsonNode variant : whole.get("summary")) {
            double accuracy = variant.at("/cascade/accuracy").asDouble();
            assertThat(accuracy).isGreaterThan(0.9);
            assertThat(variant.at("/cascade/intervals/accuracy/0").asDouble()).isLessThanOrEqualTo(accuracy);
            assertThat(variant.at("/cascade/intervals/accuracy/1").asDouble()).isGreaterThanOrEqualTo(accuracy);
        }

        Ended second = Distribution.weir(work, "run", config);

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.err())
                .contains("reusing narrow-1 1/6", "reusing wide-3 6/6")
                .doesNotContain("running");
        JsonNode again = json(work.resolve("out/digits-repeats/report.json"));
        assertThat(without(again, "seconds")).isEqualTo(without(whole, "seconds"));
        assertThat(second.out()).isEqualTo(first.out());
    }

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    private static JsonNode without(JsonNode node, String... keys) {
        ObjectNode copy = (ObjectNode) node.deepCopy();
        copy.remove(List.of(keys));
        return copy;
    }
}
