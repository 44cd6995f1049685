package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The interpolate job, recorded and live, through the real plugins. */
class InterpolateJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    private static JsonNode recorded = JSON.createObjectNode();
    private static JsonNode live = JSON.createObjectNode();
    private static JsonNode adaptive = JSON.createObjectNode();
    private static Ended ended = new Ended(-1, "", "");

    @BeforeAll
    static void run() throws Exception {
        ended = Distribution.weir(
                work, "run", CONFIGS.resolve("digits-interpolate.yaml").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        live = JSON.readTree(work.resolve("out/digits-interpolate/report.json"));
        Ended second = Distribution.weir(
                work, "run", CONFIGS.resolve("interpolate-recorded.yaml").toString());
        assertThat(second.exitCode()).as(second.err()).isZero();
        recorded = JSON.readTree(work.resolve("out/interpolate-recorded/report.json"));
        adaptive = report(
                Files.readString(CONFIGS.resolve("digits-adaptive.yaml"))
                        .replaceAll("out/digits-adaptive *#.*", "out/adaptive"),
                "adaptive");
    }

    @Test
    void theReportHasTheKeysOfTheDesign() {
        for (JsonNode report : List.of(recorded, live)) {
            assertThat(report.propertyNames())
                    .contains("endpoints", "clusters", "accuracy", "baselines", "forwardsPerExample", "digests");
            double shares = 0;
            for (JsonNode cluster : report.get("clusters")) {
                assertThat(cluster.propertyNames()).contains("coefficients", "share", "alpha", "beta");
                assertThat(cluster.get("coefficients").get(0).asDouble()
                                + cluster.get("coefficients").get(1).asDouble())
                        .isEqualTo(1);
                shares += cluster.get("share").asDouble();
            }
            assertThat(report.get("clusters")).hasSize(3);
            assertThat(shares).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void recordedEndpointsHaveCoefficientsAndClustersButNoAccuracyOfMixes() throws IOException {
        assertThat(recorded.get("accuracy").isNull()).isTrue();
        assertThat(recorded.get("reasons").get("accuracy").asString()).contains("nothing can be mixed");
        assertThat(accuracy(recorded.get("endpoints"), "model", "second")).isGreaterThan(0.9);
        assertThat(names(recorded.get("baselines")))
                .containsExactly("output ensemble", "static (coefficient 0.5)", "soup", "either endpoint right");
        byte[] npy = Files.readAllBytes(work.resolve("out/interpolate-recorded/coefficients.npy"));
        assertThat(new String(npy, StandardCharsets.ISO_8859_1)).contains("'descr': '<f8'", "'shape': (359, 2)");
        assertThat(npy.length % 64).isEqualTo(359 * 2 * 8 % 64);
    }

    @Test
    void mixesAreMeasuredBesideEveryBaselineAndOraclesAreMarked() {
        assertThat(names(live.get("baselines")))
                .containsExactly(
                        "output ensemble",
                        "dawin (mode sample)",
                        "dawin (mode domain)",
                        "static",
                        "static (coefficient 0.5)",
                        "soup",
                        "greedy-soup",
                        "task-arithmetic",
                        "ties",
                        "ties (dialect per-tensor)",
                        "breadcrumbs",
                        "slerp",
                        "model-stock",
                        "either endpoint right",
                        "mix by cross-entropy, in steps of 0.01");
        for (JsonNode baseline : live.get("baselines")) {
            assertThat(baseline.get("accuracy").asDouble()).isBetween(0.5, 1.0);
            boolean knowsLabels = baseline.get("name").asString().matches("either.*|mix by.*");
            assertThat(baseline.get("oracle").asBoolean()).isEqualTo(knowsLabels);
        }
        assertThat(ended.out()).contains("dawin (offset)", "knows the labels", "are served by a mix of");
    }

    @Test
    void theMeanOfTwoEndpointsIsTheSoupAndASingleLookIsOnePass() {
        JsonNode baselines = live.get("baselines");
        assertThat(accuracy(baselines, "name", "static (coefficient 0.5)"))
                .isEqualTo(accuracy(baselines, "name", "soup"));
        assertThat(live.get("forwardsPerExample").asDouble()).isEqualTo(3); // both endpoints and the mix
        assertThat(live.at("/endpoints/0/forwardsPerExample").asDouble()).isEqualTo(1);
        assertThat(baselines.get(3).get("forwardsPerExample").asDouble()).isEqualTo(1);
    }

    @Test
    void aCoefficientOfZeroOrOneIsTheEndpointItself() throws Exception {
        String text = Files.readString(CONFIGS.resolve("digits-interpolate.yaml"))
                .replaceFirst("interpolator: .*", "interpolator: { use: static, with: { coefficient: 0 } }")
                .replaceFirst("(?s)baselines: .*?\n\n", "baselines: [ { use: static, with: { coefficient: 1 } } ]\n\n")
                .replace("out/digits-interpolate", "out/ends");
        JsonNode ends = report(text, "ends");

        assertThat(ends.get("accuracy")).isEqualTo(ends.get("endpoints").get(0).get("accuracy"));
        assertThat(accuracy(ends.get("baselines"), "name", "static (coefficient 1.0)"))
                .isEqualTo(ends.get("endpoints").get(1).get("accuracy").asDouble());
    }

    @Test
    void aStoredPlanServesAsTheRunThatLeftItWithOneMixInMemory() throws Exception {
        Path plan = work.resolve("out/digits-interpolate/plan.json");
        String text = Files.readString(CONFIGS.resolve("digits-interpolate.yaml"))
                .replace("out/digits-interpolate", "out/frozen")
                .replaceFirst("interpolator: .*", "plan: " + plan.toAbsolutePath())
                .replaceFirst("(?s)baselines: .*?\n\n", "")
                .replace("kept-mixes: 4", "kept-mixes: 1");
        JsonNode frozen = report(text, "frozen");

        assertThat(frozen.get("accuracy")).isEqualTo(live.get("accuracy"));
        assertThat(frozen.get("clusters")).isEqualTo(live.get("clusters"));
    }

    @Test
    void aStoredPlanOfOneMixAsksNoEndpoint() throws Exception {
        String base =
                Files.readString(CONFIGS.resolve("digits-interpolate.yaml")).replaceFirst("(?s)baselines: .*?\n\n", "");
        JsonNode domain = report(
                base.replace("out/digits-interpolate", "out/domain")
                        .replaceFirst("interpolator: .*", "interpolator: { use: dawin, with: { mode: domain } }"),
                "domain");
        JsonNode frozen = report(
                base.replace("out/digits-interpolate", "out/frozen-domain")
                        .replaceFirst("interpolator: .*", "plan: " + work.resolve("out/domain/plan.json")),
                "frozen-domain");

        assertThat(domain.get("forwardsPerExample").asDouble()).isEqualTo(3);
        assertThat(domain.get("notes").get(0).asString()).startsWith("scale: without it the ancestor has no part");
        assertThat(frozen.get("forwardsPerExample").asDouble()).isEqualTo(1);
        assertThat(frozen.get("accuracy")).isEqualTo(domain.get("accuracy"));
    }

    @Test
    void aMixOfWeightsIsAStageAndItsBundleAnswers() throws Exception {
        JsonNode cascade = report(
                Files.readString(CONFIGS.resolve("digits-mixed.yaml"))
                        .replace("mix: { blurred: 0.4 }", "mix: { blurred: 1 }")
                        .replace("  - model: large", "  - model: blurred")
                        .replaceAll("out/digits-mixed *#.*", "out/mixed"),
                "mixed");
        JsonNode stages = cascade.get("stages");

        assertThat(stages.get(0).get("accuracy")).isEqualTo(stages.get(1).get("accuracy"));
        assertThat(stages.get(0).get("macs")).isEqualTo(stages.get(1).get("macs")); // one pass
        assertThat(predicted("mixed")).hasSize(1 + 1797);
    }

    @Test
    void theBundleOfTheMixesAnswersNewDataAsTheRunDid() throws Exception {
        List<String> answers = predicted("digits-interpolate");
        String bundle = Files.readString(work.resolve("out/digits-interpolate/bundle/bundle.json"));

        assertThat(answers).hasSize(1 + 1797);
        assertThat(answers.get(1)).endsWith(",interpolated,true");
        assertThat(rightOf(answers)).isBetween(0.9, 1.0);
        assertThat(bundle).doesNotContain("\"dawin\"", "\"merging\""); // a plan is numbers
    }

    @Test
    void anInterpolatedModelIsAStageThatCountsTheLookAtItsEndpoints() throws Exception {
        JsonNode first = adaptive.at("/stages/0");
        List<String> answers = predicted("adaptive");

        assertThat(first.get("macs").asLong()).isEqualTo(3 * (64 * 32 + 32 * 10));
        assertThat(first.get("parameters").asLong()).isEqualTo(2 * (65 * 32 + 33 * 10));
        assertThat(first.get("accuracy").asDouble()).isGreaterThan(0.9);
        assertThat(first.at("/plan/mixes")).hasSize(3);
        assertThat(Files.readString(work.resolve("out/adaptive/report.html")))
                .contains("adaptive mixes the weights of its endpoints: ");
        assertThat(answers).hasSize(1 + 1797);
        assertThat(answers).anyMatch(line -> line.contains(",adaptive,")).anyMatch(line -> line.contains(",large,"));
        assertThat(rightOf(answers)).isBetween(0.9, 1.0);
    }

    @Test
    void aStageServedByTheStoredPlanIsTheStageThatItWasFittedIn() throws Exception {
        Path plan = work.resolve("out/adaptive/bundle/models/adaptive/plan.json");
        JsonNode frozen = report(
                Files.readString(CONFIGS.resolve("digits-adaptive.yaml"))
                        .replaceFirst("interpolator: .*", "plan: " + plan.toAbsolutePath())
                        .replace("kept-mixes: 4", "kept-mixes: 1")
                        .replaceAll("out/digits-adaptive *#.*", "out/frozen-stage"),
                "frozen-stage");

        assertThat(without(frozen.at("/stages/0"), "millisPerRow"))
                .isEqualTo(without(adaptive.at("/stages/0"), "millisPerRow"));
        assertThat(Files.readAllBytes(work.resolve("out/frozen-stage/recorded/adaptive-test.npy")))
                .isEqualTo(Files.readAllBytes(work.resolve("out/adaptive/recorded/adaptive-test.npy")));
    }

    @Test
    void aPlanThatMixesNothingIsTheFirstEndpoint() throws Exception {
        String text = Files.readString(CONFIGS.resolve("digits-adaptive.yaml"))
                .replaceFirst("interpolator: .*", "interpolator: { use: static, with: { coefficient: 0 } }")
                .replace("  - model: large", "  - model: noisy")
                .replaceAll("out/digits-adaptive *#.*", "out/nothing");
        JsonNode stages = report(text, "nothing").get("stages");

        assertThat(stages.get(0).get("accuracy")).isEqualTo(stages.get(1).get("accuracy"));
        assertThat(stages.get(0).get("macs")).isEqualTo(stages.get(1).get("macs")); // no look: one pass
        assertThat(Files.readAllBytes(work.resolve("out/nothing/recorded/adaptive-test.npy")))
                .isEqualTo(Files.readAllBytes(work.resolve("out/nothing/recorded/noisy-test.npy")));
    }

    @Test
    void aPlanOfABundleThatDoesNotFitItIsRefusedInWords() throws Exception {
        Path bundle = work.resolve("out/domain-bundle/bundle");
        report(
                Files.readString(CONFIGS.resolve("digits-interpolate.yaml"))
                        .replaceFirst("(?s)baselines: .*?\n\n", "")
                        .replace("out/digits-interpolate", "out/domain-bundle"),
                "domain-bundle");
        Path plan = bundle.resolve("models/interpolated/plan.json");
        String before = sha256(plan);
        Files.writeString(plan, Files.readString(plan).replace("\"endpoints\" : 2", "\"endpoints\" : 3"));
        Path file = bundle.resolve("bundle.json");
        Files.writeString(file, Files.readString(file).replace(before, sha256(plan)));
        Files.writeString(bundle.resolve("bundle.sha256"), sha256(file) + "  bundle.json\n");
        Ended refused = Distribution.weir(
                work,
                "predict",
                bundle.toString(),
                "--data",
                CONFIGS.resolve("data/optdigits.csv").toString(),
                "--out",
                work.resolve("refused.csv").toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains("coefficients of another number of endpoints than 3", "Copy the whole bundle again")
                .doesNotContain("This is a bug");
    }

    @Test
    void endpointsThatLearnFromFirstWeightsOfTheirOwnAreNoted() throws Exception {
        String text = Files.readString(CONFIGS.resolve("digits-adaptive.yaml"))
                .replaceFirst(
                        "(?s)  blurred:\n.*?  adaptive:",
                        "  blurred: { use: pytorch, with: { network: { mlp: { hidden: [32] } }, epochs: 1 } }\n  adaptive:")
                .replaceAll("out/digits-adaptive *#.*", "out/unrelated");
        JsonNode notes = report(text, "unrelated").at("/stages/0/notes");

        assertThat(notes).hasSize(1);
        assertThat(notes.get(0).asString()).contains("base and blurred each learn from first weights of their own");
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static List<String> predicted(String run) throws Exception {
        Path out = work.resolve(run + ".csv");
        Ended predicted = Distribution.weir(
                work,
                "predict",
                work.resolve("out/" + run + "/bundle").toString(),
                "--data",
                CONFIGS.resolve("data/optdigits.csv").toString(),
                "--out",
                out.toString());
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        return Files.readAllLines(out);
    }

    /** The share of predictions that are the digit of their row. */
    private static double rightOf(List<String> answers) throws IOException {
        List<String> rows = Files.readAllLines(CONFIGS.resolve("data/optdigits.csv"));
        int column = List.of(rows.get(0).split(",", -1)).indexOf("digit");
        int right = 0;
        for (int row = 1; row < rows.size(); row++) {
            right +=
                    rows.get(row).split(",", -1)[column].equals(answers.get(row).split(",", -1)[1]) ? 1 : 0;
        }
        return right / (rows.size() - 1.0);
    }

    private static JsonNode without(JsonNode node, String key) {
        ObjectNode copy = ((ObjectNode) node).deepCopy();
        copy.remove(key);
        return copy;
    }

    @Test
    void lessMemoryThanOneMixTakesIsRefused() throws Exception {
        Path file = Files.writeString(
                CONFIGS.resolve("memory-interpolate.yaml.tmp"),
                Files.readString(CONFIGS.resolve("digits-interpolate.yaml")).replace("memory: 16", "memory: 0.001"));
        Ended refused = Distribution.weir(work, "run", file.toString());
        Files.delete(file);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("memory: 0.001 megabytes are less than one mix takes, 0.0");
    }

    private static JsonNode report(String text, String name) throws Exception {
        Path file = Files.writeString(CONFIGS.resolve(name + "-interpolate.yaml.tmp"), text);
        Ended run = Distribution.weir(work, "run", file.toString());
        Files.delete(file);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(work.resolve("out/" + name + "/report.json"));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(entry -> names.add(entry.get("name").asString()));
        return names;
    }

    private static double accuracy(JsonNode list, String key, String name) {
        for (JsonNode entry : list) {
            if (entry.get(key).asString().equals(name)) {
                return entry.get("accuracy").asDouble();
            }
        }
        throw new AssertionError("no " + name + " in " + list);
    }
}
