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

    /** A whole file. The largest double stands for infinity and for what is larger, null for NaN: JSON has neither. */
    public static JsonNode of(YamlFile file) {
        return of(file.root());
    }

    /** The YAML text of a default; infinity stays as it is written. */
    static JsonNode ofDefault(String text) {
        Node node = YamlFile.compose(text);
        if (node == null) {
            return JSON.nullNode();
        }
        return node.getTag().equals(Tag.FLOAT) && isInfinite(text) ? JSON.stringNode(text) : of(node);
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
        if (tag.equals(Tag.NULL) || (tag.equals(Tag.FLOAT) && text.equalsIgnoreCase(".nan"))) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.equalsIgnoreCase("true"));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return whole(new BigInteger(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return JSON.numberNode(number(text));
            }
        } catch (NumberFormatException e) {
            return JSON.stringNode(text); // the tag was written out and does not fit: !!int many
        }
        return JSON.stringNode(text);
    }

    private static boolean isInfinite(String text) {
        return text.toLowerCase(Locale.ROOT).endsWith(".inf");
    }

    private static double number(String text) {
        double infinity = text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        double value = isInfinite(text) ? infinity : Double.parseDouble(text);
        return Math.max(-Double.MAX_VALUE, Math.min(value, Double.MAX_VALUE));
    }

    private static JsonNode whole(BigInteger value) {
        return value.bitLength() < Long.SIZE ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }
}
