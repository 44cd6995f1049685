package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
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
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest implements DataSourceContract {
    private static final String DIGITS = "p0,p1,digit\n1,2,7\n3,4,10\n5,6,7\n";

    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        return new Given(Files.writeString(in.resolve("x.csv"), "a,part,label\n1,b,x\n2,a,y\n3,b,y\n"), "label")
                .split("part")
                .source();
    }

    /** The settings of a source: the defaults, unless changed. */
    private record Given(
            Path file,
            String label,
            Optional<List<Integer>> shape,
            double scale,
            Optional<String> text,
            Optional<List<String>> columns,
            Optional<String> split,
            Optional<List<String>> classes) {

        Given(Path file, String label) {
            this(
                    file,
                    label,
                    Optional.empty(),
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        Given shape(Integer... given) {
            return new Given(file, label, Optional.of(List.of(given)), scale, text, columns, split, classes);
        }

        Given scale(double given) {
            return new Given(file, label, shape, given, text, columns, split, classes);
        }

        Given text(String given) {
            return new Given(file, label, shape, scale, Optional.of(given), columns, split, classes);
        }

        Given columns(String... given) {
            return new Given(file, label, shape, scale, text, Optional.of(List.of(given)), split, classes);
        }

        Given split(String given) {
            return new Given(file, label, shape, scale, text, columns, Optional.of(given), classes);
        }

        Given classes(String... given) {
            return new Given(file, label, shape, scale, text, columns, split, Optional.of(List.of(given)));
        }

        CsvSource source() {
            return new CsvSource(file, label, shape, scale, text, columns, split, classes);
        }

        Parts read() throws IOException {
            return source().read();
        }
    }

    private Given digits(String content) throws IOException {
        return new Given(Files.writeString(folder.resolve("optdigits.csv"), content), "digit");
    }

    private static Examples all(Parts parts) {
        assertThat(parts.byName()).containsOnlyKeys("all");
        return parts.byName().values().iterator().next();
    }

    private static Examples part(Parts parts, String name) {
        return Objects.requireNonNull(parts.byName().get(name), name);
    }

    private static float[] numbers(Examples examples) {
        FloatTensor tensor = (FloatTensor) examples.inputs();
        float[] values = new float[tensor.rows() * tensor.width()];
        tensor.copyRows(0, tensor.rows(), values);
        return values;
    }

    @Test
    void allColumnsButTheLabelAreNumbersInOrder() throws IOException {
        Parts parts = digits(DIGITS).read();

        assertThat(((FloatTensor) all(parts).inputs()).shape()).containsExactly(2);
        assertThat(numbers(all(parts))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void labelsThatAreIntegersAreOrderedAsNumbers() throws IOException {
        Parts parts = digits("p0,digit\n1,10\n1,9\n1,-1\n1,10\n").read();

        assertThat(parts.classes()).containsExactly("-1", "9", "10");
        assertThat(all(parts).labels().toArray()).containsExactly(2, 1, 0, 2);
    }

    @Test
    void otherLabelsAreOrderedAsTexts() throws IOException {
        Parts parts = digits("p0,digit\n1,b\n1,10\n1,9\n1,a\n").read();

        assertThat(parts.classes()).containsExactly("10", "9", "a", "b");
        assertThat(all(parts).labels().toArray()).containsExactly(3, 0, 1, 2);
    }

    @Test
    void givenClassesKeepTheirOrderAndMayHaveNoExample() throws IOException {
        Parts parts = digits(DIGITS).classes("10", "8", "7").read();

        assertThat(parts.classes()).containsExactly("10", "8", "7");
        assertThat(all(parts).labels().toArray()).containsExactly(2, 0, 2);
        assertThat(all(parts).labels().classes()).isEqualTo(3);
    }

    @Test
    void numbersFillTheShapeAndAreScaled() throws IOException {
        Parts parts = digits(DIGITS).shape(1, 2, 1).scale(0.0625).read();

        assertThat(((FloatTensor) all(parts).inputs()).shape()).containsExactly(1, 2, 1);
        assertThat(numbers(all(parts))).containsExactly(0.0625f, 0.125f, 0.1875f, 0.25f, 0.3125f, 0.375f);
    }

    @Test
    void chosenColumnsComeInTheOrderChosen() throws IOException {
        assertThat(numbers(all(digits("name,p0,p1,digit\nann,1,2,7\nbob,3,4,8\n")
                        .columns("p1", "p0")
                        .read())))
                .containsExactly(2, 1, 4, 3);
    }

    @Test
    void aSplitColumnNamesThePartsInOrderOfFirstAppearance() throws IOException {
        Parts parts = digits("digit,part,p0\n0,train,1\n1,test,2\n2,train,3\n")
                .split("part")
                .read();

        assertThat(parts.byName().keySet()).containsExactly("train", "test");
        assertThat(parts.classes()).containsExactly("0", "1", "2");
        assertThat(part(parts, "train").labels().toArray()).containsExactly(0, 2);
        assertThat(numbers(part(parts, "train"))).containsExactly(1, 3);
        assertThat(part(parts, "test").labels().classes()).isEqualTo(3);
    }

    @Test
    void aColumnOfTextsIsReadAsItStands() throws IOException {
        Parts parts = digits("digit,said,more\ngood,\" one, \"\"two\"\"\r\nlines \",9\nbad,,x\n")
                .text("said")
                .read();

        assertThat(all(parts).inputs()).isEqualTo(new Texts(List.of(" one, \"two\"\r\nlines ", "")));
        assertThat(parts.classes()).containsExactly("bad", "good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p0,p1,digit\r\n1,2,7\r\n3,4,10\r\n5,6,7\r\n",
                "p0,p1,digit\n1,2,7\n3,4,10\n5,6,7",
                "\uFEFFp0,p1,digit\n1,2,7\n\n3,4,10\n5,6,7\n\n",
                "\uFEFF\"p0\",\"p1\",\"digit\"\n\"1\",\"2\",\"7\"\n\"3\",\"4\",\"10\"\n\"5\",\"6\",\"7\"\n",
                "p0, p1 , digit\n1, 2 , 7\n3, 4.0,10 \n+5, 0.6e1,7\n",
            })
    void lineEndsQuotesBlanksAndAByteOrderMarkDoNotMatter(String content) throws IOException {
        Parts parts = digits(content).read();

        assertThat(numbers(all(parts))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(parts.classes()).containsExactly("7", "10");
        assertThat(all(parts).labels()).isEqualTo(all(digits(DIGITS).read()).labels());
    }

    @Test
    void aGzippedFileIsReadAsAPlainOne() throws IOException {
        Path file = folder.resolve("optdigits.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(DIGITS.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(numbers(all(new Given(file, "digit").read()))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void manyRowsAndColumnsAreReadWhole() throws IOException {
        StringBuilder content = new StringBuilder("digit");
        for (int column = 0; column < 20_000; column++) {
            content.append(",p").append(column);
        }
        for (int row = 0; row < 20; row++) {
            content.append('\n').append(row);
            for (int column = 0; column < 20_000; column++) {
                content.append(',').append(row * 20_000 + column);
            }
        }

        float[] numbers = numbers(all(digits(content.toString()).read()));

        assertThat(numbers).hasSize(400_000);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(numbers[i]).isEqualTo(i);
        }
    }

    @Test
    void anotherFileIsReadByTheNamesOfItsColumnsAndNeedsNoLabel() throws IOException {
        CsvSource source =
                digits("digit,part,p0,p1\n7,a,1,2\n").split("part").scale(2).source();
        Path other = Files.writeString(folder.resolve("new.csv"), "p1,more,p0\n1,x,2\n3,y,4\n5,z,6\n");

        try (InputReader reader = source.reader(other)) {
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(4, 2, 8, 6);
            assertThat(Tensors.numbers(reader.next(2))).containsExactly(12, 10);
            assertThat(reader.next(2).rows()).isZero();
            assertThat(reader.next(2).kind()).isEqualTo("float tensors of shape [2]");
        }
    }

    @Test
    void inAnotherFileLabelsAndPartsAreIgnored() throws IOException {
        CsvSource source =
                digits("digit,part,p0\n7,a,1\n").split("part").classes("7").source();
        Path other = Files.writeString(folder.resolve("new.csv"), "part,p0,digit\n,1,8\n,2,\n");

        try (InputReader reader = source.reader(other)) {
            assertThat(Tensors.numbers(reader.next(Integer.MAX_VALUE))).containsExactly(1, 2);
        }
    }

    @Test
    void aSettledSourceFindsItsColumnsByNameWhenItsOwnFileIsGone() throws IOException {
        CsvSource settled = digits("digit,p0,p1\n7,1,2\n").shape(1, 2).source().settled();
        Files.delete(settled.file());
        Path other = Files.writeString(folder.resolve("new.csv"), "p1,digit,p0\n1,7,2\n");

        assertThat(settled.columns()).hasValue(List.of("p0", "p1"));
        try (InputReader reader = settled.reader(other)) {
            assertThat(Tensors.numbers(reader.next(5))).containsExactly(2, 1);
        }
    }

    @Test
    void textsOfAnotherFileAreRead() throws IOException {
        CsvSource source = digits("digit,said\n1,a\n").text("said").source();
        Path other = Files.writeString(folder.resolve("new.csv"), "said\nb\n\"c, d\"\n");

        try (InputReader reader = source.reader(other)) {
            assertThat(reader.next(1)).isEqualTo(new Texts(List.of("b")));
            assertThat(reader.next(2)).isEqualTo(new Texts(List.of("c, d")));
            assertThat(reader.next(2)).isEqualTo(new Texts(List.of()));
        }
    }

    @Test
    void mistakesInAnotherFileAreRefusedWithTheirLine() throws IOException {
        CsvSource source = digits(DIGITS).source();
        Path lacking = Files.writeString(folder.resolve("lacking.csv"), "p0,digit\n1,2\n");
        Path wrong = Files.writeString(folder.resolve("wrong.csv"), "p0,p1\n1,2\n3,x\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> source.reader(lacking))
                .withMessage("lacking.csv:1: there is no column 'p1'\nColumns: p0, digit.");
        try (InputReader reader = source.reader(wrong)) {
            assertThat(reader.next(1).rows()).isEqualTo(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.next(1))
                    .withMessageStartingWith("wrong.csv:3: column 'p1' is not a number: 'x'");
        }
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertRefused(digits(""), "optdigits.csv: the file is empty", "Its first line must name the columns.");
    }

    @Test
    void aFileWithoutRowsIsRefused() throws IOException {
        assertRefused(
                digits("p0,p1,digit\n\n"),
                "optdigits.csv: there are no rows below the column names",
                "A source needs at least one example.");
    }

    @Test
    void anAbsentLabelColumnIsRefusedWithTheColumnsThatAreThere() throws IOException {
        Path file = digits(DIGITS).file();

        assertRefused(
                new Given(file, "Digit"),
                "label: optdigits.csv:1: there is no column 'Digit'",
                "Did you mean 'digit'? Columns: p0, p1, digit.");
        assertRefused(
                new Given(file, "digits"),
                "label: optdigits.csv:1: there is no column 'digits'",
                "Did you mean 'digit'? Columns: p0, p1, digit.");
        assertRefused(
                new Given(file, "class"),
                "label: optdigits.csv:1: there is no column 'class'",
                "Columns: p0, p1, digit.");
    }

    @Test
    void absentColumnsOfOtherSettingsAreRefused() throws IOException {
        assertRefused(
                digits(DIGITS).columns("p1", "p01"),
                "columns: optdigits.csv:1: there is no column 'p01'",
                "Did you mean 'p0'? Columns: p0, p1, digit.");
        assertRefused(
                digits(DIGITS).text("said"),
                "text: optdigits.csv:1: there is no column 'said'",
                "Columns: p0, p1, digit.");
        assertRefused(
                digits(DIGITS).split("part"),
                "split: optdigits.csv:1: there is no column 'part'",
                "Columns: p0, p1, digit.");
    }

    @Test
    void manyColumnsAreNotAllNamed() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        digits("a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12,a13,a14,a15,a16,a17,a18,a19,a20,a21,z\n")::read)
                .withMessageEndingWith("a17, a18, ..., z (22 in all).");
    }

    @Test
    void columnNamesThatAreMissingOrStandTwiceAreRefused() throws IOException {
        assertRefused(
                digits("p0,p0,digit\n1,2,7\n"),
                "optdigits.csv:1: the column name 'p0' stands twice: columns 1 and 2",
                "The first line must give each column a name of its own.");
        assertRefused(
                digits(",p0,digit\n1,2,7\n"),
                "optdigits.csv:1: column 1 has no name",
                "The first line must give each column a name of its own.");
    }

    @Test
    void aFileWithNothingButLabelsIsRefused() throws IOException {
        assertRefused(
                digits("digit\n1\n"),
                "optdigits.csv:1: there is no column to learn from, only 'digit'",
                "Add columns of numbers, or name a column of texts with 'text'.");
    }

    @Test
    void aRowWithTooFewOrTooManyFieldsIsRefused() throws IOException {
        assertRefused(
                digits("p0,p1,digit\n1,2,7\n3,4\n"),
                "optdigits.csv:3: too few fields: 2 where the header names 3 columns",
                "Give every column a field. Fields are separated by commas; is the file complete?");
        assertRefused(
                digits("p0,p1,digit\n1,2,7\n\n3,4,5,6\n"),
                "optdigits.csv:4: too many fields: 4 where the header names 3 columns",
                "Put a field that holds a comma in double quotes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1f", "1d", "0x10", "1 2", "1;2", "-", "1e", "--1", "1.2.3", "\u0661"})
    void aFieldThatIsNoNumberIsRefused(String field) throws IOException {
        assertRefused(
                digits("p0,p1,digit\n1,2,7\n3," + field + ",8\n"),
                "optdigits.csv:3: column 'p1' is not a number: '" + field + "'",
                "Choose the columns of numbers with 'columns', or name a column of texts with 'text'.");
    }

    @Test
    void theLineOfARowIsTheOneWhereItBegins() throws IOException {
        assertRefused(
                digits("p0,digit\n1,\"a\nb\"\nx,c\n").classes("a\nb", "c"),
                "optdigits.csv:4: column 'p0' is not a number: 'x'",
                "Choose the columns of numbers with 'columns', or name a column of texts with 'text'.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "nan", "inf", "-Infinity", "1e999", "3.5e38"})
    void aNumberThatIsNotFiniteIsRefused(String field) throws IOException {
        assertRefused(
                digits("p0,p1,digit\n1," + field + ",7\n"),
                "optdigits.csv:2: column 'p1' must be finite, got '" + field + "'",
                "Replace missing and very large numbers, or choose columns with 'columns'.");
    }

    @Test
    void aMissingNumberIsRefused() throws IOException {
        assertRefused(
                digits("p0,p1,digit\n1, ,7\n"),
                "optdigits.csv:2: column 'p1' is empty",
                "Fill missing numbers in, or choose columns with 'columns'.");
    }

    @Test
    void aMissingLabelOrPartIsRefused() throws IOException {
        assertRefused(
                digits("p0,digit\n1,\n"),
                "optdigits.csv:2: column 'digit' is empty",
                "Every row needs its label, and its part where 'split' is given.");
        assertRefused(
                digits("p0,part,digit\n1,\" \",2\n").split("part"),
                "optdigits.csv:2: column 'part' is empty",
                "Every row needs its label, and its part where 'split' is given.");
    }

    @Test
    void aLabelThatIsNoClassIsRefused() throws IOException {
        assertRefused(
                digits("p0,digit\n1,seven\n2,Eight\n").classes("seven", "eight"),
                "optdigits.csv:3: the label 'Eight' is not among the classes",
                "Did you mean 'eight'? 'classes' names seven, eight.");
    }

    @Test
    void aShapeThatDoesNotFitTheColumnsIsRefused() throws IOException {
        assertRefused(
                digits(DIGITS).shape(1, 8, 8),
                "shape: optdigits.csv:1: the shape [1, 8, 8] needs 64 columns, but there are 2",
                "Change 'shape', or choose the columns of numbers with 'columns'.");
    }

    @Test
    void anOpenQuoteIsRefused() throws IOException {
        assertRefused(
                digits("p0,digit\n1,a\n2,\"b\n3,c\n"),
                "optdigits.csv:3: a double quote is left open in this row",
                "Close it; two of them stand for one in a field.");
        assertRefused(
                digits("p0,digit\n1,a\n2,\"b\"c\n"),
                "optdigits.csv: a row after line 2 cannot be read: Unexpected character after closing quote: 'c' (0x63)",
                "Is a double quote missing or too many in this row?");
    }

    @Test
    void anotherEncodingIsRefused() throws IOException {
        Path file = folder.resolve("optdigits.csv");
        Files.write(file, "p0,digit\n1,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused(
                new Given(file, "digit"),
                "optdigits.csv: not UTF-8, somewhere after line 0",
                "Save the file in UTF-8.");
    }

    @Test
    void aGzipFileThatIsNoneOrIsCutShortIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.csv.gz"), "p0,digit\n1,2\n");

        assertRefused(
                new Given(file, "digit"),
                "x.csv.gz: not a whole gzip file: Not in GZIP format",
                "A name that ends with .gz promises a gzipped file; was it cut short?");

        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(DIGITS.getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertRefused(
                new Given(file, "digit"),
                "x.csv.gz: not a whole gzip file: Unexpected end of ZLIB input stream",
                "A name that ends with .gz promises a gzipped file; was it cut short?");
    }

    @Test
    void textAndSettingsOfNumbersExcludeEachOther() throws IOException {
        Given said = digits(DIGITS).text("p0");
        String remedy = "Examples are either one column of texts or columns of numbers.";

        assertSettingRefused(said.shape(2), "text cannot stand beside shape\n" + remedy);
        assertSettingRefused(said.columns("p1"), "text cannot stand beside columns\n" + remedy);
        assertSettingRefused(said.scale(2), "text cannot stand beside scale\n" + remedy);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY})
    void aScaleMustBeFiniteAndNotZero(double scale) throws IOException {
        assertSettingRefused(digits(DIGITS).scale(scale), "scale must be finite and not 0, got " + scale);
    }

    @Test
    void aShapeHasPositiveDimensions() throws IOException {
        assertSettingRefused(
                digits(DIGITS).shape(new Integer[0]), "shape must have at least one dimension, such as [64]");
        assertSettingRefused(digits(DIGITS).shape(2, 0), "shape must be at least 1, got 0");
        assertSettingRefused(
                digits(DIGITS).shape(1 << 16, 1 << 16, 1 << 16, 1 << 16),
                "shape must hold fewer than 2^31 numbers, got [65536, 65536, 65536, 65536]");
    }

    @Test
    void namesInSettingsAreThereAndDistinct() throws IOException {
        Given settings = digits(DIGITS);

        assertSettingRefused(new Given(settings.file(), " "), "label must not be empty");
        assertSettingRefused(settings.text(""), "text must not be empty");
        assertSettingRefused(settings.split(""), "split must not be empty");
        assertSettingRefused(settings.columns(new String[0]), "columns must name at least one");
        assertSettingRefused(settings.columns("p0", ""), "columns must not hold an empty name");
        assertSettingRefused(settings.columns("p0", "p0"), "columns must be distinct, got 'p0' twice");
        assertSettingRefused(settings.classes("a", "a"), "classes must be distinct, got 'a' twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "split", "columns"})
    void aColumnHasOneUse(String setting) throws IOException {
        Given settings = digits(DIGITS);
        Given twice = switch (setting) {
            case "text" -> settings.text("digit");
            case "split" -> settings.split("digit");
            default -> settings.columns("p0", "digit");
        };

        assertSettingRefused(twice, setting + " must not name 'digit', which is the label or the split already");
    }

    private static void assertSettingRefused(Given settings, String message) {
        assertThatIllegalArgumentException().isThrownBy(settings::source).withMessage(message);
    }

    private static void assertRefused(Given settings, String problem, String remedy) {
        assertThatIllegalArgumentException().isThrownBy(settings::read).withMessage(problem + "\n" + remedy);
    }
}
