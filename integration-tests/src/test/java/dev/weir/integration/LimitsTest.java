package dev.weir.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.integration.Distribution.Ended;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Memory that is small beside the data, and disks that are full or cannot be written. */
class LimitsTest {
    private static final Path DIGITS = Distribution.HOME.resolve("configs/digits-cascade.yaml");
    private static final Path DATA = Distribution.HOME.resolve("configs/data/optdigits.csv");
    private static final int ROWS = 200_000;

    @TempDir
    static Path work;

    @BeforeAll
    static void runTheMainJob() throws Exception {
        Ended ended = Distribution.weir(work, "run", DIGITS.toString());
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    /** As floats alone the rows are 51 MB, more than the heap. */
    @Test
    void aFileOfAnyLengthIsAnsweredInBoundedMemory() throws Exception {
        Path data = manyRows("many.csv", ROWS);

        Ended ended = Distribution.weirWith("-Xmx48m", work, predict(data, "many-answers.csv"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        try (Stream<String> lines = Files.lines(work.resolve("many-answers.csv"))) {
            assertThat(lines.count()).isEqualTo(ROWS + 1);
        }
        Files.delete(data);
    }

    @Test
    void aGzippedFileIsAnsweredAsAPlainOne() throws Exception {
        Path gzipped = work.resolve("digits.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            Files.copy(DATA, out);
        }

        Ended plain = Distribution.weir(work, predict(DATA, "plain.csv"));
        Ended zipped = Distribution.weir(work, predict(gzipped, "zipped.csv"));

        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertThat(zipped.exitCode()).as(zipped.err()).isZero();
        assertThat(work.resolve("zipped.csv")).hasSameTextualContentAs(work.resolve("plain.csv"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void predictionsThatFillTheDiskLeaveTheOlderFileAndNothingElse() throws Exception {
        Path folder = Files.createDirectory(work.resolve("answers"));
        Path older = Files.writeString(folder.resolve("answers.csv"), "older");

        Ended ended = Distribution.weirWithSmallFiles(64, work, predict(manyRows("some.csv", 5_000), older.toString()));

        assertThat(ended.err()).endsWith("""
                The run failed: the disk is full: %s cannot be written
                  Free space there or choose another place. What stood there before is as it was.
                """.formatted(older));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(older).hasContent("older");
        assertThat(entries(folder)).containsExactly("answers.csv");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aReportThatFillsTheDiskLeavesTheOlderReportAndNothingElse() throws Exception {
        Path report = work.resolve("out/digits");
        String older = Files.readString(report.resolve("report.json"));
        List<String> before = entries(report);

        Ended ended = Distribution.weirWithSmallFiles(128, work, "run", DIGITS.toString());

        assertThat(ended.err()).endsWith("""
                The run failed: the disk is full: %s cannot be written
                  Free space there or choose another place. What stood there before is as it was.
                """.formatted(report.toRealPath()));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(report.resolve("report.json")).hasContent(older);
        assertThat(entries(report)).isEqualTo(before);
        assertThat(entries(work.resolve("out"))).containsExactly("digits");
        Ended predicted = Distribution.weir(work, predict(DATA, "after.csv"));
        assertThat(predicted.exitCode()).as(predicted.err()).isZero();
    }

    @Test
    void aPlaceForAnswersThatCannotBeWrittenIsToldBeforeTheBundleIsOpened() {
        Path file = DATA.resolve("answers.csv");

        Ended ended = InProcess.weir("predict", "no/bundle", "--data", DATA.toString(), "--out", file.toString());

        assertThat(ended.err()).isEqualTo(DATA + """
                 is a file, not a folder
                  Name another file for the answers.
                Nothing was written.
                """);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void aCacheThatCannotBeWrittenIsToldBeforeTheJobIsRead() {
        Ended ended = InProcess.weir("run", "--cache", DATA.resolve("cache").toString(), "no/job.yaml");

        assertThat(ended.err()).isEqualTo(DATA + """
                 is a file, not a folder
                  Trained models are kept there: name another folder with --cache, or keep none with --no-cache.
                Nothing was run.
                """);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    @Test
    void aReportThatCannotBeWrittenIsToldByTheCheck() throws IOException {
        Path job = Files.writeString(
                work.resolve("unwritable.yaml"),
                Files.readString(DIGITS)
                        .replace("data/optdigits.csv", DATA.toString())
                        .replace("report: out/digits", "report: " + DATA.resolve("report")));

        Ended ended = InProcess.weir("check", job.toString());

        assertThat(ended.err()).matches("(?s).*unwritable.yaml:[0-9]+:9: report: \\Q" + DATA + """
                \\E is a file, not a folder
                  Choose another folder.
                1 problem; nothing was run.
                """);
        assertThat(ended.exitCode()).isEqualTo(2);
    }

    private static String[] predict(Path data, String out) {
        return new String[] {"predict", "out/digits/bundle", "--data", data.toString(), "--out", out};
    }

    /** The digits again and again. */
    private static Path manyRows(String name, int rows) throws IOException {
        List<String> lines = Files.readAllLines(DATA);
        Path file = work.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(lines.get(0) + "\n");
            for (int row = 0; row < rows; row++) {
                out.write(lines.get(1 + row % (lines.size() - 1)) + "\n");
            }
        }
        return file;
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
