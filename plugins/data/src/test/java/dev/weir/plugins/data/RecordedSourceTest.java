package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSourceTest implements DataSourceContract {
    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        return source(
                NpyFiles.longs(in.resolve("y_val.npy"), "(3,)", 1, 0, 3),
                NpyFiles.longs(in.resolve("y.npy"), "(2,)", 2, 0),
                Optional.empty());
    }

    /** Parts calibration and test with labels, and an ood part without. */
    private static RecordedSource source(Path calibration, Path test, Optional<List<String>> classes) {
        return new RecordedSource(
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RecordedSource.Part(Optional.of(calibration))),
                Optional.of(new RecordedSource.Part(Optional.of(test))),
                Optional.of(new RecordedSource.Part(Optional.empty())),
                classes);
    }

    private Path labels(String name, long... values) throws IOException {
        return NpyFiles.longs(folder.resolve(name), "(" + values.length + ",)", values);
    }

    @Test
    void everyEntryWithLabelsIsAPartOfRecordedRowsAndTheForeignOneNeedsNone() throws IOException {
        Parts parts = source(folder).read();

        assertThat(parts.byName().keySet()).containsExactly("calibration", "test", "ood");
        assertThat(parts.byName().get("ood"))
                .isEqualTo(new Examples(RecordedRows.whole("ood"), new Labels(4, new int[0])));
        assertThat(parts.byName().get("test"))
                .isEqualTo(new Examples(RecordedRows.all("test", 2), new Labels(4, new int[] {2, 0})));
    }

    @Test
    void allPartsHaveTheClassesOfTheLargestLabelInAnyOfThem() throws IOException {
        Parts parts = source(labels("y_val.npy", 1, 0), labels("y.npy", 0, 6), Optional.empty())
                .read();

        assertThat(parts.classes()).isEmpty();
        assertThat(parts.byName().values())
                .allSatisfy(part -> assertThat(part.labels().classes()).isEqualTo(7));
    }

    @Test
    void namesGiveTheNumberOfClasses() throws IOException {
        Parts parts = source(labels("y_val.npy", 1), labels("y.npy", 0), Optional.of(List.of("cat", "dog", "eel")))
                .read();

        assertThat(parts.classes()).containsExactly("cat", "dog", "eel");
        assertThat(parts.byName().values())
                .allSatisfy(part -> assertThat(part.labels().classes()).isEqualTo(3));
    }

    @Test
    void noPartWithLabelsIsRefused() {
        Optional<RecordedSource.Part> none = Optional.empty();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedSource(
                        none,
                        none,
                        none,
                        none,
                        Optional.of(new RecordedSource.Part(Optional.empty())),
                        Optional.empty()))
                .withMessage("no part has labels"
                        + "\nGive at least one, such as test: { labels: y.npy }; parts are train, validation, calibration,"
                        + " test and ood.");
    }

    @Test
    void aLabelBelowZeroIsRefusedWithItsRow() throws IOException {
        assertRefused(
                source(labels("y_val.npy", 0, 1, -1), labels("y.npy", 0), Optional.empty()),
                "y_val.npy: the label in row 2 must be at least 0 and less than 2^31 - 1, got -1",
                "A label is the index of a class, from 0; leave rows without a label out.");
    }

    @Test
    void aLabelWithoutANameIsRefused() throws IOException {
        assertRefused(
                source(labels("y_val.npy", 0, 2), labels("y.npy", 0), Optional.of(List.of("cat", "dog"))),
                "y_val.npy: the label 2 in row 1 has no name",
                "'classes' names 2 classes, with the labels 0 to 1.");
    }

    @Test
    void aPartWithoutRowsIsRefused() throws IOException {
        assertRefused(
                source(labels("y_val.npy", 0), labels("y.npy"), Optional.empty()),
                "y.npy: there are no labels",
                "A part needs at least one example.");
    }

    private static void assertRefused(RecordedSource source, String problem, String remedy) {
        assertThatIllegalArgumentException().isThrownBy(source::read).withMessage(problem + "\n" + remedy);
    }
}
