package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

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
            int textColumn = text.isPresent() ? header.index("text", text.get()) : -1;
            int[] numberColumns = text.isPresent() ? new int[0] : numberColumns(header, labelColumn, splitColumn);
            List<Integer> exampleShape = text.isPresent() ? List.of() : shape.orElse(List.of(numberColumns.length));
            requireShape(numberColumns.length);

            CsvClasses met = new CsvClasses(classes);
            Map<String, CsvPart> parts = new LinkedHashMap<>();
            for (CsvRecord row = rows.next(); row != null; row = rows.next()) {
                String name = splitColumn < 0 ? Parts.ALL : named(rows, row, splitColumn);
                CsvPart part = parts.computeIfAbsent(name, first -> new CsvPart());
                for (int column : numberColumns) {
                    part.add(number(rows, row, column));
                }
                if (textColumn >= 0) {
                    part.add(row.getField(textColumn));
                }
                part.endRow(met.index(rows, named(rows, row, labelColumn)));
            }
            if (parts.isEmpty()) {
                throw Refusal.of(
                        file, "there are no rows below the column names", "A source needs at least one example.");
            }
            int[] order = met.order();
            Map<String, Examples> finished = new LinkedHashMap<>();
            parts.forEach((name, part) -> finished.put(name, part.finish(exampleShape, order)));
            return new Parts(met.names(), finished);
        }
    }

    private int[] numberColumns(CsvHeader header, int labelColumn, int splitColumn) {
        if (columns.isPresent()) {
            return columns.get().stream()
                    .mapToInt(name -> header.index("columns", name))
                    .toArray();
        }
        List<Integer> others = new ArrayList<>();
        for (int column = 0; column < header.columns(); column++) {
            if (column != labelColumn && column != splitColumn) {
                others.add(column);
            }
        }
        if (others.isEmpty()) {
            throw Refusal.of(
                    file,
                    1,
                    "there is no column to learn from, only '" + label + "'",
                    "Add columns of numbers, or name a column of texts with 'text'.");
        }
        return Settings.toArray(others);
    }

    private void requireShape(int found) {
        if (shape.isPresent() && Settings.size(shape.get()) != found) {
            throw Refusal.of(
                    file,
                    1,
                    "the shape " + shape.get() + " needs " + Settings.size(shape.get()) + " columns, but there are "
                            + found,
                    "Change 'shape', or choose the columns of numbers with 'columns'.");
        }
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

    private float number(CsvRows rows, CsvRecord row, int column) {
        String field = row.getField(column);
        double value = Decimal.parse(field);
        float scaled = (float) (value * scale);
        if (Float.isFinite(scaled)) {
            return scaled;
        }
        String stripped = field.strip();
        String place = "column '" + rows.header().name(column) + "' ";
        if (stripped.isEmpty()) {
            throw rows.refusal(place + "is empty", "Fill missing numbers in, or choose columns with 'columns'.");
        }
        boolean isNumber = !Double.isNaN(value)
                || NOT_FINITE.contains(stripped.toLowerCase(Locale.ROOT).replaceFirst("^[+-]", ""));
        throw isNumber
                ? rows.refusal(
                        place + "must be finite, got '" + stripped + "'",
                        "Replace missing and very large numbers, or choose columns with 'columns'.")
                : rows.refusal(
                        place + "is not a number: '" + stripped + "'",
                        "Choose the columns of numbers with 'columns', or name a column of texts with 'text'.");
    }
}
