package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A certified cascade with foreign examples, on recorded outputs, through the real plugins. */
class GuaranteeAndForeignExamplesTest {
    private static final Path RECORDED =
            Distribution.HOME.resolve("configs/data/recorded").toAbsolutePath();
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    Path work;

    @Test
    void theCertificateStandsInTheRulesAndForeignExamplesAreMeasured() throws Exception {
        JsonNode report = run("guarantee: { use: certified, with: { risk: 0.1, delta: 0.1 } }", "", "");

        JsonNode certificate =
                JSON.readTree(work.resolve("out/rules.json").toFile()).get("certificate");
        assertThat(certificate).isEqualTo(report.get("certificate"));
        assertThat(certificate.get("holds").asBoolean()).isTrue();
        assertThat(certificate.get("upper").asDouble()).isLessThanOrEqualTo(0.1);
        assertThat(certificate.get("policy").get("use").asString()).isEqualTo("certified");
        JsonNode ood = report.get("cascade").get("ood");
        assertThat(ood.get("examples").asInt())
                .isEqualTo(report.get("splits").get("ood").get("examples").asInt())
                .isPositive();
        for (String key : new String[] {"auroc", "fprAt95", "fprAt80", "accepted"}) {
            assertThat(ood.get(key).asDouble()).as(key).isBetween(0.0, 1.0);
            assertThat(ood.get("intervals").get(key).size()).as(key).isEqualTo(2);
        }
        assertThat(ood.get("scod").get("riskAtCoverage").propertyNames()).containsExactly("0.5", "0.8");
    }

    @Test
    void aRiskThatCannotBeCertifiedIsAbstainedFromAndTheExamplesThatWouldDoAreSaid() throws Exception {
        JsonNode report = run("guarantee: { use: certified, with: { risk: 0.001 } }", "", "");

        assertThat(report.get("certificate").get("holds").asBoolean()).isFalse();
        assertThat(report.get("cascade").get("coverage").asDouble()).isZero();
        assertThat(report.get("certificate").get("words").asString()).startsWith("Not certified");
    }

    @Test
    void anAdjustedWindowCountsOnTheMixture() throws Exception {
        JsonNode report = run(
                "confidence: { use: mean-of-members, with: { score: max-softmax } }",
                ", defer: { use: window, with: { target: { fpr-at-tpr: 0.95 }, adjusted: true } }",
                ", combine: average");

        assertThat(report.get("stages").get(0).get("rule").get("score").asString())
                .isEqualTo("energy");
    }

    @Test
    void aLevelOfAcceptanceBesideAGuaranteeIsRefused() throws Exception {
        Ended ended =
                InProcess.weir("check", job("guarantee: { use: certified, with: { risk: 0.1 } }", "", ", accept: 0.5"));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("stages[1].accept: the guarantee chooses what is accepted");
    }

    @Test
    void anAccuracyThatNoThresholdReachesIsRefusedWithTheBestOne() throws Exception {
        Ended ended = InProcess.weir("run", job("", ", defer: { use: threshold, with: { accuracy: 1 } }", ""));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err())
                .contains(
                        "accuracy 1.0 cannot be had", "the best joint accuracy is 0.", "Ask for that accuracy or less")
                .doesNotContain("plugin");
    }

    @Test
    void anAdjustedWindowWithoutForeignExamplesIsRefused() throws Exception {
        Path job = Path.of(
                job("", ", defer: { use: window, with: { target: { coverage-at-risk: 0.1 }, adjusted: true } }", ""));
        Files.writeString(job, Files.readString(job).replace("ood: {}", "").replaceAll("ood: [^,}]+npy", "macs: 1"));

        Ended ended = InProcess.weir("check", job.toString());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("a policy counts on unlabelled examples of another distribution");
    }

    private JsonNode run(String top, String first, String second) throws Exception {
        Ended ended = InProcess.weir("run", job(top, first, second));
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return JSON.readTree(work.resolve("out/report.json").toFile());
    }

    /** The calibration examples of the digits stand in for foreign ones. */
    private String job(String top, String first, String second) throws Exception {
        String data = RECORDED.toString();
        return Files.writeString(work.resolve("job.yaml"), """
                        job: cascade
                        seed: 3
                        data:
                          use: recorded
                          with: { calibration: { labels: %1$s/labels-calibration.npy }, test: { labels: %1$s/labels-test.npy }, ood: {} }
                        models:
                          small: { use: recorded, with: { calibration: %1$s/small-calibration.npy, test: %1$s/small-test.npy, ood: %1$s/small-calibration.npy } }
                          large: { use: recorded, with: { calibration: %1$s/large-calibration.npy, test: %1$s/large-test.npy, ood: %1$s/large-calibration.npy } }
                        %2$s
                        stages:
                          - { model: small%3$s }
                          - { model: large%4$s }
                        report: %5$s
                        """.formatted(data, top, first, second, work.resolve("out")))
                .toString();
    }
}
