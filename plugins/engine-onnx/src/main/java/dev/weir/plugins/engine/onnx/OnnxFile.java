package dev.weir.plugins.engine.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an ONNX file says of itself, read without any native library. An ONNX file is data: it is refused when it
 * asks for operators that are not part of ONNX Runtime, or for data outside its folder.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">the messages and their fields</a>
 */
final class OnnxFile {
    private static final Set<String> KNOWN_DOMAINS =
            Set.of("", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc");
    static final int MODEL_GRAPH = 7;
    static final int GRAPH_INITIALIZER = 5;

    /** How many graphs of branches and loops may lie in each other. */
    private static final int DEEPEST = 32;

    /**
     * What a graph takes or gives, by name.
     *
     * @param dimensions of it; -1 for one that may be any; none where the file does not tell
     */
    record Value(String name, List<Long> dimensions) {

        /** The size of a dimension where the file leaves no choice, else -1. */
        long fixed(int dimension) {
            return dimension < dimensions.size() && dimensions.get(dimension) > 0 ? dimensions.get(dimension) : -1;
        }
    }

    private final Path path;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Set<String> weights = new HashSet<>();
    private final Set<Path> external = new LinkedHashSet<>();
    private final Set<String> domains = new LinkedHashSet<>();
    private final Set<String> functionDomains = new HashSet<>();
    private long parameters;
    private boolean hasFloats;
    private boolean hasOtherWeights;
    private boolean quantizesInputs;
    private final List<String> batchNormalizations = new ArrayList<>();
    private boolean hasGraph;
    private int depth;

    private OnnxFile(Path path) {
        this.path = path;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when there is no such file, or it is not one that may be opened; the message
     *     begins with {@code "file: "} and names it
     */
    static OnnxFile read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("file: " + path + " is a folder\nName the ONNX file itself.");
        }
        if (!Files.exists(path)) {
            throw new IllegalArgumentException("file: " + path + ": there is no such file");
        }
        OnnxFile file = new OnnxFile(path);
        try {
            file.model(new ProtobufReader(bytes(path)));
            file.requireWhole();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file: " + path + " " + e.getMessage(), e);
        }
        return file;
    }

