package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Answers;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.TokenMask;
import dev.weir.integration.Distribution.Ended;
import dev.weir.runtime.job.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cascades whose models answer token by token: recorded ones, and what is refused of them. */
class TokensJobTest {
    private static final int LENGTH = 3;
    private static final int VOCABULARY = 4;

    private static final String JOB = """
            job: cascade
            data: { use: recorded, with: { calibration: { labels: y-cal.npy }, test: { labels: y.npy } } }
            models:
              small: { use: recorded, with: { calibration: { logits: s-cal.npy, mask: m-cal.npy }, test: { logits: s.npy, mask: m.npy } } }
              large: { use: recorded, with: { calibration: { logits: l-cal.npy, mask: m-cal.npy }, test: { logits: l.npy, mask: m.npy } } }
            stages:
              - { model: small, defer: { use: threshold, with: { score: token-log-probability, deferral-rate: 0.5 } } }
              - { model: large }
            report: %s
            """;

    @TempDir
    Path folder;

    /** Answers of one to three tokens; the small model is sure where it is right, the large one is always right. */
    private void record(String split, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        int[] tokens = new int[rows * LENGTH];
        boolean[] mask = new boolean[rows * LENGTH];
        float[] small = new float[rows * LENGTH * VOCABULARY];
        float[] large = new float[small.length];
        for (int row = 0; row < rows; row++) {
            int count = 1 + random.nextInt(LENGTH);
            boolean right = random.nextInt(4) > 0;
            for (int place = 0; place < LENGTH; place++) {
                int at = row * LENGTH + place;
                mask[at] = place < count;
                tokens[at] = mask[at] ? random.nextInt(VOCABULARY) : Answers.NONE;
                int token = mask[at] ? tokens[at] : 0;
                int answered = right ? token : (token + 1) % VOCABULARY;
                small[at * VOCABULARY + answered] = mask[at] ? (right ? 5 : 1) + random.nextFloat() : 99;
                large[at * VOCABULARY + token] = 4;
            }
        }
        int[] classes = new int[rows];
        Map<List<Integer>, Integer> met = new LinkedHashMap<>();
        for (int row = 0; row < rows; row++) {
            List<Integer> written = Arrays.stream(tokens, row * LENGTH, (row + 1) * LENGTH)
                    .boxed()
                    .toList();
            classes[row] = met.computeIfAbsent(written, absent -> met.size());
        }
        int[] all = met.keySet().stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .toArray();
        Npy.write(folder.resolve("y" + split), new Labels(new Answers(VOCABULARY, LENGTH, all), classes));
        Npy.write(folder.resolve("m" + split), new TokenMask(LENGTH, mask));
        Npy.write(folder.resolve("s" + split), new Logits(rows * LENGTH, VOCABULARY, small), LENGTH);
        Npy.write(folder.resolve("l" + split), new Logits(rows * LENGTH, VOCABULARY, large), LENGTH);
    }

    private void recorded() throws IOException {
        record("-cal.npy", 60, 1);
        record(".npy", 80, 2);
    }

    private Ended run(String command, String job) throws IOException {
        Path file = Files.writeString(folder.resolve("job.yaml"), job.formatted(folder.resolve("out")));
        return InProcess.weir(command, file.toString());
    }

    @Test
    void anAnswerIsOneExampleOfTheCascade() throws IOException {
        recorded();

        Ended ended = run("run", JOB);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/report.json")));
        JsonNode small = report.get("stages").get(0);
        assertThat(report.get("cascade").get("examples").asInt()).isEqualTo(80);
        assertThat(report.get("cascade").get("accuracy").asDouble()).isEqualTo(1);
        assertThat(small.get("accuracy").asDouble()).isBetween(0.6, 0.9);
        assertThat(small.get("auroc").asDouble()).isEqualTo(1);
        assertThat(small.get("tokensPerAnswer").asDouble()).isBetween(1.0, 3.0);
        assertThat(small.get("tokensPerSecond").isNull()).isTrue();
        // the token that ends a wrong answer and those before it, under the softmax of four
        assertThat(report.get("stages").get(1).get("nll").asDouble())
                .isCloseTo(Math.log(1 + 3 * Math.exp(-4)), within(1e-6));
        assertThat(report.get("baselines").findValuesAsString("name")).doesNotContain("ensemble of all stages");
        assertThat(folder.resolve("out/recorded/small-test-mask.npy")).exists();
    }

