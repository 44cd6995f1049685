package dev.weir.plugins.data;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The column names of a CSV file, by which its columns are found. */
final class CsvHeader {
    private static final int SHOWN = 20;

    private final Path file;
    private final long line;
    private final List<String> names;
    private final Map<String, Integer> indexes = new HashMap<>();

    CsvHeader(Path file, long line, List<String> fields) {
        this.file = file;
        this.line = line;
        this.names = fields.stream().map(String::strip).toList();
        for (int column = 0; column < names.size(); column++) {
            String name = names.get(column);
            if (name.isEmpty()) {
                throw refusal("column " + (column + 1) + " has no name");
            }
            Integer first = indexes.putIfAbsent(name, column);
            if (first != null) {
                throw refusal(
                        "the column name '" + name + "' stands twice: columns " + (first + 1) + " and " + (column + 1));
            }
        }
    }

    private IllegalArgumentException refusal(String problem) {
        return Refusal.of(file, line, problem, "The first line must give each column a name of its own.");
    }

    int columns() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    /** Where the column stands that a setting names. */
    int index(String setting, String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw Refusal.of(setting, file, line, "there is no column '" + name + "'", columnsLike(name));
        }
        return index;
    }

    /** Where a column stands in a file that no setting names. */
    int index(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw Refusal.of(file, line, "there is no column '" + name + "'", columnsLike(name));
        }
        return index;
    }

    private String columnsLike(String name) {
        return Spelling.didYouMean(name, names) + "Columns: " + shown() + ".";
    }

    private String shown() {
        if (names.size() <= SHOWN) {
            return String.join(", ", names);
        }
        // labels stand in the last column more often than not
        return String.join(", ", names.subList(0, SHOWN - 2)) + ", ..., " + names.get(names.size() - 1) + " ("
                + names.size() + " in all)";
    }
}
