package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Texts;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlSourceTest implements DataSourceContract {
    private static final String REVIEWS = """
            {"label": "great", "text": "I \\u2665 \\"it\\"", "stars": [5]}

            {"text": "", "more": {"label": 7}, "label": "other"}
            """;

    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        Path file = Files.writeString(
                in.resolve("x.jsonl"),
                "{\"y\": 1, \"part\": \"train\", \"x\": [1, 2]}\n{\"y\": 0, \"part\": \"test\", \"x\": [3, 4]}\n");
        return new JsonlSource(
                file,
                "y",
                Optional.empty(),
                Optional.of(List.of("x")),
                Optional.empty(),
                1,
                Optional.of("part"),
                Optional.empty());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("x.jsonl"), content);
    }

    private static JsonlSource texts(Path file) {
        return new JsonlSource(
                file,
                "label",
                Optional.of("text"),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty(),
                Optional.empty());
    }

    private static JsonlSource numbers(Path file, Optional<List<Integer>> shape, double scale, String... columns) {
        return new JsonlSource(
                file,
                "label",
                Optional.empty(),
                Optional.of(List.of(columns)),
                shape,
                scale,
                Optional.empty(),
                Optional.empty());
    }

    private static Examples all(Parts parts) {
        assertThat(parts.byName()).containsOnlyKeys("all");
        return Objects.requireNonNull(parts.byName().get("all"));
    }

    @Test
    void textsAreReadAsTheyStandAndOtherMembersAreIgnored() throws IOException {
        Parts parts = texts(file("\uFEFF" + REVIEWS)).read();

        assertThat(all(parts).inputs()).isEqualTo(new Texts(List.of("I \u2665 \"it\"", "")));
        assertThat(parts.classes()).containsExactly("great", "other");
        assertThat(all(parts).labels().toArray()).containsExactly(0, 1);
    }

    @Test
    void aGzippedFileIsReadAsAPlainOne() throws IOException {
        Path packed = folder.resolve("reviews");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(REVIEWS.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(all(texts(packed).read()).inputs())
                .isEqualTo(all(texts(file(REVIEWS)).read()).inputs());
    }

    @Test
    void numbersAndListsOfNumbersAreLaidInARowAndScaled() throws IOException {
        Path file = file(
                "{\"label\": 10, \"b\": [[1, 2], [3.5]], \"a\": -1e1}\n{\"a\": 4, \"b\": [5, 6, 7], \"label\": 9}");

        Parts parts = numbers(file, Optional.of(List.of(1, 2, 2)), 2, "a", "b").read();

        assertThat(Tensors.shape(all(parts).inputs())).containsExactly(1, 2, 2);
        assertThat(Tensors.numbers(all(parts).inputs())).containsExactly(-20, 2, 4, 7, 8, 10, 12, 14);
        assertThat(parts.classes()).containsExactly("9", "10");
        assertThat(Tensors.shape(
                        all(numbers(file, Optional.empty(), 1, "b").read()).inputs()))
                .containsExactly(3);
    }

    @Test
    void aMemberNamesThePartsInOrderOfFirstAppearance() throws IOException {
        assertThat(source(folder).read().byName().keySet()).containsExactly("train", "test");
    }

    @Test
    void anotherFileNeedsNoLabels() throws IOException {
        JsonlSource source = numbers(file("not read"), Optional.empty(), 1, "x");
        Path other =
                Files.writeString(folder.resolve("new.jsonl"), "{\"x\": 1}\n{\"label\": [], \"x\": 2}\n{\"x\": 3}\n");

        try (InputReader reader = source.reader(other)) {
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(1, 2);
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(3);
            assertThat(reader.next(2).rows()).isZero();
        }
        try (InputReader reader = texts(file("")).reader(file("{\"text\": \"a\"}"))) {
            assertThat(reader.next(Integer.MAX_VALUE)).isEqualTo(new Texts(List.of("a")));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[1] | not a JSON object",
                "{\"label\": 1, \"x\": 1} {} | something follows after the object",
                "{\"x\": 1} | there is no 'label' in this object",
                "{\"label\": 1} | there is no 'x' in this object",
                "{\"label\": \" \", \"x\": 1} | 'label' must be a text, a number, true or false, and not empty",
                "{\"label\": null, \"x\": 1} | 'label' must be a text, a number, true or false, and not empty",
                "{\"label\": 1, \"x\": \"1\"} | 'x' is no number",
                "{\"label\": 1, \"x\": {}} | 'x' is no number",
                "{\"label\": 1, \"x\": []} | 'x' is no number",
                "{\"label\": 1, \"x\": [null]} | 'x' holds what is no number: a VALUE_NULL",
                "{\"label\": 1, \"x\": [{\"y\": 1}]} | 'x' holds what is no number: an object",
                "{\"label\": 1, \"x\": 1e99} | 'x' must be finite, got 1e99",
                "{\"label\": 1, \"x\": [1, 2]} | 2 numbers, but the objects before have 1",
            })
    void mistakesAreRefusedWithTheirLine(String line, String problem) throws IOException {
        Path file = file("{\"label\": 0, \"x\": 0}\n\n" + line + "\n");

        assertThatIllegalArgumentException()
                .isThrownBy(numbers(file, Optional.empty(), 1, "x")::read)
                .withMessageStartingWith("x.jsonl:3: " + problem + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{\"label\": 1, \"x\": | x", "{\"x\": NaN} | x", "{\"x\": 1, \"x\": 2} | x", "hello | x"})
    void whatIsNoJsonIsRefusedWithItsLine(String line, String unused) throws IOException {
        assertThat(unused).isNotEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(numbers(file(line), Optional.empty(), 1, "x")::read)
                .withMessageStartingWith("x.jsonl:1: not JSON: ")
                .withMessageEndingWith("Write one JSON object a line, such as {\"label\": \"a\", \"text\": \"b\"}.");
    }

    @Test
    void aTextThatIsNoneAnEmptyFileAndOtherBytesAreRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(texts(file("{\"label\": 1, \"text\": 1}"))::read)
                .withMessage("x.jsonl:1: 'text' is not a text\nPut it in double quotes, or name another with 'text'.");
        assertThatIllegalArgumentException()
                .isThrownBy(texts(file("\n"))::read)
                .withMessage("x.jsonl: there are no objects in it\nA source needs at least one example.");
        Path latin = Files.write(folder.resolve("latin.jsonl"), new byte[] {'{', '"', (byte) 0xe9, '"'});
        assertThatIllegalArgumentException()
                .isThrownBy(texts(latin)::read)
                .withMessageStartingWith("latin.jsonl: not UTF-8, somewhere after line 0");
    }

    @Test
    void aShapeOfAnotherSizeIsRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(numbers(file("{\"label\": 1, \"x\": [1, 2]}"), Optional.of(List.of(3)), 1, "x")::read)
                .withMessage("x.jsonl:1: the shape [3] needs 3 numbers, but there are 2\n"
                        + "Change 'shape', or choose the numbers with 'columns'.");
    }

    @Test
    void settingsAreChecked() throws IOException {
        Path file = file("");
        Optional<List<String>> columns = Optional.of(List.of("x"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonlSource(
                        file,
                        "y",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.empty()))
                .withMessageStartingWith("neither text nor columns is given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonlSource(
                        file, "y", Optional.of("t"), columns, Optional.empty(), 1, Optional.empty(), Optional.empty()))
                .withMessageStartingWith("text cannot stand beside columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonlSource(
                        file,
                        "y",
                        Optional.of("t"),
                        Optional.empty(),
                        Optional.empty(),
                        2,
                        Optional.empty(),
                        Optional.empty()))
                .withMessageStartingWith("text cannot stand beside scale");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonlSource(
                        file, "x", Optional.empty(), columns, Optional.empty(), 1, Optional.empty(), Optional.empty()))
                .withMessage("columns must not name 'x', which is the label or the split already");
    }
}
