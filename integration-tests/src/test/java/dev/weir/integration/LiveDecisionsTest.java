package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.inject.Guice;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.RuntimeModule;
import dev.weir.runtime.cascade.Cascade;
import dev.weir.runtime.cascade.Predictions;
import dev.weir.runtime.job.JobRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The main job's bundle, asked from Java: it decides as the run did on what it recorded. */
class LiveDecisionsTest {
    private static final Path DIGITS = Distribution.HOME.resolve("configs/digits-cascade.yaml");

    /** Within it of a bound, or of another class, the last bits decide. */
    private static final double NEAR = 1e-5;

    @TempDir
    static Path work;

    private static Path report = Path.of("");

    @BeforeAll
    static void runTheMainJob() throws IOException {
        Path job = Files.writeString(
                work.resolve("digits.yaml"),
                Files.readString(DIGITS)
                        .replace("data/optdigits.csv", Distribution.HOME.resolve("configs/data/optdigits.csv") + "")
                        .replace("  - model: small\n", "  - model: small\n    cost: 1\n")
                        .replace("  - model: large\n", "  - model: large\n    cost: 20\n")
                        .replace("report: out/digits", "report: " + work.resolve("out")));
        report = work.resolve("out");

        Ended ended = InProcess.weir("run", "--no-cache", job.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    private static Inputs testSplit() {
        return Guice.createInjector(new RuntimeModule(List.of(InProcess.PLUGINS)))
                .getInstance(JobRunner.class)
                .check(work.resolve("digits.yaml"))
                .job()
                .testInputs();
    }

    @Test
    void liveDecisionsAreThoseOfTheRecordedOutputs() throws IOException {
        List<Logits> recorded = List.of(recorded("small"), recorded("large"));
        JsonNode rule = JsonMapper.shared()
                .readTree(Files.readString(report.resolve("rules.json")))
                .at("/stages/0/rule");
        assertThat(rule.get("low").isNull()).isTrue();
        assertThat(rule.get("score").asString()).isEqualTo("max-softmax");
        double high = rule.get("high").doubleValue();
        Inputs inputs = testSplit();

        Predictions live;
        try (Cascade cascade = Cascade.open(report.resolve("bundle"), List.of(InProcess.PLUGINS))) {
            live = cascade.predict(inputs);
        }

        assertThat(live.rows())
                .isEqualTo(inputs.rows())
                .isEqualTo(recorded.get(0).rows());
        int compared = 0;
        for (int row = 0; row < live.rows(); row++) {
            double score = recorded.get(0).maxSoftmax(row, 1);
            if (Math.abs(score - high) <= NEAR) {
                continue;
            }
            int stage = score <= high ? 1 : 0;
            Logits answered = recorded.get(stage);
            assertThat(live.stage()[row]).as("stage of row " + row).isEqualTo(stage);
            assertThat(live.confidence()[row])
                    .isBetween(answered.maxSoftmax(row, 1) - NEAR, answered.maxSoftmax(row, 1) + NEAR);
            assertThat(live.prediction()[row]).isEqualTo(answered.argMax(row));
            assertThat(live.cost()[row])
                    .as("an example pays for every stage it reached")
                    .isEqualTo(stage == 0 ? 1 : 21);
            compared++;
        }
        assertThat(compared).isGreaterThan(live.rows() * 9 / 10);
        assertThat(IntStream.of(live.stage()).distinct().count()).isEqualTo(2);
    }

    @Test
    void twoCallersAtOnceGetTheAnswersOfOne() throws Exception {
        FloatTensor inputs = (FloatTensor) testSplit();
        Inputs some = inputs.select(IntStream.range(100, 200).toArray());
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try (Cascade cascade = Cascade.open(report.resolve("bundle"), List.of(InProcess.PLUGINS))) {
            Predictions all = cascade.predict(inputs);
            Predictions few = cascade.predict(some);

            List<Future<Predictions>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(callers.submit(() -> cascade.predict(inputs)));
                answers.add(callers.submit(() -> cascade.predict(some)));
            }

            for (int i = 0; i < answers.size(); i++) {
                assertEqual(answers.get(i).get(), i % 2 == 0 ? all : few);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static void assertEqual(Predictions actual, Predictions expected) {
        assertThat(actual.prediction()).isEqualTo(expected.prediction());
        assertThat(actual.confidence()).isEqualTo(expected.confidence());
        assertThat(actual.stage()).isEqualTo(expected.stage());
        assertThat(actual.accepted()).isEqualTo(expected.accepted());
    }

    @Test
    void inputsOfAnotherShapeAreRefused() throws IOException {
        try (Cascade cascade = Cascade.open(report.resolve("bundle"), List.of(InProcess.PLUGINS))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cascade.predict(new FloatTensor(1, new int[] {64}, new float[64])))
                    .withMessage("the models of this bundle take float tensors of shape [1, 8, 8], got float tensors of"
                            + " shape [64]\nGive data of the form of the job's data.");
        }
    }

    /** What the run recorded on the test split: little-endian floats after a header. */
    private static Logits recorded(String model) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(report.resolve("recorded/" + model + "-test.npy")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int data = 10 + bytes.getShort(8);
        int classes = 10;
        float[] logits = new float[(bytes.capacity() - data) / Float.BYTES];
        bytes.position(data).asFloatBuffer().get(logits);
        return new Logits(logits.length / classes, classes, logits);
    }
}
