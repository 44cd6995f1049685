package dev.weir.runtime.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.selection.PerformanceMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixFileTest {
    @TempDir
    private Path folder = Path.of("");

    private PerformanceMatrix read(String name, String text) throws IOException {
        return MatrixFile.read(Files.writeString(folder.resolve(name), text));
    }

    @Test
    void aTableHasTheModelsInItsFirstLineAndADataSetInEachAfterIt() throws IOException {
        PerformanceMatrix matrix = read("matrix.txt", "a\tb\n0.5\t0.75\n-0.04\t0.25\n");

        assertThat(matrix.models()).containsExactly("a", "b");
        assertThat(matrix.dataSets()).containsExactly("line 2", "line 3");
        assertThat(matrix.accuracies()).containsExactly(List.of(0.5, 0.75), List.of(-0.04, 0.25));
    }

    @Test
    void jsonNamesItsVersionItsModelsAndItsDataSets() throws IOException {
        PerformanceMatrix matrix = read("performance.json", """
                { "version": 1, "models": ["a", "b"], "dataSets": [
                  { "name": "x", "results": { "a": { "accuracy": 0.5, "validation": [0.1, 0.4] }, "b": { "accuracy": 1 } } } ] }
                """);

        assertThat(matrix.dataSets()).containsExactly("x");
        assertThat(matrix.accuracies()).containsExactly(List.of(0.5, 1.0));
    }

    @Test
    void anotherVersionIsRefused() {
        assertThatThrownBy(() -> read("performance.json", "{ \"version\": 2 }"))
                .hasMessageStartingWith("performance.json: the version is 2, and 1 is read\n");
        assertThatThrownBy(() -> read("performance.json", "{}"))
                .hasMessageStartingWith("performance.json: the version is missing");
    }

    @Test
    void aMissingCellIsRefusedByItsPlace() {
        assertThatThrownBy(() -> read("matrix.txt", "a\tb\n0.5\t\n"))
                .hasMessageStartingWith("matrix.txt: line 2 has an empty cell\n");
        assertThatThrownBy(() -> read("matrix.txt", "a\tb\n0.5\n"))
                .hasMessageStartingWith("matrix.txt: line 2 has 1 cells for 2 models\n");
        assertThatThrownBy(
                        () -> read(
                                "p.json",
                                "{ \"version\": 1, \"models\": [\"a\"], \"dataSets\": [ { \"name\": \"x\", \"results\": {} } ] }"))
                .hasMessageStartingWith("p.json: the data set 'x' has no accuracy of 'a'\n");
    }

    @Test
    void whatIsNoShareIsRefusedInAHistoryToo() {
        for (String wrong : List.of("null", "5", "\"x\"", "-1.5")) {
            assertThatThrownBy(() -> read(
                            "p.json",
                            "{ \"version\": 1, \"models\": [\"a\"], \"dataSets\": [ { \"name\": \"x\", \"results\": { \"a\":"
                                    + " { \"accuracy\": 0.5, \"validation\": [0.5, " + wrong + "] } } } ] }"))
                    .hasMessageStartingWith("p.json: the data set 'x' holds " + wrong
                            + " as an accuracy of 'a'\nAccuracies are shares");
        }
    }

    @Test
    void whatIsNoJsonIsRefusedByItsLine() {
        assertThatThrownBy(() -> read("p.json", "{\n \"version\": 1,\n \"version\": 1 }"))
                .hasMessageStartingWith("p.json is no JSON in line 3")
                .hasMessageContaining("a key stands twice");
    }

    @Test
    void wordsAndNamesThatStandTwiceAreRefused() {
        assertThatThrownBy(() -> read("matrix.txt", "a\tb\n0.5\tgood\n"))
                .hasMessageStartingWith("matrix.txt: line 2 holds 'good', which is no number\n");
        assertThatThrownBy(() -> read("matrix.txt", "a\ta\n0.5\t0.5\n"))
                .hasMessageStartingWith("matrix.txt: the model 'a' stands twice in the matrix\n");
        assertThatThrownBy(() -> read("matrix.txt", "")).hasMessageContaining("the matrix is empty");
        assertThatThrownBy(() -> read("p.json", "{")).hasMessageStartingWith("p.json is no JSON in line 1");
    }
}
