package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A stage that is tuned and calibrated, through the real plugins, on real data. */
class GatekeeperJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final Path JOB = CONFIGS.resolve("digits-gatekeeper.yaml");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    private static Ended ended = new Ended(-1, "", "");
    private static JsonNode report = JSON.createObjectNode();

    @BeforeAll
    static void runTheJob() throws Exception {
        ended = Distribution.weir(work, "run", JOB.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        report = json("out/digits-gatekeeper/report.json");
    }

    @Test
    void everySettingIsListedAndOneOfThoseAboveTheFloorIsUsed() {
        JsonNode tune = report.at("/stages/0/tune");

        assertThat(tune.get("settings")).hasSize(6);
        assertThat(tune.at("/settings/0/objective").toString())
                .isEqualTo("{\"use\":\"gatekeeper\",\"with\":{\"alpha\":0.3,\"divergence\":\"forward\","
                        + "\"normalizer\":\"batch\"}}");
        JsonNode chosen = tune.get("settings").get(tune.get("chosen").asInt());
        assertThat(chosen.get("chosen").asBoolean()).isTrue();
        double floor = tune.get("accuracyFloor").asDouble();
        assertThat(floor).isCloseTo(tune.at("/untuned/accuracy").asDouble() - 0.02, within(1e-12));
        for (JsonNode setting : tune.get("settings")) {
            double accuracy = setting.get("accuracy").asDouble();
            assertThat(setting.get("belowFloor").asBoolean()).isEqualTo(accuracy < floor - 1e-12);
            if (accuracy >= floor) {
                assertThat(setting.get("sd").asDouble())
                        .isLessThanOrEqualTo(chosen.get("sd").asDouble());
            }
        }
        assertThat(ended.err()).contains("tuning small 1/6: gatekeeper (alpha 0.3", "tuning small 6/6: uses ");
        assertThat(ended.out()).contains("small was tuned, 6 settings tried: on the validation split accuracy");
    }

    @Test
    void theReportHasTheDeferralBeforeAndAfter() throws Exception {
        JsonNode deferral = report.get("deferral");

        for (JsonNode of : List.of(deferral, deferral.get("before"))) {
            assertThat(of.propertyNames()).contains("curve", "accuracy", "sd", "so", "auroc", "intervals", "reasons");
            assertThat(of.get("sd").asDouble()).isBetween(-1.0, 2.0);
            assertThat(of.at("/curve/0/accuracy").asDouble())
                    .isEqualTo(of.get("accuracy").asDouble());
        }
        assertThat(deferral.get("accuracy")).isEqualTo(report.at("/stages/0/accuracy"));
        assertThat(Files.readString(work.resolve("out/digits-gatekeeper/report.html")))
                .contains("Tuning of small", "Before and after tuning", "Calibration of small")
                .contains("id=\"plot-deferral\"", "id=\"plot-reliability-0\"", "small before");
    }

    @Test
    void theTemperatureMakesTheCalibratedStageLikelierOrNearlySo() {
        JsonNode fit = report.at("/stages/0/fit");

        assertThat(fit.at("/calibrator/use").asString()).isEqualTo("temperature");
        assertThat(fit.get("nll").asDouble()).isLessThan(fit.get("nllBefore").asDouble() + 0.02);
        assertThat(report.at("/stages/0/nll")).isEqualTo(fit.get("nll"));
        assertThat(report.at("/stages/0/ece")).isEqualTo(fit.get("ece"));
    }

    @Test
    void theBundleAnswersThroughTheCalibrator() throws Exception {
        JsonNode bundle = json("out/digits-gatekeeper/bundle/bundle.json");
        assertThat(bundle.at("/stages/0/fit")).isEqualTo(report.at("/stages/0/fit/calibrator"));

        Ended predicted = Distribution.weir(
                work,
                "predict",
                "out/digits-gatekeeper/bundle",
                "--data",
                CONFIGS.resolve("data/optdigits.csv").toString(),
                "--out",
                "answers.csv");

        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        double threshold = report.at("/stages/0/rule/high").asDouble();
        List<String> small = Files.readAllLines(work.resolve("answers.csv")).stream()
                .filter(line -> line.contains(",small,"))
                .toList();
        assertThat(small.size() / 1797.0).isCloseTo(0.7, within(0.1));
        double least = small.stream()
                .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[2]))
                .min()
                .orElseThrow();
        assertThat(least).isGreaterThan(threshold).isCloseTo(threshold, within(0.02)); // on the calibrated scale
    }

    @Test
    void anotherRunTrainsNothingAndGivesTheSameNumbers() throws Exception {
        Path file = Files.writeString(
                CONFIGS.resolve("again-gatekeeper.yaml.tmp"),
                Files.readString(JOB).replace("out/digits-gatekeeper", "out/again"));
        try {
            Ended again = Distribution.weir(work, "run", file.toString());

            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(again.err()).doesNotContain("training small").contains("restoring small");
            JsonNode other = json("out/again/report.json");
            assertThat(other.get("deferral")).isEqualTo(report.get("deferral"));
            assertThat(other.at("/stages/0/tune")).isEqualTo(report.at("/stages/0/tune"));
            assertThat(other.at("/stages/0/fit")).isEqualTo(report.at("/stages/0/fit"));
            assertThat(other.at("/digests/models")).isEqualTo(report.at("/digests/models"));
            assertThat(without(other.at("/stages/0"), "millisPerRow", "seconds"))
                    .isEqualTo(without(report.at("/stages/0"), "millisPerRow", "seconds"));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theSameObjectivesTuneAlikeOnTensorFlow() throws Exception {
        Path file = Files.writeString(
                CONFIGS.resolve("tensorflow-gatekeeper.yaml.tmp"),
                Files.readString(JOB)
                        .replace("out/digits-gatekeeper", "out/tensorflow")
                        .replace("use: pytorch", "use: tensorflow"));
        try {
            Ended other = Distribution.weir(work, "run", file.toString());

            assertThat(other.exitCode()).as(other.err()).isZero();
            JsonNode settings = json("out/tensorflow/report.json").at("/stages/0/tune/settings");
            assertThat(settings).hasSize(6);
            for (int i = 0; i < 6; i++) {
                JsonNode expected = report.at("/stages/0/tune/settings").get(i);
                JsonNode found = settings.get(i);
                assertThat(found.get("objective")).isEqualTo(expected.get("objective"));
                for (String measured : List.of("accuracy", "sd")) {
                    assertThat(found.get(measured).asDouble())
                            .as("%s of setting %d", measured, i)
                            .isCloseTo(expected.get(measured).asDouble(), within(0.02));
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void aCollapsedModelIsReportedAndNotUsed() throws Exception {
        Path file = Files.writeString(
                CONFIGS.resolve("collapse-gatekeeper.yaml.tmp"),
                Files.readString(JOB)
                        .replace("out/digits-gatekeeper", "out/collapse")
                        .replaceFirst("objective: \\[ .* ]\n", "objective: [ { gatekeeper: { alpha: 0 } } ]\n")
                        .replace("[0.003, 0.001]", "[0.1, 1]"));
        try {
            Ended collapsed = Distribution.weir(work, "run", file.toString());

            assertThat(collapsed.exitCode()).as(collapsed.err()).isZero();
            assertThat(collapsed.out())
                    .contains("the model stays untuned: all 2 settings fall below the accuracy floor");
            JsonNode other = json("out/collapse/report.json");
            assertThat(other.at("/stages/0/tune/chosen").isNull()).isTrue();
            assertThat(other.at("/stages/0/tune/settings/0/belowFloor").asBoolean())
                    .isTrue();
            assertThat(other.at("/stages/0/accuracy")).isEqualTo(report.at("/deferral/before/accuracy"));
            assertThat(other.at("/deferral/sd")).isEqualTo(other.at("/deferral/before/sd"));
        } finally {
            Files.delete(file);
        }
    }

    private static JsonNode json(String path) throws IOException {
        return JSON.readTree(Files.readString(work.resolve(path)));
    }

    private static JsonNode without(JsonNode node, String... keys) {
        ObjectNode copy = (ObjectNode) node.deepCopy();
        copy.remove(List.of(keys));
        return copy;
    }
}