    /** All bytes of a file, of which only what is read is in memory. */
    static ByteBuffer bytes(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "is larger than 2 GiB\nKeep its weights as external data beside it.");
            }
            return channel.size() == 0
                    ? ByteBuffer.allocate(0)
                    : channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private void model(ProtobufReader model) {
        while (model.next()) {
            switch (model.field()) {
                case MODEL_GRAPH -> {
                    hasGraph = true;
                    graph(model.message(), true);
                }
                case 25 -> function(model.message());
                default -> {}
            }
        }
    }

    private void requireWhole() throws IOException {
        if (!hasGraph || outputs.isEmpty()) {
            throw new IllegalArgumentException("is no ONNX file, or was cut short");
        }
        domains.removeAll(KNOWN_DOMAINS);
        domains.removeAll(functionDomains);
        if (!domains.isEmpty()) {
            throw new IllegalArgumentException("needs custom operators, of " + String.join(", ", domains)
                    + "\nThey are programs, which are not loaded: export it with standard operators.");
        }
        Path folder = path.toAbsolutePath().resolve("..").normalize();
        for (Path data : external) {
            boolean isInside =
                    !data.isAbsolute() && folder.resolve(data).normalize().startsWith(folder);
            Path file = isInside ? path.resolveSibling(data) : data;
            if (isInside && !Files.isRegularFile(file)) {
                throw new IllegalArgumentException(
                        "keeps data in " + data + ", which is not beside it" + "\nPut that file into its folder.");
            }
            if (!isInside || !file.toRealPath().startsWith(folder.toRealPath())) {
                throw new IllegalArgumentException("keeps data in " + data + ", outside its folder"
                        + "\nMove the data into its folder and export it again.");
            }
        }
    }

    private void graph(ProtobufReader graph, boolean isMain) {
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> node(graph.message());
                case GRAPH_INITIALIZER -> initializer(graph.message(), isMain);
                case 15 -> {
                    hasOtherWeights = true;
                    sparse(graph.message());
                }
                case 11 -> {
                    if (isMain) {
                        inputs.add(value(graph.message()));
                    }
                }
                case 12 -> {
                    if (isMain) {
                        outputs.add(value(graph.message()));
                    }
                }
                default -> {}
            }
        }
    }

    private void function(ProtobufReader function) {
        while (function.next()) {
            switch (function.field()) {
                case 7 -> node(function.message());
                case 10 -> functionDomains.add(function.text());
                case 11 -> attribute(function.message());
                default -> {}
            }
        }
    }

    private void node(ProtobufReader node) {
        String name = "";
        String output = "";
        String operator = "";
        while (node.next()) {
            switch (node.field()) {
                case 2 -> output = output.isEmpty() ? node.text() : output;
                case 3 -> name = node.text();
                case 4 -> operator = node.text();
                case 5 -> attribute(node.message());
                case 7 -> domains.add(node.text());
                default -> {}
            }
        }
        quantizesInputs |= operator.startsWith("DynamicQuantize");
        if (operator.equals("BatchNormalization")) {
            batchNormalizations.add(name.isEmpty() ? output : name);
        }
    }

    private void attribute(ProtobufReader attribute) {
        while (attribute.next()) {
            switch (attribute.field()) {
                case 5, 10 -> tensor(attribute.message());
                case 6, 11 -> inner(attribute.message());
                case 22, 23 -> sparse(attribute.message());
                default -> {}
            }
        }
    }

    /** The numbers of a sparse tensor and their places are tensors each. */
    private void sparse(ProtobufReader sparse) {
        while (sparse.next()) {
            switch (sparse.field()) {
                case 1, 2 -> tensor(sparse.message());
                default -> {}
            }
        }
    }

    private void inner(ProtobufReader graph) {
        depth++;
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("has more than " + DEEPEST + " graphs within each other"
                    + "\nExport it without so many branches and loops inside others.");
        }
        graph(graph, false);
        depth--;
    }

    private void initializer(ProtobufReader message, boolean isMain) {
        StoredTensor tensor = tensor(message);
        weights.add(tensor.name());
        if (tensor.isFloat() || tensor.isTrainedOtherwise()) {
            parameters += tensor.size();
            hasFloats |= tensor.isFloat() && isMain;
            hasOtherWeights |= tensor.isTrainedOtherwise() || !isMain;
        }
    }

    private StoredTensor tensor(ProtobufReader message) {
        StoredTensor tensor = StoredTensor.of(message);
        tensor.external().ifPresent(place -> external.add(place.file()));
        return tensor;
    }

    private static Value value(ProtobufReader value) {
        String name = "";
        List<Long> dimensions = new ArrayList<>();
        while (value.next()) {
            switch (value.field()) {
                case 1 -> name = value.text();
                case 2 -> dimensions(value.message(), dimensions);
                default -> {}
            }
        }
        return new Value(name, List.copyOf(dimensions));
    }

    /** The dimensions of a tensor's type; -1 for one that may be any. */
    private static void dimensions(ProtobufReader type, List<Long> dimensions) {
        while (type.next()) {
            ProtobufReader tensor = type.message();
            while (type.field() == 1 && tensor.next()) {
                ProtobufReader shape = tensor.message();
                while (tensor.field() == 2 && shape.next()) {
                    ProtobufReader dimension = shape.message();
                    long size = -1;
                    while (dimension.next()) {
                        size = dimension.field() == 1 ? dimension.number() : size;
                    }
                    dimensions.add(size);
                }
            }
        }
    }

    Path path() {
        return path;
    }

    /** What must be given, in the file's order: older files list weights among their inputs. */
    List<Value> inputs() {
        return inputs.stream().filter(input -> !weights.contains(input.name())).toList();
    }

    /** An input of a name. */
    Value input(String name) {
        return inputs.stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no input " + name));
    }

    /**
     * How many rows may go into an input at once: one, where it takes no other number, or where numbers are rounded
     * by the range of a whole batch, so that an answer would depend on who else was asked.
     *
     * @param most where any number may
     * @throws IllegalArgumentException when it takes several at once and no other number
     */
    int rowsAtOnce(String input, int most) {
        long fixed = input(input).fixed(0);
        if (fixed > 1) {
            throw new IllegalArgumentException("file: " + path + " takes " + fixed + " examples at a time and no other"
                    + " number of them\nExport it with a first dimension that may be any.");
        }
        return fixed == 1 || quantizesInputs ? 1 : most;
    }

    List<Value> outputs() {
        return List.copyOf(outputs);
    }

    /** Number of trained numbers. */
    long parameters() {
        return parameters;
    }

    /**
     * Whether its weights can be read and replaced: it has some, and all are floats that the main graph keeps as
     * initializers. Numbers of another kind beside them, such as 8-bit ones, would have to change along, and so would
     * the statistics of batch normalization, which a file cannot estimate anew.
     */
    boolean hasWeights() {
        return whyNoWeights().isEmpty();
    }

    /** Why its weights cannot be read and replaced, as the end of a sentence; empty where they can. */
    Optional<String> whyNoWeights() {
        if (!batchNormalizations.isEmpty()) {
            int more = batchNormalizations.size() - 1;
            return Optional.of(path.getFileName() + " has batch normalization (BatchNormalization '"
                    + batchNormalizations.get(0) + "'" + (more > 0 ? " and " + more + " more" : "")
                    + "), whose statistics would have to be estimated anew for every mix, and cannot be in an ONNX file;"
                    + " fold it into the layers before it");
        }
        if (hasOtherWeights) {
            return Optional.of(path.getFileName()
                    + " has weights that are no 32-bit floats of the main graph; export it" + " in full precision");
        }
        return hasFloats ? Optional.empty() : Optional.of(path.getFileName() + " has no weights");
    }

    /** The files with the rest of its weights, relative to its folder. */
    List<Path> external() {
        return List.copyOf(external);
    }
}
