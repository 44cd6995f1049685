package dev.weir.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.integration.Distribution.Ended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a run to use: the bundle that the main job leaves answers new data in another process. */
class BundleTest {
    private static final Path DIGITS = Distribution.HOME.resolve("configs/digits-cascade.yaml");
    private static final Path DATA = Distribution.HOME.resolve("configs/data/optdigits.csv");
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    static Path work;

    @BeforeAll
    static void runTheMainJob() throws Exception {
        Ended ended = Distribution.weir(work, "run", DIGITS.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void newDataAreAnsweredWithoutTheirLabelsAndInAnyOrderOfColumns() throws Exception {
        Path data = withoutLabelsAndBackwards(Files.readAllLines(DATA));

        Ended whole = predict("out/digits/bundle", DATA, "all.csv");
        Ended other = predict("out/digits/bundle", data, "other.csv");

        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(other.exitCode()).as(other.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("other.csv")))
                .isEqualTo(Files.readAllLines(work.resolve("all.csv")));
        assertThat(other.err()).doesNotContain("training");
    }

    private static Path withoutLabelsAndBackwards(List<String> lines) throws IOException {
        return Files.write(
                work.resolve("backwards.csv"),
                lines.stream()
                        .map(line -> line.split(",", -1))
                        .map(fields -> String.join(
                                ",",
                                IntStream.range(0, fields.length - 1)
                                        .mapToObj(i -> fields[fields.length - 2 - i])
                                        .toList()))
                        .toList());
    }

    @Test
    void theAnswersAreThoseOfTheRun() throws Exception {
        assertThat(predict("out/digits/bundle", DATA, "answers.csv").exitCode()).isZero();

        List<String> data = Files.readAllLines(DATA);
        List<String> answers = Files.readAllLines(work.resolve("answers.csv"));
        assertThat(answers.get(0)).isEqualTo("row,prediction,confidence,stage,accepted");
        assertThat(answers).hasSameSizeAs(data);
        long right = IntStream.range(1, data.size())
                .filter(row -> data.get(row).endsWith("," + answers.get(row).split(",", -1)[1]))
                .count();
        long large = answers.stream().filter(line -> line.contains(",large,")).count();
        // Train rows are among them, so it is at least as good as on the test split.
        JsonNode report = JSON.readTree(Files.readString(work.resolve("out/digits/report.json")));
        assertThat((double) right / (data.size() - 1))
                .isGreaterThan(report.get("cascade").get("accuracy").asDouble() - 0.01);
        assertThat((double) large / (data.size() - 1))
                .isCloseTo(report.get("stages").get(0).get("deferred").asDouble(), within(0.1));
    }

    @Test
    void aBundleWithAChangedByteIsRefused() throws Exception {
        Path copy = copyOfTheBundle("changed");
        Path weights = firstFile(copy.resolve("models/large"));
        try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
            file.seek(file.length() - 1);
            int last = file.read();
            file.seek(file.length() - 1);
            file.write(last ^ 1);
        }

        Ended ended = predict("changed", DATA, "never.csv");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo(work.relativize(weights) + """
                 was changed: its digest is not the one in bundle.json
                  Copy the bundle again, or run the job again.
                Nothing was written.
                """);
        assertThat(work.resolve("never.csv")).doesNotExist();
    }

