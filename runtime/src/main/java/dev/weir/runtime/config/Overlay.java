package dev.weir.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One mapping laid over another, as in a JSON Merge Patch: mappings merge key by key, {@code ~} takes a key
 * away, anything else replaces. Every node keeps the place where it stands.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>
 */
final class Overlay {
    private Overlay() {}

    static MappingNode over(MappingNode base, MappingNode overlay) {
        Map<String, NodeTuple> merged = new LinkedHashMap<>();
        base.getValue().forEach(tuple -> merged.put(key(tuple), tuple));
        for (NodeTuple tuple : overlay.getValue()) {
            NodeTuple below = merged.get(key(tuple));
            if (below != null && tuple.getValueNode().getTag().equals(Tag.NULL)) {
                merged.remove(key(tuple));
            } else {
                merged.put(key(tuple), below == null ? tuple : over(below, tuple));
            }
        }
        return new MappingNode(
                base.getTag(),
                true,
                new ArrayList<>(merged.values()),
                base.getStartMark(),
                base.getEndMark(),
                base.getFlowStyle());
    }

    private static NodeTuple over(NodeTuple base, NodeTuple overlay) {
        return base.getValueNode() instanceof MappingNode lower && overlay.getValueNode() instanceof MappingNode upper
                ? new NodeTuple(base.getKeyNode(), over(lower, upper))
                : overlay;
    }

    static String key(NodeTuple tuple) {
        return ((ScalarNode) tuple.getKeyNode()).getValue();
    }
}
