package dev.weir.runtime.config;

import java.math.BigInteger;
import java.util.Locale;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** YAML as JSON: what an editor holds against a schema. */
public final class YamlJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlJson() {}

    /** A whole file. Infinities and NaN are numbers here, though JSON text has none. */
    public static JsonNode of(YamlFile file) {
        return of(file.root());
    }

    /** The YAML text of a default; as it is written where JSON cannot say it. */
    static JsonNode ofDefault(String text) {
        Node node = YamlFile.compose(text);
        JsonNode value = node == null ? JSON.nullNode() : of(node);
        return value.isDouble() && !Double.isFinite(value.doubleValue()) ? JSON.stringNode(text) : value;
    }

    private static JsonNode of(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                object.set(((ScalarNode) tuple.getKeyNode()).getValue(), of(tuple.getValueNode()));
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(item -> array.add(of(item)));
            return array;
        }
        return scalar(node.getTag(), ((ScalarNode) node).getValue());
    }

    private static JsonNode scalar(Tag tag, String text) {
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(lower.equals("true"));
        }
        if (tag.equals(Tag.INT)) {
            return whole(new BigInteger(text));
        }
        if (!tag.equals(Tag.FLOAT)) {
            return JSON.stringNode(text);
        }
        if (lower.equals(".nan")) {
            return JSON.numberNode(Double.NaN);
        }
        if (lower.endsWith(".inf")) {
            return JSON.numberNode(lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return JSON.numberNode(Double.parseDouble(text));
    }

    private static JsonNode whole(BigInteger value) {
        return value.bitLength() < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }
}
