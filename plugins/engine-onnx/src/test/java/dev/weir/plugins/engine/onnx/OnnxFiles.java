package dev.weir.plugins.engine.onnx;

import dev.weir.plugins.engine.support.ProtobufMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Small ONNX files for tests, written field by field. */
final class OnnxFiles {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final List<String> VOCABULARY =
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "bad", "food", "##s", "not", ".", "the", "caf", "##e");

    private OnnxFiles() {}

    /** An encoder of tokens: a vector of {@code d} numbers for each, looked up by its id. */
    static Path encoder(Path file, int d, boolean quantizes) throws IOException {
        return encoder(file, d, quantizes, List.of(-1, -1));
    }

    /** The same for so many texts of so many tokens; -1 for any number. */
    static Path encoder(Path file, int d, boolean quantizes, List<Integer> shape) throws IOException {
        Random random = new Random(3);
        float[] vectors = new float[VOCABULARY.size() * d];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = (float) random.nextGaussian();
        }
        ProtobufMessage graph = new ProtobufMessage()
                .message(1, node("Gather", List.of("vectors", "input_ids"), "looked"))
                .message(1, node("Unsqueeze", List.of("attention_mask", "last"), "marks"))
                .message(1, node("Cast", List.of("marks"), "floats", attribute("to", FLOAT)))
                .message(1, node("Mul", List.of("looked", "floats"), "hidden"));
        if (quantizes) {
            graph.message(
                    1,
                    new ProtobufMessage()
                            .text(1, "hidden")
                            .text(2, "q")
                            .text(2, "scale")
                            .text(2, "zero")
                            .text(4, "DynamicQuantizeLinear"));
            graph.message(1, node("DequantizeLinear", List.of("q", "scale", "zero"), "last_hidden_state"));
        } else {
            graph.message(1, node("Identity", List.of("hidden"), "last_hidden_state"));
        }
        graph.text(2, "encoder")
                .message(5, tensor("vectors", List.of(VOCABULARY.size(), d), vectors))
                .message(
                        5,
                        new ProtobufMessage()
                                .number(1, 1)
                                .number(2, INT64)
                                .text(8, "last")
                                .bytes(9, longBytes(2)))
                .message(11, value("input_ids", INT64, shape))
                .message(11, value("attention_mask", INT64, shape))
                .message(12, value("last_hidden_state", FLOAT, List.of(-1, -1, d)));
        return write(file, graph);
    }

    /** The vocabulary of {@link #encoder}, one token a line. */
    static Path vocabulary(Path file) throws IOException {
        return Files.write(file, VOCABULARY);
    }

    /** One node from the input {@code x} to the output {@code y}, both of three floats. */
    static Path oneNode(Path file, String domain, String operator) throws IOException {
        return write(file, oneNode(domain, operator).message(5, tensor("unused", List.of(1), new float[1])));
    }

    /** Inputs of a shape, of three floats each, rounded to 8 bits by the range of all that go in at once. */
    static Path rounding(Path file, List<Integer> shape) throws IOException {
        ProtobufMessage graph = new ProtobufMessage()
                .message(
                        1,
                        new ProtobufMessage()
                                .text(1, "x")
                                .text(2, "q")
                                .text(2, "scale")
                                .text(2, "zero")
                                .text(4, "DynamicQuantizeLinear"))
                .message(1, node("DequantizeLinear", List.of("q", "scale", "zero"), "y"))
                .text(2, "graph")
                .message(11, value("x", FLOAT, shape))
                .message(12, value("y", FLOAT, shape));
        return write(file, graph);
    }

    /** Three floats, normalized by the statistics of batches that went in before. */
    static Path normalizing(Path file) throws IOException {
        List<String> inputs = List.of("x", "scale", "shift", "mean", "variance");
        return write(
                file,
                new ProtobufMessage()
                        .message(1, node("BatchNormalization", inputs, "y").text(3, "norm1"))
                        .text(2, "graph")
                        .message(5, tensor("scale", List.of(3), new float[] {2, 1, 3}))
                        .message(5, tensor("shift", List.of(3), new float[] {0.5f, -1, 0}))
                        .message(5, tensor("mean", List.of(3), new float[] {0, 0, -1}))
                        .message(5, tensor("variance", List.of(3), new float[] {1, 4, 4}))
                        .message(11, value("x", FLOAT, List.of(-1, 3)))
                        .message(12, value("y", FLOAT, List.of(-1, 3))));
    }

    /** Maps of an image, [n, 1, 1, 3], that are the image itself. */
    static Path maps(Path file) throws IOException {
        List<Integer> shape = List.of(-1, 1, 1, 3);
        return write(
                file,
                new ProtobufMessage()
                        .message(1, node("Identity", List.of("x"), "y"))
                        .text(2, "graph")
                        .message(11, value("x", FLOAT, shape))
                        .message(12, value("y", FLOAT, shape)));
    }

    /** A sum of inputs of a shape and a constant of three floats. */
    static Path sum(Path file, List<Integer> shape) throws IOException {
        return write(
                file,
                new ProtobufMessage()
                        .message(1, node("Add", List.of("x", "c"), "y"))
                        .text(2, "graph")
                        .message(5, tensor("c", List.of(3), new float[] {1, 2, 3}))
                        .message(11, value("x", FLOAT, shape))
                        .message(12, value("y", FLOAT, shape)));
    }

    /** One node beside a sparse tensor whose numbers are kept in another file. */
    static Path withSparseExternalData(Path file, String location) throws IOException {
        ProtobufMessage sparse = new ProtobufMessage()
                .message(1, external(location))
                .message(2, new ProtobufMessage().number(1, 3).number(2, INT64).text(8, "places"))
                .number(3, 3);
        return write(file, oneNode("", "Identity").message(15, sparse));
    }

    private static ProtobufMessage external(String location) {
        return new ProtobufMessage()
                .number(1, 3)
                .number(2, FLOAT)
                .text(8, "c")
                .message(13, new ProtobufMessage().text(1, "location").text(2, location))
                .number(14, 1);
    }

    /** A sum with a constant of three floats that is kept in another file. */
    static Path withExternalData(Path file, String location) throws IOException {
        ProtobufMessage graph = new ProtobufMessage()
                .message(1, node("Add", List.of("x", "c"), "y"))
                .text(2, "graph")
                .message(5, external(location))
                .message(11, value("x", FLOAT, List.of(-1, 3)))
                .message(12, value("y", FLOAT, List.of(-1, 3)));
        return write(file, graph);
    }

    private static ProtobufMessage oneNode(String domain, String operator) {
        return new ProtobufMessage()
                .message(1, node(operator, List.of("x"), "y").text(7, domain))
                .text(2, "graph")
                .message(11, value("x", FLOAT, List.of(-1, 3)))
                .message(12, value("y", FLOAT, List.of(-1, 3)));
    }

    static Path write(Path file, ProtobufMessage graph) throws IOException {
        ProtobufMessage model = new ProtobufMessage()
                .number(1, 8)
                .message(7, graph)
                .message(8, new ProtobufMessage().number(2, 13))
                .message(8, new ProtobufMessage().text(1, "mine").number(2, 1));
        return Files.write(file, model.toBytes());
    }

    static ProtobufMessage node(String operator, List<String> inputs, String output, ProtobufMessage... attributes) {
        ProtobufMessage node = new ProtobufMessage();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, operator);
        for (ProtobufMessage attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    static ProtobufMessage attribute(String name, long value) {
        return new ProtobufMessage().text(1, name).number(3, value).number(20, 2);
    }

    static ProtobufMessage tensor(String name, List<Integer> dimensions, float[] values) {
        ProtobufMessage tensor = new ProtobufMessage();
        dimensions.forEach(dimension -> tensor.number(1, dimension));
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return tensor.number(2, FLOAT).text(8, name).bytes(9, bytes);
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** A tensor that goes in or out; a dimension of -1 may be any, and so may the shape where none is given. */
    static ProtobufMessage value(String name, int type, List<Integer> dimensions) {
        ProtobufMessage shape = new ProtobufMessage();
        dimensions.forEach(dimension -> shape.message(
                1,
                dimension < 0
                        ? new ProtobufMessage().text(2, "any" + name + dimensions.indexOf(dimension))
                        : new ProtobufMessage().number(1, dimension)));
        ProtobufMessage tensor = new ProtobufMessage().number(1, type);
        if (!dimensions.isEmpty()) {
            tensor.message(2, shape);
        }
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }
}
