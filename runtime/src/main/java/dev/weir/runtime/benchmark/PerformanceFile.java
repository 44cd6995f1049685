package dev.weir.runtime.benchmark;

import dev.weir.runtime.job.OutputPlace;
import dev.weir.runtime.select.MatrixFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The performance matrix as a file that grows with every epoch: each change is written beside it and renamed, so
 * that a kill at any moment leaves it whole.
 *
 * <p>It is what {@link MatrixFile} reads, with more: under {@code preTraining} how each model was trained before, in
 * a cell its {@code key}, the {@code validation} accuracies by epoch, and {@code failed} where there is no accuracy.
 * Models and data sets that the job does not name keep their cells, out of the way under {@code unused}.
 */
final class PerformanceFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final ObjectNode root;

    private PerformanceFile(Path file, ObjectNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * The matrix of an earlier run, or a new one.
     *
     * @param models  of the job, in order
     * @param targets of the job, in order
     * @throws IllegalArgumentException when the file is no matrix, or of another version or seed; a second line says
     *                                  what to do
     */
    static PerformanceFile open(Path file, long seed, List<String> models, List<String> targets) throws IOException {
        ObjectNode old = Files.exists(file) ? MatrixFile.tree(file) : JsonNodeFactory.instance.objectNode();
        if (old.has("seed") && old.path("seed").asLong() != seed) {
            throw new IllegalArgumentException(file.getFileName() + " holds results of the seed "
                    + old.path("seed").asLong() + ", and this job's is " + seed
                    + "\nName another file: a matrix holds the results of one seed.");
        }
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", MatrixFile.VERSION).put("seed", seed);
        models.forEach(root.putArray("models")::add);
        root.set("preTraining", old.path("preTraining").isObject() ? old.path("preTraining") : root.objectNode());
        ArrayNode sets = root.putArray("dataSets");
        for (String target : targets) {
            sets.addObject().put("name", target).set("results", results(old, target));
        }
        ArrayNode unused = root.putArray("unused");
        for (String group : List.of("dataSets", "unused")) {
            for (JsonNode set : old.path(group)) {
                if (!targets.contains(set.path("name").asString(""))) {
                    unused.add(set);
                }
            }
        }
        return new PerformanceFile(file, root);
    }

    private static ObjectNode results(ObjectNode old, String target) {
        for (String group : List.of("dataSets", "unused")) {
            for (JsonNode set : old.path(group)) {
                if (set.path("name").asString("").equals(target) && set.path("results") instanceof ObjectNode results) {
                    return results;
                }
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** What is known of a model before it meets a target; empty where that depends on another key. */
    Optional<Pretrained> pretrained(String model, String key) {
        JsonNode found = root.path("preTraining").path(model);
        if (!found.path("key").asString("").equals(key)) {
            return Optional.empty();
        }
        JsonNode parameters = found.path("parameters");
        return Optional.of(new Pretrained(
                key,
                found.path("source").asString(""),
                found.path("right").asInt(0),
                found.path("examples").asInt(0),
                parameters.isNumber() ? OptionalLong.of(parameters.asLong()) : OptionalLong.empty(),
                found.path("failed").asString("")));
    }

    void put(String model, Pretrained of) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("key", of.key());
        if (!of.source().isEmpty()) {
            node.put("source", of.source());
        }
        if (of.examples() > 0) {
            node.put("accuracy", of.accuracy().orElseThrow());
            node.put("right", of.right()).put("examples", of.examples());
        }
        of.parameters().ifPresent(count -> node.put("parameters", count));
        if (!of.failed().isEmpty()) {
            node.put("failed", of.failed());
        }
        ((ObjectNode) root.path("preTraining")).set(model, node);
        write();
    }

    /** The cell of a model and a target; empty where there is none, or one that depends on another key. */
    Optional<Cell> cell(String model, String target, String key) {
        JsonNode found = results(root, target).path(model);
        if (!found.path("key").asString("").equals(key)) {
            return Optional.empty();
        }
        List<Double> validation = new ArrayList<>();
        found.path("validation").forEach(accuracy -> validation.add(accuracy.asDouble()));
        return Optional.of(new Cell(
                key,
                found.path("right").asInt(0),
                found.path("examples").asInt(0),
                validation,
                found.path("failed").asString("")));
    }

    void put(String model, String target, Cell cell) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("key", cell.key());
        if (cell.examples() > 0) {
            node.put("accuracy", cell.accuracy().orElseThrow());
            node.put("right", cell.right()).put("examples", cell.examples());
        }
        if (!cell.failed().isEmpty()) {
            node.put("failed", cell.failed());
        }
        cell.validation().forEach(node.putArray("validation")::add);
        results(root, target).set(model, node);
        write();
    }

    /** Writes it as it is, beside the file and in its place. */
    void write() throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = Files.createDirectories(absolute.resolveSibling(""));
        Path fresh = folder.resolve(
                "." + absolute.getFileName() + "-" + ProcessHandle.current().pid());
        try {
            Files.writeString(fresh, JSON.writeValueAsString(root));
            Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw OutputPlace.explained(folder, e);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
