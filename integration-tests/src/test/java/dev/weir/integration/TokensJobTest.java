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
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
                  Candidates are compared on examples of one class each: give labels n, and leave tokens out of the transforms.
                """);
    }

    @Test
    void aMixOfModels() throws IOException {
        recorded();
        String job = """
                job: interpolate
                data: { use: recorded, with: { test: { labels: y.npy } } }
                models:
                  first: { use: recorded, with: { test: { logits: s.npy, mask: m.npy } } }
                  second: { use: recorded, with: { test: { logits: l.npy, mask: m.npy } } }
                endpoints: [first, second]
                interpolator: dawin
                report: out
                """;

        assertRefused(job, """
                job.yaml:2:7: data: the labels are answers of several tokens
                  Mixes follow how sure the endpoints are of one class: give labels n, and leave tokens out of the transforms.
                """);
    }

    /** Texts that begin with the name of their class. */
    private void texts() throws IOException {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("part,colour,text\n");
        for (int row = 0; row < 400; row++) {
            String colour = List.of("red", "green", "blue").get(random.nextInt(3));
            rows.append(row < 300 ? "known" : "new")
                    .append(',')
                    .append(colour)
                    .append(',')
                    .append(colour);
            for (int word = random.nextInt(3); word >= 0; word--) {
                rows.append(List.of(" tea", " red", " cup", " blue").get(random.nextInt(4)));
            }
            rows.append('\n');
        }
        Files.writeString(folder.resolve("texts.csv"), rows);
    }

    private static final String LIVE = """
            job: cascade
            data:
              use: csv
              with: { file: texts.csv, label: colour, text: text, split: part }
              transforms: [ { tokens: { size: 40, length: 6 } } ]
            splits: { train: { from: known, share: 0.7 }, calibration: { from: known, share: 0.3 }, test: { from: new, share: 1 } }
            models:
              small: { use: pytorch, with: { network: { transformer: { width: 4, blocks: 1, heads: 1 } }, epochs: 3, learning-rate: 0.01, batch-size: 16 } }
              large: { use: pytorch, with: { network: { transformer: { width: 16, blocks: 1, heads: 2 } }, epochs: 20, learning-rate: 0.01, batch-size: 16 } }
            stages:
              - { model: small, defer: { use: threshold, with: { score: entropy, deferral-rate: 0.5 } } }
              - { model: large }
            report: %s
            """;

    @Test
    void aBundleAnswersNewTextsAsTheRunDid() throws IOException {
        texts();

        Ended ended = run("run", LIVE);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/report.json")));
        Path answers = folder.resolve("answers.csv");
        List<String> rows = Files.readAllLines(folder.resolve("texts.csv")).stream()
                .filter(row -> row.startsWith("new"))
                .toList();
        Path unlabelled = Files.write(
                folder.resolve("new.csv"),
                Stream.concat(Stream.of("text"), rows.stream().map(row -> row.split(",", -1)[2]))
                        .toList());
        Ended predicted = InProcess.weir(
                "predict",
                folder.resolve("out/bundle").toString(),
                "--data",
                unlabelled.toString(),
                "--out",
                answers.toString());
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
        List<String> written = Files.readAllLines(answers);
        long right = IntStream.range(0, rows.size())
                .filter(row -> rows.get(row)
                        .split(",", -1)[1]
                        .equals(written.get(row + 1).split(",", -1)[1]))
                .count();
        assertThat(right / 100.0)
                .isEqualTo(report.get("cascade").get("accuracy").asDouble())
                .isGreaterThan(0.5);
        assertThat(Files.readString(folder.resolve("out/bundle/bundle.json"))).contains("\"characters\"", "\"pairs\"");
    }

    @Test
    void theVocabularyIsLearnedFromTheTrainSplitAlone() throws IOException {
        texts();
        Path file = folder.resolve("texts.csv");
        Files.writeString(file, Files.readString(file) + "new,red,\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9 red\n");

        Ended ended = run("run", LIVE);

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode bundle = JsonMapper.shared().readTree(Files.readString(folder.resolve("out/bundle/bundle.json")));
        assertThat(bundle.findValues("characters")).singleElement().satisfies(characters -> {
            assertThat(characters.toString()).contains(String.valueOf((int) 'd'));
            assertThat(characters.toString()).doesNotContain(String.valueOf((int) '\u00e9'));
        });
    }

    private void assertRefused(String job, String expected) throws IOException {
        Ended ended = run("check", job);

        assertThat(ended.err().replace(folder + "/", "")).isEqualTo(expected + "1 problem; nothing was run.\n");
        assertThat(ended.exitCode()).isEqualTo(2);
    }
}
