package dev.weir.runtime.select;

import dev.weir.api.selection.PerformanceMatrix;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a performance matrix.
 *
 * <p>A file that ends in {@code .json} is {@code { "version": 1, "models": [names], "dataSets": [ { "name": ...,
 * "results": { model: { "accuracy": ... } } } ] }}; a result may hold more, such as the accuracies on the validation
 * split by epoch, and the file may hold more, such as how the models were trained before. Any other file is a tab-separated table: the first line names the models, each line after it has
 * an accuracy for each on one data set, which is called after the number of its line.
 */
public final class MatrixFile {
    /** The version of the JSON format that is read. */
    public static final int VERSION = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private MatrixFile() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it is no matrix; a second line says what to do
     */
    public static PerformanceMatrix read(Path file) throws IOException {
        return read(file, "");
    }

    /**
     * Reads a file without one of its data sets, whose cells may be missing.
     *
     * @param left the name of the data set; empty for none
     * @throws IllegalArgumentException when it is no matrix; a second line says what to do
     */
    static PerformanceMatrix read(Path file, String left) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file.getFileName() + " is not text in UTF-8", e);
        }
        String name = String.valueOf(file.getFileName());
        try {
            return name.endsWith(".json") ? json(text, left) : table(text).without(left);
        } catch (JacksonException e) {
            throw noJson(name, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the JSON form as it stands, with cells that may be missing.
     *
     * @throws IllegalArgumentException when it is none, or a name stands twice; a second line says what to do
     */
    public static ObjectNode tree(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            return tree(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(name + " is not text in UTF-8", e);
        } catch (JacksonException e) {
            throw noJson(name, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode tree(String text) {
        if (!(JSON.readTree(text) instanceof ObjectNode root)) {
            throw new IllegalArgumentException("it is no JSON object");
        }
        JsonNode version = root.path("version");
        if (!version.isIntegralNumber() || version.asInt() != VERSION) {
            throw new IllegalArgumentException("the version is " + (version.isMissingNode() ? "missing" : version)
                    + ", and " + VERSION + " is read\nWrite the matrix again with this version of Weir.");
        }
        PerformanceMatrix.requireDistinct("model", models(root));
        PerformanceMatrix.requireDistinct(
                "data set",
                root.path("dataSets")
                        .valueStream()
                        .map(set -> set.path("name").asString(""))
                        .toList());
        for (JsonNode set : root.path("dataSets")) {
            JsonNode results = set.path("results");
            for (String model : results.propertyNames()) {
                requireScores(set.path("name").asString(""), model, results.path(model));
            }
        }
        return root;
    }

    private static void requireScores(String dataSet, String model, JsonNode cell) {
        List<JsonNode> numbers =
                new ArrayList<>(cell.path("validation").valueStream().toList());
        if (cell.has("accuracy")) {
            numbers.add(cell.path("accuracy"));
        }
        for (JsonNode number : numbers) {
            if (!number.isNumber() || !(number.doubleValue() >= -1 && number.doubleValue() <= 1)) {
                throw new IllegalArgumentException(
                        "the data set '" + dataSet + "' holds " + number + " as an accuracy of '"
                                + model + "'\nAccuracies are shares, 80 percent is 0.8: mend it, or take the"
                                + " model or the data set out.");
            }
        }
    }

    private static IllegalArgumentException noJson(String name, JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return new IllegalArgumentException(
                name + " is no JSON" + (at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr())
                        + ", or a key stands twice there\nMend it, or write the matrix again with 'job: benchmark'.",
                e);
    }

    /** The names of a JSON matrix's data sets; none of a table, which has no names. */
    static List<String> dataSets(Path file) throws IOException {
        return String.valueOf(file.getFileName()).endsWith(".json")
                ? tree(file)
                        .path("dataSets")
                        .valueStream()
                        .map(set -> set.path("name").asString(""))
                        .toList()
                : List.of();
    }

    private static List<String> models(JsonNode root) {
        return root.path("models")
                .valueStream()
                .map(model -> model.asString(""))
                .toList();
    }

    private static PerformanceMatrix json(String text, String left) {
        ObjectNode root = tree(text);
        List<String> models = models(root);
        List<String> dataSets = new ArrayList<>();
        List<List<Double>> accuracies = new ArrayList<>();
        List<List<List<Double>>> histories = new ArrayList<>();
        for (JsonNode set : root.path("dataSets")) {
            String dataSet = set.path("name").asString("");
            if (dataSet.equals(left)) {
                continue;
            }
            List<Double> row = new ArrayList<>();
            List<List<Double>> ofModels = new ArrayList<>();
            for (String model : models) {
                JsonNode cell = set.path("results").path(model);
                JsonNode accuracy = cell.path("accuracy");
                if (cell.has("failed")) {
                    throw new IllegalArgumentException("the data set '" + dataSet + "' has no accuracy of '" + model
                            + "', whose training failed: " + cell.path("failed").asString("")
                            + "\nA matrix has no empty cells: mend the model, or take it or the data set out.");
                }
                if (!accuracy.isNumber()) {
                    throw new IllegalArgumentException("the data set '" + dataSet + "' has no accuracy of '" + model
                            + "'\nA matrix has no empty cells: compute it, or take the model or the data set out.");
                }
                row.add(accuracy.doubleValue());
                List<Double> history = new ArrayList<>();
                cell.path("validation").forEach(epoch -> history.add(epoch.asDouble()));
                ofModels.add(history);
            }
            dataSets.add(dataSet);
            accuracies.add(row);
            histories.add(ofModels);
        }
        requireSome(models, dataSets);
        return new PerformanceMatrix(models, dataSets, accuracies, histories);
    }

    private static PerformanceMatrix table(String text) {
        List<String> lines = text.lines().toList();
        List<String> models = lines.isEmpty() ? List.of() : List.of(lines.get(0).split("\t", -1));
        List<String> dataSets = new ArrayList<>();
        List<List<Double>> accuracies = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            if (lines.get(line).isBlank()) {
                continue;
            }
            String[] cells = lines.get(line).split("\t", -1);
            if (cells.length != models.size()) {
                throw new IllegalArgumentException("line " + (line + 1) + " has " + cells.length + " cells for "
                        + models.size() + " models\nCells are separated by one tab each.");
            }
            List<Double> row = new ArrayList<>();
            for (String cell : cells) {
                row.add(number(cell, line + 1));
            }
            dataSets.add("line " + (line + 1));
            accuracies.add(row);
        }
        requireSome(models, dataSets);
        return new PerformanceMatrix(models, dataSets, accuracies);
    }

    private static double number(String cell, int line) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "line " + line
                            + (cell.isBlank() ? " has an empty cell" : " holds '" + cell + "', which is no number")
                            + "\nA matrix has a number in every cell: compute it, or take the model or the line out.",
                    e);
        }
    }

    private static void requireSome(List<String> models, List<String> dataSets) {
        if (models.isEmpty() || dataSets.isEmpty()) {
            throw new IllegalArgumentException("the matrix is empty\nIt needs at least one model and one data set.");
        }
    }
}