    @Test
    void aBundleWhoseOwnFileWasChangedIsRefusedWhereverItWas() throws Exception {
        Path copy = copyOfTheBundle("tampered");
        Path file = copy.resolve("bundle.json");
        String whole = Files.readString(file);
        List<String> changed = List.of(
                whole.replaceFirst("\"high\" : 0\\.", "\"high\" : 0.0"), // another rule
                whole.replaceFirst("\\{", "["), // no JSON any more
                whole + "\n",
                "");

        for (String text : changed) {
            assertThat(text).isNotEqualTo(whole);
            Files.writeString(file, text);

            Ended ended = predict("tampered", DATA, "never.csv");

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.err()).isEqualTo("""
                    tampered/bundle.json was changed: its digest is not the one in bundle.sha256
                      Copy the bundle again, or run the job again.
                    Nothing was written.
                    """);
        }
        assertThat(work.resolve("never.csv")).doesNotExist();
    }

    @Test
    void aBundleWithoutTheDigestOfItsOwnFileIsRefused() throws Exception {
        Files.delete(copyOfTheBundle("undigested").resolve("bundle.sha256"));

        Ended ended = predict("undigested", DATA, "never.csv");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                undigested: the file bundle.sha256 is missing
                  Copy the whole bundle again, or run the job again.
                Nothing was written.
                """);
    }

    @Test
    void theDigestOfABundleIsWhatOtherToolsCompute() throws Exception {
        Path bundle = work.resolve("out/digits/bundle");

        String line = Files.readString(bundle.resolve("bundle.sha256"));

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(bundle.resolve("bundle.json")));
        assertThat(line).isEqualTo(HexFormat.of().formatHex(digest) + "  bundle.json\n");
    }

    @Test
    void aBundleWithAMissingModelIsRefused() throws Exception {
        Path copy = copyOfTheBundle("lacking");
        Path gone = firstFile(copy.resolve("models/small"));
        Files.delete(gone);

        Ended ended = predict("lacking", DATA, "never.csv");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("lacking: the file " + copy.relativize(gone) + """
                 is missing
                  Copy the whole bundle again, or run the job again.
                Nothing was written.
                """);
        assertThat(work.resolve("never.csv")).doesNotExist();
    }

    @Test
    void aBundleOfAnotherVersionIsRefused() throws Exception {
        Path copy = copyOfTheBundle("future");
        Path file = copy.resolve("bundle.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"weir\" : \"1.0.0\"", "\"weir\" : \"2.0.0\""));
        Files.delete(copy.resolve("bundle.sha256")); // another format may do without

        Ended ended = predict("future", DATA, "never.csv");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                future/bundle.json: written by Weir '2.0.0' in format '2', this is Weir 1.0.0 with format 2
                  Run the job again with this Weir, or open the bundle with the one that wrote it.
                Nothing was written.
                """);
        assertThat(work.resolve("never.csv")).doesNotExist();
    }

    @Test
    void aBundleOfAPluginThatIsNotThereNamesItAndItsVersion() throws Exception {
        Path file = copyOfTheBundle("strange").resolve("bundle.json");
        String whole = Files.readString(file)
                .replace("\"scores\" :", "\"margins\" : \"2.1.0\", \"scores\" :")
                .replace("max-softmax", "acme-margin");
        Files.writeString(file, whole);
        Files.writeString(
                file.resolveSibling("bundle.sha256"),
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(whole.getBytes(UTF_8)))
                        + "  bundle.json\n");

        Ended ended = predict("strange", DATA, "never.csv");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                strange/bundle.json: needs plugin margins 2.1.0, which is not loaded
                  Put that version into the plugin folder or name it with --plugins, or run the job again.
                Nothing was written.
                """);
    }

    @Test
    void newDataWithoutAColumnAreRefused() throws Exception {
        assertRefused("p00,p01\n1,2\n", """
                new.csv:1: there is no column 'p02'
                  Did you mean 'p00'? Columns: p00, p01.
                Nothing was written.
                """);
    }

    @Test
    void newDataWithAnotherNumberOfFieldsAreRefused() throws Exception {
        assertRefused(header() + "\n" + "0,".repeat(64) + "1\n0,1\n", """
                new.csv:3: too few fields: 2 where the header names 65 columns
                  Give every column a field. Fields are separated by commas; is the file complete?
                Nothing was written.
                """);
    }

    @Test
    void newDataThatAreNoNumbersAreRefusedByTheLineHoweverFarDownItIs() throws Exception {
        String right = "0,".repeat(64) + "1\n";
        assertRefused(header() + "\n" + right.repeat(20_000) + "0,".repeat(63) + "NaN,1\n", """
                new.csv:20002: column 'p77' must be finite, got 'NaN'
                  Replace missing and very large numbers, or choose columns with 'columns'.
                Nothing was written.
                """);
        assertRefused(header() + "\n" + "0,".repeat(63) + ",1\n", """
                new.csv:2: column 'p77' is empty
                  Fill missing numbers in, or choose columns with 'columns'.
                Nothing was written.
                """);
    }

    @Test
    void newDataWithoutRowsAreRefused() throws Exception {
        assertRefused(header() + "\n", """
                new.csv: no rows
                  Name a file with new data.
                Nothing was written.
                """);
    }

    @Test
    void newDataThatAreNotThereAreRefused() throws Exception {
        Ended ended = predict("out/digits/bundle", Path.of("none.csv"), "never.csv");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).isEqualTo("""
                there is no file none.csv
                  Name a file with new data.
                Nothing was written.
                """);
    }

    @Test
    void labelsOfNewDataAreNotRead() throws Exception {
        Path data = Files.writeString(
                work.resolve("unknown.csv"),
                header() + "\n" + "0,".repeat(64) + "no such class\n" + "0,".repeat(64) + "\n");

        Ended ended = predict("out/digits/bundle", data, "unknown-answers.csv");

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readAllLines(work.resolve("unknown-answers.csv"))).hasSize(3);
    }

    /** Nothing is lost: the older answers stay, and nothing is left beside them. */
    private static void assertRefused(String csv, String expected) throws Exception {
        Path data = Files.writeString(work.resolve("new.csv"), csv);
        Path answers = Files.createDirectories(work.resolve("answers"));
        Files.writeString(answers.resolve("answers.csv"), "older");

        Ended ended = predict("out/digits/bundle", data, "answers/answers.csv");

        assertThat(withoutProgress(ended.err())).isEqualTo(expected);
        assertThat(ended.exitCode()).isEqualTo(2);
        try (Stream<Path> left = Files.list(answers)) {
            assertThat(left.toList()).containsExactly(answers.resolve("answers.csv"));
        }
        assertThat(answers.resolve("answers.csv")).hasContent("older");
    }

    private static String withoutProgress(String said) {
        return said.replaceAll("(?m)^ *[0-9.]+ s  predicting .*\\n", "");
    }

    private static String header() throws IOException {
        return Files.readAllLines(DATA).get(0);
    }

    @Test
    void theBenchLeavesItsNumbers() throws Exception {
        Ended ended = Distribution.weir(work, "bench", DIGITS.toString());

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode bench = JSON.readTree(Files.readString(work.resolve("out/digits/bench.json")));
        assertThat(bench.get("stages")).hasSize(2);
        assertThat(bench.get("cascade").get("overStages").asDouble()).isPositive();
        assertThat(ended.out()).contains("gated cascade");
    }

    @Test
    void aRunThatWasKilledGoesOnWhereItWas() throws Exception {
        Path job = Files.writeString(
                work.resolve("long.yaml"),
                Files.readString(DIGITS)
                        .replace("data/optdigits.csv", DATA.toString())
                        .replaceAll("epochs: 20 ", "epochs: 40 ")
                        .replace("epochs: 20\n", "epochs: 60\n")
                        .replace("report: out/digits", "report: out/long"));
        Path cache = work.resolve("killed-cache");
        Process killed = Distribution.start(work, "run", "--cache", cache.toString(), job.toString());
        Path training = cache.resolve("training");
        for (int i = 0; i < 600 && !hasState(training, 2); i++) {
            Thread.sleep(50);
        }
        killed.destroyForcibly().waitFor();

        Ended resumed = Distribution.weir(work, "run", "--cache", cache.toString(), job.toString());
        JsonNode after = JSON.readTree(Files.readString(work.resolve("out/long/report.json")));
        Ended whole = Distribution.weir(work, "run", "--no-cache", job.toString());

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("trained in an earlier run"); // the small one was finished
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        JsonNode uninterrupted = JSON.readTree(Files.readString(work.resolve("out/long/report.json")));
        assertThat(after.get("baselines")).isEqualTo(uninterrupted.get("baselines"));
        assertThat(after.get("stages").get(1).get("nll"))
                .isEqualTo(uninterrupted.get("stages").get(1).get("nll"));
    }

    /** Whether the small model is kept and the large one is in training. */
    private static boolean hasState(Path training, int models) throws IOException {
        if (!Files.isDirectory(training) || !Files.isDirectory(training.resolveSibling("models"))) {
            return false;
        }
        try (Stream<Path> states = Files.list(training);
                Stream<Path> kept = Files.list(training.resolveSibling("models"))) {
            return states.filter(state -> !state.getFileName().toString().startsWith("."))
                                    .count()
                            + kept.filter(model ->
                                            !model.getFileName().toString().startsWith("."))
                                    .count()
                    >= models;
        }
    }

    private static Ended predict(String bundle, Path data, String out) throws Exception {
        return Distribution.weir(work, "predict", bundle, "--data", data.toString(), "--out", out);
    }

    private static Path copyOfTheBundle(String name) throws IOException {
        Path from = work.resolve("out/digits/bundle");
        Path to = work.resolve(name);
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        return to;
    }

    private static Path firstFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
    }
}
