package dev.weir.plugins.engine.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a network as an ONNX file: the input {@value #INPUT} of shape {@code [n, ...]}, the outputs
 * {@value #LOGITS} and {@value #FEATURES}, the weights under the names of their parameters. The file holds
 * standard operators and its own weights alone; of a network with several exits it holds the last one.
 *
 * @param network what is written
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/IR.md">Open Neural Network Exchange, the format</a>
 */
public record OnnxExport(NetworkPlan network) {
    public static final String INPUT = "input";
    public static final String LOGITS = "logits";
    public static final String FEATURES = "features";

    /** Of the file format; every runtime since 2021 reads it. */
    private static final int IR_VERSION = 8;

    private static final int OPERATORS_VERSION = 13;
    private static final int FLOAT = 1;

    /** Numbers of the fields of the messages that ONNX defines. */
    private static final class Field {
        static final int MODEL_IR_VERSION = 1;
        static final int MODEL_PRODUCER = 2;
        static final int MODEL_GRAPH = 7;
        static final int MODEL_OPERATOR_SET = 8;
        static final int OPERATOR_SET_VERSION = 2;
        static final int GRAPH_NODE = 1;
        static final int GRAPH_NAME = 2;
        static final int GRAPH_INITIALIZER = 5;
        static final int GRAPH_INPUT = 11;
        static final int GRAPH_OUTPUT = 12;
        static final int TENSOR_DIMENSION = 1;
        static final int TENSOR_TYPE = 2;
        static final int TENSOR_NAME = 8;
        static final int TENSOR_BYTES = 9;
        static final int VALUE_NAME = 1;
        static final int VALUE_TYPE = 2;

        private Field() {}
    }

    /**
     * Writes a file that is not there yet.
     *
     * @param weights in the order of the network's parameters
     * @throws java.nio.file.FileAlreadyExistsException when it is
     */
    public void write(List<float[]> weights, Path file) throws IOException {
        Files.write(file, toBytes(weights), StandardOpenOption.CREATE_NEW);
    }

    private byte[] toBytes(List<float[]> all) {
        if (network.exits() > 1) {
            NetworkPlan last = network.lastExitAlone();
            return new OnnxExport(last).toBytes(network.weightsOf(last, all));
        }
        List<float[]> weights = all;
        List<Parameter> parameters = network.parameters();
        OnnxOperations operations = new OnnxOperations();
        NetworkPlan.Activations<String> activations =
                network.run(INPUT, parameters.stream().map(Parameter::name).toList(), operations);
        operations.name(activations.logits(), LOGITS);
        operations.name(activations.features(), FEATURES);
        ProtobufMessage graph = new ProtobufMessage();
        operations.nodes().forEach(node -> graph.message(Field.GRAPH_NODE, node));
        graph.text(Field.GRAPH_NAME, "weir");
        for (int i = 0; i < parameters.size(); i++) {
            graph.message(Field.GRAPH_INITIALIZER, tensor(parameters.get(i), weights.get(i)));
        }
        graph.message(Field.GRAPH_INPUT, value(INPUT, network.shape()));
        graph.message(Field.GRAPH_OUTPUT, value(LOGITS, List.of(network.classes())));
        graph.message(Field.GRAPH_OUTPUT, value(FEATURES, List.of(network.featureWidth())));
        return new ProtobufMessage()
                .number(Field.MODEL_IR_VERSION, IR_VERSION)
                .text(Field.MODEL_PRODUCER, "weir")
                .message(Field.MODEL_GRAPH, graph)
                .message(
                        Field.MODEL_OPERATOR_SET,
                        new ProtobufMessage().number(Field.OPERATOR_SET_VERSION, OPERATORS_VERSION))
                .toBytes();
    }

    private static ProtobufMessage tensor(Parameter parameter, float[] values) {
        ProtobufMessage tensor = new ProtobufMessage();
        parameter.dimensions().forEach(dimension -> tensor.number(Field.TENSOR_DIMENSION, dimension));
        byte[] bytes = new byte[values.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        return tensor.number(Field.TENSOR_TYPE, FLOAT)
                .text(Field.TENSOR_NAME, parameter.name())
                .bytes(Field.TENSOR_BYTES, bytes);
    }

    /** What goes in or comes out: floats of shape {@code [n, ...]} for any n. */
    private static ProtobufMessage value(String name, List<Integer> dimensions) {
        ProtobufMessage shape = new ProtobufMessage().message(1, new ProtobufMessage().text(2, "n"));
        dimensions.forEach(dimension -> shape.message(1, new ProtobufMessage().number(1, dimension)));
        ProtobufMessage tensor = new ProtobufMessage().number(1, FLOAT).message(2, shape);
        return new ProtobufMessage()
                .text(Field.VALUE_NAME, name)
                .message(Field.VALUE_TYPE, new ProtobufMessage().message(1, tensor));
    }

    /** Writes down the operations of a network instead of running them; a tensor is the name of a value. */
    private static final class OnnxOperations implements TensorOperations<String> {
        private static final int INTEGER = 2;
        private static final int INTEGERS = 7;

        private final List<ProtobufMessage> nodes = new ArrayList<>();

        List<ProtobufMessage> nodes() {
            return nodes;
        }

        /** Gives a value a second name. */
        void name(String value, String name) {
            nodes.add(node("Identity", List.of(value), name));
        }

        @Override
        public String flatten(String input) {
            return add("Flatten", List.of(input), attribute("axis", 1));
        }

        @Override
        public String dense(String input, String weight, String bias) {
            return add("Gemm", List.of(input, weight, bias), attribute("transB", 1));
        }

        @Override
        public String convolution(String input, String weight, String bias, int side, int stride) {
            int zeros = side / 2;
            return add(
                    "Conv",
                    List.of(input, weight, bias),
                    attribute("kernel_shape", List.of(side, side)),
                    attribute("pads", List.of(zeros, zeros, zeros, zeros)),
                    attribute("strides", List.of(stride, stride)));
        }

        @Override
        public String add(String first, String second) {
            return add("Add", List.of(first, second));
        }

        @Override
        public String relu(String input) {
            return add("Relu", List.of(input));
        }

        @Override
        public String maxPool(String input) {
            return add(
                    "MaxPool",
                    List.of(input),
                    attribute("kernel_shape", List.of(2, 2)),
                    attribute("strides", List.of(2, 2)));
        }

        @Override
        public String globalAveragePool(String input) {
            return flatten(add("GlobalAveragePool", List.of(input)));
        }

        private String add(String operator, List<String> inputs, ProtobufMessage... attributes) {
            String output = "value" + nodes.size();
            nodes.add(node(operator, inputs, output, attributes));
            return output;
        }

        private static ProtobufMessage node(
                String operator, List<String> inputs, String output, ProtobufMessage... attributes) {
            ProtobufMessage node = new ProtobufMessage();
            inputs.forEach(input -> node.text(1, input));
            node.text(2, output).text(4, operator);
            for (ProtobufMessage attribute : attributes) {
                node.message(5, attribute);
            }
            return node;
        }

        private static ProtobufMessage attribute(String name, long value) {
            return new ProtobufMessage().text(1, name).number(3, value).number(20, INTEGER);
        }

        private static ProtobufMessage attribute(String name, List<Integer> values) {
            ProtobufMessage attribute = new ProtobufMessage().text(1, name);
            values.forEach(value -> attribute.number(8, value));
            return attribute.number(20, INTEGERS);
        }
    }
}
