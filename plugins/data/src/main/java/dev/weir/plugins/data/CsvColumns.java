package dev.weir.plugins.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The inputs in the rows of a CSV file: one column of texts, or columns of numbers.
 *
 * @param text    the column of texts; -1 for numbers
 * @param numbers the columns of numbers, in order
 * @param scale   multiplies the numbers
 */
@SuppressWarnings("ArrayRecordComponent") // column indexes, compared by nobody
record CsvColumns(int text, int[] numbers, double scale) {
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

    static CsvColumns text(int column) {
        return new CsvColumns(column, new int[0], 1);
    }

    static CsvColumns numbers(List<Integer> columns, double scale) {
        return new CsvColumns(-1, Settings.toArray(columns), scale);
    }

    void read(CsvRows rows, CsvRecord row, GrowingPart into) {
        for (int column : numbers) {
            into.add(number(rows, row, column));
        }
        if (text >= 0) {
            into.add(row.getField(text));
        }
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
