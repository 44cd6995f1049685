package dev.weir.runtime.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.runtime.select.MatrixFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceFileTest {
    @TempDir
    private Path folder = Path.of("");

    private PerformanceFile open(List<String> models, List<String> targets) throws IOException {
        return PerformanceFile.open(folder.resolve("matrix.json"), 7, models, targets);
    }

    @Test
    void whatWasPutIsThereInTheNextRunUnderItsKeyOnly() throws IOException {
        PerformanceFile first = open(List.of("a", "b"), List.of("x"));
        Cell cell = new Cell("k1", 3, 4, List.of(0.25, 0.5), "");
        Pretrained pretrained = new Pretrained("p", "s", 9, 10, OptionalLong.of(77), "");
        first.put("a", "x", cell);
        first.put("b", "x", Cell.failed("k2", List.of(0.1), "it diverged"));
        first.put("a", pretrained);

        PerformanceFile second = open(List.of("a", "b"), List.of("x"));

        assertThat(second.cell("a", "x", "k1")).contains(cell);
        assertThat(second.cell("a", "x", "other")).isEmpty();
        assertThat(second.cell("b", "x", "k2").orElseThrow().failed()).isEqualTo("it diverged");
        assertThat(second.pretrained("a", "p")).contains(pretrained);
        assertThat(second.pretrained("a", "q")).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("matrix.json"));
        }
    }

    @Test
    void aSelectionReadsItOnceEveryCellHasAnAccuracy() throws IOException {
        PerformanceFile matrix = open(List.of("a", "b"), List.of("x", "y"));
        Path file = folder.resolve("matrix.json");
        matrix.put("a", "x", new Cell("1", 3, 4, List.of(), ""));
        matrix.put("b", "x", new Cell("2", 1, 4, List.of(), ""));
        matrix.put("a", "y", new Cell("3", 2, 4, List.of(), ""));
        matrix.put("b", "y", Cell.unfinished("4", List.of(0.5)));
        assertThatThrownBy(() -> MatrixFile.read(file))
                .hasMessageStartingWith("matrix.json: the data set 'y' has no accuracy of 'b'\n");

        matrix.put("b", "y", Cell.failed("4", List.of(0.5), "training b diverged"));
        assertThatThrownBy(() -> MatrixFile.read(file))
                .hasMessageStartingWith(
                        "matrix.json: the data set 'y' has no accuracy of 'b', whose training failed: training b diverged\n");

        matrix.put("b", "y", new Cell("4", 4, 4, List.of(), ""));
        assertThat(MatrixFile.read(file).accuracies()).containsExactly(List.of(0.75, 0.25), List.of(0.5, 1.0));
    }

    @Test
    void modelsAndTargetsThatTheJobDoesNotNameKeepTheirCells() throws IOException {
        PerformanceFile whole = open(List.of("a", "b"), List.of("x", "y"));
        Cell cell = new Cell("1", 3, 4, List.of(0.5), "");
        whole.put("b", "y", cell);
        whole.put("a", "x", cell);

        PerformanceFile smaller = open(List.of("a"), List.of("x"));
        smaller.write();

        assertThat(MatrixFile.read(folder.resolve("matrix.json")).dataSets()).containsExactly("x");
        assertThat(open(List.of("a", "b"), List.of("x", "y")).cell("b", "y", "1"))
                .contains(cell);
    }

    @Test
    void anotherSeedAnotherVersionAndNamesThatStandTwiceAreRefused() throws IOException {
        open(List.of("a"), List.of("x")).write();
        assertThatThrownBy(() -> PerformanceFile.open(folder.resolve("matrix.json"), 8, List.of(), List.of()))
                .hasMessageStartingWith("matrix.json holds results of the seed 7, and this job's is 8\n");
        refused("{ \"version\": 9 }", "matrix.json: the version is 9, and 1 is read\n");
        refused(
                "{ \"version\": 1, \"dataSets\": [ { \"name\": \"x\" }, { \"name\": \"x\" } ] }",
                "matrix.json: the data set 'x' stands twice in the matrix\n");
        refused(
                "{ \"version\": 1, \"dataSets\": [ { \"name\": \"x\", \"results\": { \"a\": {}, \"a\": {} } } ] }",
                "matrix.json is no JSON in line");
        refused("[]", "matrix.json: it is no JSON object");
    }

    private void refused(String text, String message) throws IOException {
        Files.writeString(folder.resolve("matrix.json"), text);
        assertThatThrownBy(() -> open(List.of("a"), List.of("x"))).hasMessageStartingWith(message);
    }
}
