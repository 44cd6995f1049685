package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Engines that swap: the same job on TensorFlow, on both engines at once, and weights that go from one to the other. */
class EnginesTest {
    private static final Path CONFIGS = Distribution.HOME.resolve("configs");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    @BeforeAll
    static void runTheJob() throws Exception {
        Ended ended = Distribution.weir(
                work, "run", CONFIGS.resolve("digits-tensorflow.yaml").toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void theDigitsMeetTheFloorsOfPyTorchOnTensorFlowAndOnBothEngines() throws IOException {
        JsonNode runs = json(work.resolve("out/digits-tensorflow/report.json")).get("runs");

        assertThat(runs).hasSize(2);
        for (JsonNode run : runs) {
            Path folder = work.resolve("out/digits-tensorflow")
                    .resolve(run.get("folder").asString());
            JsonNode report = json(folder.resolve("report.json"));
            JsonNode large = report.at("/stages/1");
            assertThat(report.at("/stages/0/accuracy").asDouble()).isGreaterThanOrEqualTo(0.85);
            assertThat(large.get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
            assertThat(report.at("/cascade/accuracy").asDouble()).isGreaterThanOrEqualTo(0.95);
            assertThat(report.at("/cascade/averageMacs").asDouble())
                    .isLessThan(0.5 * large.get("macs").asDouble());
        }
    }

    @ParameterizedTest
    @CsvSource({"tensorflow, pytorch", "pytorch, tensorflow"})
    void weightsOfOneEngineGiveTheSameLogitsOnTheOther(String trained, String asked, @TempDir Path elsewhere)
            throws Exception {
        run(elsewhere, "trained", trained, "");
        Path bundle = elsewhere.resolve("out/trained/bundle");
        run(elsewhere, "asked", asked, "epochs: 0, weights: %s, ");

        for (String model : new String[] {"small", "large"}) {
            float[] expected = logits(elsewhere.resolve("out/trained/recorded/" + model + "-test.npy"));
            float[] found = logits(elsewhere.resolve("out/asked/recorded/" + model + "-test.npy"));

            assertThat(found).hasSameSizeAs(expected);
            double largest = 1;
            for (float logit : expected) {
                largest = Math.max(largest, Math.abs(logit));
            }
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-4f));
            }
            assertThat(largest).as("logits worth comparing").isGreaterThan(5);
        }
        assertThat(bundle).isDirectory();
        Ended predicted = Distribution.weir(
                elsewhere,
                "predict",
                "out/asked/bundle",
                "--data",
                CONFIGS.resolve("data/optdigits.csv").toString(),
                "--out",
                "predictions.csv");
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
    }

    private static void run(Path elsewhere, String name, String engine, String start) throws Exception {
        Path bundle = elsewhere.resolve("out/trained/bundle");
        Path file = elsewhere.resolve(name + ".yaml");
        Files.writeString(file, """
                job: cascade
                seed: 7
                data:
                  use: csv
                  with: { file: %1$s, label: digit, shape: [1, 8, 8], scale: 0.0625 }
                splits: { train: 0.5, calibration: 0.2, test: 0.2 }
                models:
                  small: { use: %2$s, with: { %3$snetwork: { resnet: { channels: [8, 16] } } } }
                  large: { use: %2$s, with: { %4$snetwork: { cnn: { channels: [16, 32] } } } }
                stages:
                  - { model: small, defer: { use: threshold, with: { deferral-rate: 0.3 } } }
                  - { model: large }
                report: out/%5$s
                """.formatted(
                        CONFIGS.resolve("data/optdigits.csv"),
                        engine,
                        start.formatted(weights(bundle, "small")),
                        start.formatted(weights(bundle, "large")),
                        name));
        Ended ended = Distribution.weir(elsewhere, "run", file.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private static Path weights(Path bundle, String model) {
        if (!Files.isDirectory(bundle)) {
            return bundle;
        }
        try (Stream<Path> all = Files.walk(bundle)) {
            return all.filter(path -> path.endsWith(Path.of(model, "weights.safetensors")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The float32 numbers of a .npy file, without what says so. */
    private static float[] logits(Path npy) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + bytes.getShort(8);
        float[] logits = new float[(bytes.limit() - header) / Float.BYTES];
        bytes.position(header).asFloatBuffer().get(logits);
        return logits;
    }

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }
}