    @Test
    void whatARunKeepsIsReadAgainWithTheSameNumbers() throws IOException {
        recorded();
        run("run", JOB);
        JsonNode first = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/report.json")));
        String kept = """
                job: cascade
                data: { use: recorded, with: { calibration: { labels: out/recorded/labels-calibration.npy }, test: { labels: out/recorded/labels-test.npy } } }
                models:
                  small: { use: recorded, with: { calibration: { logits: out/recorded/small-calibration.npy, mask: out/recorded/small-calibration-mask.npy }, test: { logits: out/recorded/small-test.npy, mask: out/recorded/small-test-mask.npy } } }
                  large: { use: recorded, with: { calibration: { logits: out/recorded/large-calibration.npy, mask: out/recorded/large-calibration-mask.npy }, test: { logits: out/recorded/large-test.npy, mask: out/recorded/large-test-mask.npy } } }
                stages:
                  - { model: small, defer: { use: threshold, with: { score: token-log-probability, deferral-rate: 0.5 } } }
                  - { model: large }
                report: %s
                """.formatted(folder.resolve("again"));

        Ended ended = InProcess.weir(
                "run", Files.writeString(folder.resolve("again.yaml"), kept).toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode second = JsonMapper.shared().readTree(Files.readString(folder.resolve("again/report.json")));
        assertThat(second.get("cascade")).isEqualTo(first.get("cascade"));
        assertThat(second.get("stages")).isEqualTo(first.get("stages"));
    }

    @Test
    void anExplorationReadsThemToo() throws IOException {
        recorded();
        String job = """
                job: explore
                data: { use: recorded, with: { calibration: { labels: y-cal.npy }, test: { labels: y.npy } } }
                models:
                  small: { use: recorded, with: { calibration: { logits: s-cal.npy, mask: m-cal.npy }, test: { logits: s.npy, mask: m.npy }, macs: 10 } }
                  large: { use: recorded, with: { calibration: { logits: l-cal.npy, mask: m-cal.npy }, test: { logits: l.npy, mask: m.npy }, macs: 100 } }
                policies: [ { use: threshold, with: { deferral-rate: [0.2, 0.5] } } ]
                stages: 2
                report: %s
                """;

        Ended ended = run("run", job);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(folder.resolve("out/report.json")).exists();
    }

    @Test
    void answersOfSeveralTokensAreNotAveraged() throws IOException {
        recorded();

        assertRefused(JOB.replace("{ model: large }", "{ model: large, combine: average }"), """
                job.yaml:8:30: stages[1].combine: answers of several tokens cannot be averaged
                  Each model goes on from tokens of its own: leave combine out.
                """);
    }

    @Test
    void labelsOfOneClassEach() throws IOException {
        recorded();
        Npy.write(folder.resolve("y-cal.npy"), new Labels(2, new int[60]));
        Npy.write(folder.resolve("y.npy"), new Labels(2, new int[80]));

        assertRefused(JOB, """
                job.yaml:4:10: models.small: logits for every token of an answer, but a label is one class
                  Give labels of tokens, n x t, with -1 where there is none; or logits n x k.
                """);
    }

    @Test
    void logitsOfOneRowForAnExample() throws IOException {
        recorded();
        Npy.write(folder.resolve("s-cal.npy"), new Logits(60, VOCABULARY, new float[60 * VOCABULARY]));
        Npy.write(folder.resolve("s.npy"), new Logits(80, VOCABULARY, new float[80 * VOCABULARY]));

        assertRefused(JOB.replace(", mask: m-cal.npy", "").replace(", mask: m.npy", ""), """
                job.yaml:4:10: models.small: one row of logits for an example, but a label is up to 3 tokens
                  Give logits for every token, n x t x v, and a mask; or labels of one class each.
                """);
    }

    @Test
    void answersOfOtherLengthsThanTheLabels() throws IOException {
        recorded();
        Npy.write(folder.resolve("y-cal.npy"), new Labels(new Answers(4, 2, new int[] {1, -1}), new int[60]));
        Npy.write(folder.resolve("y.npy"), new Labels(new Answers(4, 2, new int[] {1, -1}), new int[80]));

        assertRefused(JOB, """
                job.yaml:4:10: models.small: answers of 3 positions, but the labels have 2
                  Pad both to one length: the mask is 0 and the label -1 there.
                """);
    }

    @Test
    void aLabelOutsideTheVocabulary() throws IOException {
        recorded();
        Npy.write(folder.resolve("y.npy"), new Labels(new Answers(8, 3, new int[] {1, 7, -1}), new int[80]));

        assertRefused(JOB, """
                job.yaml:4:10: models.small: logits for a vocabulary of 4 tokens, but a label has the token 7
                  Tokens count from 0: record logits for all of them.
                """);
    }

    @Test
    void aSelectionOfModels() throws IOException {
        recorded();
        String job = """
                job: select
                data: { use: recorded, with: { train: { labels: y.npy } } }
                zoo: [ { name: small, model: { use: recorded, with: { train: { features: f.npy } } } } ]
                selector: { use: proxy, with: { scores: [lfc] } }
                report: out
                """;
        Npy.write(folder.resolve("f.npy"), new Logits(80, 2, new float[160]));

        assertRefused(job, """
                job.yaml:2:7: data: the labels are answers of several tokens
                  Candidates are compared on examples of one class each: give labels n.
                """);
    }

    private void assertRefused(String job, String expected) throws IOException {
        Ended ended = run("check", job);

        assertThat(ended.err().replace(folder + "/", "")).isEqualTo(expected + "1 problem; nothing was run.\n");
        assertThat(ended.exitCode()).isEqualTo(2);
    }
}
