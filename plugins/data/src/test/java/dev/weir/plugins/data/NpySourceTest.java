package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpySourceTest implements DataSourceContract {
    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        return source(
                NpyFiles.floats(in.resolve("x.npy"), "(2, 3)", 1, 2, 3, 4, 5, 6),
                NpyFiles.longs(in.resolve("y.npy"), "(2,)", 1, 0));
    }

    private static NpySource source(Path inputs, Path labels) {
        return new NpySource(inputs, labels, 1, Optional.empty(), Optional.empty());
    }

    private Path inputs() throws IOException {
        return NpyFiles.bytes(folder.resolve("x.npy"), "|u1", "(2, 2, 2)", 0, 51, 102, 153, 204, 255, 1, 2);
    }

    private Path labels(long... values) throws IOException {
        return NpyFiles.longs(folder.resolve("y.npy"), "(" + values.length + ",)", values);
    }

    private static FloatTensor tensor(Parts parts) {
        assertThat(parts.byName()).containsOnlyKeys("all");
        return (FloatTensor) parts.byName().values().iterator().next().inputs();
    }

    @Test
    void anExampleHasTheDimensionsAfterTheFirst() throws IOException {
        Parts parts = source(inputs(), labels(4, 0)).read();

        assertThat(tensor(parts).rows()).isEqualTo(2);
        assertThat(tensor(parts).shape()).containsExactly(2, 2);
        assertThat(tensor(parts).at(1, 1)).isEqualTo(255);
    }

    @Test
    void withoutNamesThereAreAsManyClassesAsTheLargestLabelPlusOne() throws IOException {
        Parts parts = source(inputs(), labels(4, 0)).read();

        assertThat(parts.classes()).isEmpty();
        assertThat(parts.byName().values().iterator().next().labels().classes()).isEqualTo(5);
    }

    @Test
    void namesGiveTheNumberOfClasses() throws IOException {
        Parts parts = new NpySource(
                        inputs(), labels(1, 0), 1, Optional.empty(), Optional.of(List.of("cat", "dog", "eel")))
                .read();

        assertThat(parts.classes()).containsExactly("cat", "dog", "eel");
        assertThat(parts.byName().values().iterator().next().labels().classes()).isEqualTo(3);
    }

    @Test
    void theShapeMayBeGivenAndTheNumbersScaled() throws IOException {
        Parts parts =
                new NpySource(inputs(), labels(1, 0), 1 / 255.0, Optional.of(List.of(1, 4)), Optional.empty()).read();

        assertThat(tensor(parts).shape()).containsExactly(1, 4);
        assertThat(tensor(parts).at(0, 1)).isEqualTo(0.2f);
        assertThat(tensor(parts).at(1, 1)).isEqualTo(1);
    }

    @Test
    void anotherNumberOfLabelsIsRefused() throws IOException {
        assertRefused(
                source(inputs(), labels(1, 0, 1)),
                "y.npy: 3 labels, but x.npy holds 2 examples",
                "Both files must hold the same examples in the same order.");
    }

    @Test
    void aLabelWithoutANameIsRefused() throws IOException {
        assertRefused(
                new NpySource(inputs(), labels(1, 2), 1, Optional.empty(), Optional.of(List.of("cat", "dog"))),
                "y.npy: the label 2 in row 1 has no name",
                "'classes' names 2 classes, with the labels 0 to 1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "(1,)", "(0, 3)", "(3, 0)"})
    void inputsWithoutRowsOrNumbersAreRefused(String shape) throws IOException {
        int numbers = shape.contains("0") ? 0 : 1;
        assertRefused(
                source(NpyFiles.floats(folder.resolve("x.npy"), shape, new float[numbers]), labels(1)),
                "x.npy: inputs must be n x ..., at least one example of at least one number, got the shape " + shape,
                "Save an example in each row; in NumPy: array.reshape(-1, 1) for one number each.");
    }

    @Test
    void aShapeOfAnotherSizeIsRefused() throws IOException {
        assertRefused(
                new NpySource(inputs(), labels(1, 0), 1, Optional.of(List.of(8, 8)), Optional.empty()),
                "x.npy: an example has 4 numbers, but the shape [8, 8] needs 64",
                "Change 'shape', or leave it out to take the shape from the file: [2, 2].");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e39})
    void inputsThatAreNoFiniteFloatsAreRefusedWithTheirRow(double value) throws IOException {
        Path inputs = NpyFiles.doubles(folder.resolve("x.npy"), "(2, 2)", 1, 2, 3, value);

        assertRefused(
                source(inputs, labels(1, 0)),
                "x.npy: inputs must be finite floats, got " + (float) value + " in row 1",
                "Replace missing and very large numbers, or choose a smaller 'scale'.");
    }

    @Test
    void anotherFileIsReadBlockByBlockWithoutLabels() throws IOException {
        NpySource source = new NpySource(inputs(), labels(0, 1), 2, Optional.of(List.of(1, 4)), Optional.empty());
        Path other = NpyFiles.longs(folder.resolve("z.npy"), "(3, 2, 2)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

        try (InputReader reader = source.reader(other)) {
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(2, 4, 6, 8, 10, 12, 14, 16);
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(18, 20, 22, 24);
            assertThat(reader.next(2).rows()).isZero();
            assertThat(reader.next(2).kind()).isEqualTo("float tensors of shape [1, 4]");
        }
    }

    /** More than one window of 2^26 bytes. */
    @Test
    void aLargeFileIsReadWhole() throws IOException {
        int rows = 1 << 15;
        byte[] bytes = new byte[rows * 2050];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 127);
        }
        Path large = NpyFiles.write(folder.resolve("large.npy"), "|u1", "(" + rows + ", 2050)", bytes);

        try (InputReader reader = source(inputs(), labels(0, 1)).reader(large)) {
            int at = 0;
            for (FloatTensor block = (FloatTensor) reader.next(1000);
                    block.rows() > 0;
                    block = (FloatTensor) reader.next(1000)) {
                for (float value : Tensors.numbers(block)) {
                    if (value != at++ % 127) {
                        assertThat(value).as("number %d", at - 1).isEqualTo((at - 1) % 127);
                    }
                }
            }
            assertThat(at).isEqualTo(bytes.length);
        }
    }

    @Test
    void mistakesInAnotherFileAreRefused() throws IOException {
        NpySource source = source(inputs(), labels(0, 1));
        Path flat = NpyFiles.floats(folder.resolve("flat.npy"), "(2,)", 1, 2);
        Path wrong = NpyFiles.floats(folder.resolve("wrong.npy"), "(2, 1)", 1, Float.NaN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.reader(flat))
                .withMessageStartingWith("flat.npy: inputs must be n x ...");
        try (InputReader reader = source.reader(wrong)) {
            assertThat(reader.next(1).rows()).isEqualTo(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.next(1))
                    .withMessageStartingWith("wrong.npy: inputs must be finite floats, got NaN in row 1");
        }
    }

    @Test
    void settingsAreCheckedWhereTheyAreGiven() throws IOException {
        Path inputs = inputs();
        Path labels = labels(1, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NpySource(inputs, labels, 0, Optional.empty(), Optional.empty()))
                .withMessage("scale must be finite and not 0, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NpySource(inputs, labels, 1, Optional.of(List.of(0)), Optional.empty()))
                .withMessage("shape must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NpySource(inputs, labels, 1, Optional.empty(), Optional.of(List.of())))
                .withMessage("classes must name at least one");
    }

    private static void assertRefused(NpySource source, String problem, String remedy) {
        assertThatIllegalArgumentException().isThrownBy(source::read).withMessage(problem + "\n" + remedy);
    }
}
