package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Labelled examples from a CSV file, whose columns are found by their names in its first line: numbers,
 * which make a tensor, or one column of texts.
 */
@Extension
@Name("csv")
@Doc("labelled numbers or texts from a CSV file whose first line names the columns")
public record CsvSource(
        @Doc("the CSV file, in UTF-8; gzipped when its name ends with .gz")
        Path file,

        @Doc("the column that holds the label") String label,

        @Doc("the shape of one example, filled row by row in the order of the columns, such as [1, 8, 8]; "
                + "without it [number of columns]")
        Optional<List<Integer>> shape,

        @Default("1.0") @Doc("numbers are multiplied by it; finite and not 0")
        double scale,

        @Doc("a column of texts, which are read instead of numbers")
        Optional<String> text,

        @Doc("the columns of numbers, in this order; without it all but the label and the split")
        Optional<List<String>> columns,

        @Doc("a column that names the part of each row, such as train or test; without it all rows are one part")
        Optional<String> split,

        @Doc("the class names in label order; without it the labels of the file in numeric order when all are "
                + "integers, else in lexical order")
        Optional<List<String>> classes)
        implements DataSource {

    public CsvSource {
        Settings.requireName("label", label);
        shape = Settings.shape(shape);
        Settings.requireScale(scale);
        columns = Settings.names("columns", columns);
        classes = Settings.names("classes", classes);
        if (text.isPresent() && (shape.isPresent() || columns.isPresent() || scale != 1)) {
            throw new IllegalArgumentException("text cannot stand beside "
                    + (shape.isPresent() ? "shape" : columns.isPresent() ? "columns" : "scale")
                    + "\nExamples are either one column of texts or columns of numbers.");
        }
        requireOther("text", text, label);
        requireOther("split", split, label);
        requireOther("text", text, split.orElse(""));
        for (String column : columns.orElse(List.of())) {
            requireOther("columns", Optional.of(column), label);
            requireOther("columns", Optional.of(column), split.orElse(""));
        }
    }

    private static void requireOther(String setting, Optional<String> column, String taken) {
        column.ifPresent(name -> {
            Settings.requireName(setting, name);
            if (name.equals(taken)) {
                throw new IllegalArgumentException(
                        setting + " must not name '" + name + "', which is the label or the split already");
            }
        });
    }

    @Override
    public Parts read() throws IOException {
        try (CsvRows rows = CsvRows.open(file)) {
            CsvHeader header = rows.header();
            int labelColumn = header.index("label", label);
            int splitColumn = split.isPresent() ? header.index("split", split.get()) : -1;
            CsvColumns inputs = columns(numberNames(header), file, header::index);

            MetClasses met = new MetClasses(classes);
            Map<String, GrowingPart> parts = new LinkedHashMap<>();
            for (CsvRecord row = rows.next(); row != null; row = rows.next()) {
                String name = splitColumn < 0 ? Parts.ALL : named(rows, row, splitColumn);
                GrowingPart part = parts.computeIfAbsent(name, first -> new GrowingPart());
                inputs.read(rows, row, part);
                part.endRow(met.index(rows, named(rows, row, labelColumn)));
            }
            if (parts.isEmpty()) {
                throw Refusal.of(
                        file, "there are no rows below the column names", "A source needs at least one example.");
            }
            int[] order = met.order();
            Map<String, Examples> finished = new LinkedHashMap<>();
            parts.forEach((name, part) -> finished.put(name, part.finish(exampleShape(inputs), order)));
            return new Parts(met.names(), finished);
        }
    }

    /** With the names of its columns of numbers, by which a reader finds them in other files. */
    @Override
    public CsvSource settled() throws IOException {
        if (text.isPresent() || columns.isPresent()) {
            return this;
        }
        try (CsvRows rows = CsvRows.open(file)) {
            return new CsvSource(
                    file, label, shape, scale, text, Optional.of(numberNames(rows.header())), split, classes);
        }
    }

    @Override
    public InputReader reader(Path other) throws IOException {
        if (text.isEmpty() && columns.isEmpty()) {
            return settled().reader(other);
        }
        CsvRows rows = CsvRows.open(other);
        try {
            CsvHeader header = rows.header();
            CsvColumns inputs = columns(numberNames(header), other, (setting, name) -> header.index(name));
            return new CsvInputReader(rows, inputs, exampleShape(inputs));
        } catch (RuntimeException failure) {
            rows.close();
            throw failure;
        }
    }

    /** The names of the columns of numbers, in order. */
    private List<String> numberNames(CsvHeader header) {
        return text.isPresent()
                ? List.of()
                : columns.orElseGet(() -> IntStream.range(0, header.columns())
                        .mapToObj(header::name)
                        .filter(name -> !name.equals(label) && !name.equals(split.orElse("")))
                        .toList());
    }

    /** The inputs' columns; {@code find} says where the column stands that a setting names. */
    private CsvColumns columns(List<String> names, Path of, ToIntBiFunction<String, String> find) {
        if (text.isPresent()) {
            return CsvColumns.text(find.applyAsInt("text", text.get()));
        }
        if (names.isEmpty()) {
            throw Refusal.of(
                    of,
                    1,
                    "there is no column to learn from, only '" + label + "'",
                    "Add columns of numbers, or name a column of texts with 'text'.");
        }
        String setting = columns.isPresent() ? "columns" : "file";
        List<Integer> found =
                names.stream().map(name -> find.applyAsInt(setting, name)).toList();
        if (shape.isPresent() && Settings.size(shape.get()) != found.size()) {
            throw Refusal.of(
                    "shape",
                    of,
                    1,
                    "the shape " + shape.get() + " needs " + Settings.size(shape.get()) + " columns, but there are "
                            + found.size(),
                    "Change 'shape', or choose the columns of numbers with 'columns'.");
        }
        return CsvColumns.numbers(found, scale);
    }

    private List<Integer> exampleShape(CsvColumns inputs) {
        return text.isPresent() ? List.of() : shape.orElse(List.of(inputs.numbers().length));
    }

    private static String named(CsvRows rows, CsvRecord row, int column) {
        String value = row.getField(column).strip();
        if (value.isEmpty()) {
            throw rows.refusal(
                    "column '" + rows.header().name(column) + "' is empty",
                    "Every row needs its label, and its part where 'split' is given.");
        }
        return value;
    }
}
