package dev.weir.runtime.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path home = Path.of("");

    @Test
    void aCommitPutsAllResultsInPlace() throws IOException {
        Path report = home.resolve("out").resolve("digits");

        try (RunFolder folder = RunFolder.open(report)) {
            Files.writeString(folder.file("report.json"), "new");
            Files.writeString(folder.file("recorded/small-test.npy"), "logits");
            assertThat(folder.commit()).isEqualTo(report);
        }

        assertThat(report.resolve("report.json")).hasContent("new");
        assertThat(report.resolve("recorded/small-test.npy")).hasContent("logits");
        assertThat(entries(home.resolve("out"))).containsExactly("digits");
    }

    @Test
    void aCommitReplacesAnOlderReportAndLeavesWhatIsNotItsOwn() throws IOException {
        Path report = Files.createDirectory(home.resolve("digits"));
        Files.writeString(report.resolve("report.json"), "old");
        Files.writeString(report.resolve("notes.txt"), "mine");

        try (RunFolder folder = RunFolder.open(report)) {
            Files.writeString(folder.file("report.json"), "new");
            folder.commit();
        }

        assertThat(report.resolve("report.json")).hasContent("new");
        assertThat(report.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void aFolderOfResultsIsReplacedAsAWhole() throws IOException {
        Path bundle = Files.createDirectories(home.resolve("digits/bundle"));
        Files.writeString(home.resolve("digits/report.json"), "old");
        Files.writeString(bundle.resolve("old-model.onnx"), "old");

        try (RunFolder folder = RunFolder.open(home.resolve("digits"))) {
            Files.writeString(folder.folder("bundle").resolve("new-model.onnx"), "new");
            folder.commit();
        }

        assertThat(entries(bundle)).containsExactly("new-model.onnx");
        assertThat(entries(home)).containsExactly("digits");
    }

    @Test
    void aBundleOfAnEarlierRunDoesNotStayBesideANewReport() throws IOException {
        Path report = Files.createDirectories(home.resolve("digits"));
        Files.writeString(report.resolve("report.json"), "old");
        Files.writeString(Files.createDirectory(report.resolve("bundle")).resolve("bundle.json"), "old");

        try (RunFolder folder = RunFolder.open(report)) {
            Files.writeString(folder.file("report.json"), "new");
            folder.commit();
        }

        assertThat(entries(report)).containsExactly("report.json");
    }

    @Test
    void aFolderThatWeirDidNotLeaveIsNeverReplaced() throws IOException {
        Path mine = Files.createDirectories(home.resolve("digits/recorded"));
        Files.writeString(mine.resolve("notes.txt"), "mine");

        assertThatIOException()
                .isThrownBy(() -> RunFolder.open(home.resolve("digits")))
                .withMessageContaining("was not left by Weir");
        assertThat(mine.resolve("notes.txt")).hasContent("mine");
    }

    @Test
    void aRunThatFailsLeavesTheOlderReportAndNothingBesideIt() throws IOException {
        Path report = Files.createDirectory(home.resolve("digits"));
        Files.writeString(report.resolve("report.json"), "old");

        try (RunFolder folder = RunFolder.open(report)) {
            Files.writeString(folder.file("report.json"), "half");
            Files.writeString(folder.file("recorded/small-test.npy"), "logits");
        }

        assertThat(report.resolve("report.json")).hasContent("old");
        assertThat(entries(report)).containsExactly("report.json");
        assertThat(entries(home)).containsExactly("digits");
    }

    @Test
    void aCommitThatFailsAtAnyMoveLeavesTheOlderReportWhole() throws IOException {
        Path report = Files.createDirectories(home.resolve("digits"));
        for (String name : List.of("report.json", "report.html", "rules.json")) {
            Files.writeString(report.resolve(name), "old");
        }
        Files.writeString(Files.createDirectory(report.resolve("bundle")).resolve("bundle.json"), "old");
        Files.writeString(Files.createDirectory(report.resolve("recorded")).resolve("old.npy"), "old");

        int moves = 0;
        for (boolean failed = true; failed; moves++) {
            int allowed = moves;
            AtomicInteger done = new AtomicInteger();
            try (RunFolder folder = RunFolder.open(report, (from, to) -> {
                if (done.getAndIncrement() == allowed) {
                    throw new IOException("No space left on device");
                }
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            })) {
                Files.writeString(folder.file("report.json"), "new");
                Files.writeString(folder.file("bundle/bundle.json"), "new");
                Files.writeString(folder.file("extra.txt"), "new");
                folder.commit();
                failed = false;
            } catch (IOException e) {
                assertThat(e).hasMessage("No space left on device");
                assertThat(entries(report))
                        .containsExactly("bundle", "recorded", "report.html", "report.json", "rules.json");
                assertThat(report.resolve("report.json")).hasContent("old");
                assertThat(report.resolve("bundle/bundle.json")).hasContent("old");
                assertThat(report.resolve("recorded/old.npy")).hasContent("old");
            }
        }

        assertThat(moves).isEqualTo(7); // three old ones aside and three new ones in place; then it went through
        assertThat(entries(report)).containsExactly("bundle", "extra.txt", "report.html", "report.json");
        assertThat(report.resolve("bundle/bundle.json")).hasContent("new");
    }

    @Test
    void aRunThatFailsLeavesNoFolderWhereThereWasNone() throws IOException {
        RunFolder.open(home.resolve("digits")).close();

        assertThat(entries(home)).isEmpty();
    }

    @Test
    void aFileInTheWayIsRefusedBeforeTheRun() throws IOException {
        Path file = Files.writeString(home.resolve("digits"), "a file");

        assertThatIOException()
                .isThrownBy(() -> RunFolder.open(file))
                .withMessage(file + " is a file, not a folder\nChoose another report folder.");
        assertThatIOException().isThrownBy(() -> RunFolder.open(file.resolve("report")));
        assertThat(file).hasContent("a file");
    }

    @Test
    void theRootOfTheFileSystemIsNoReport() {
        assertThatIOException()
                .isThrownBy(() -> RunFolder.open(home.getRoot()))
                .withMessageContaining("cannot be replaced");
    }

    private static List<String> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
