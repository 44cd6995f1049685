package dev.weir.runtime.config;

import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Writes an item with lists in place of settings out as the items that it stands for. */
final class Sweep {
    private final PluginCatalog catalog;
    private final Kind kind;

    Sweep(PluginCatalog catalog, Kind kind) {
        this.catalog = catalog;
        this.kind = kind;
    }

    /** The items; the item itself where it has no such list, none where a list is empty. */
    List<Node> items(Node item) {
        if (!(item instanceof MappingNode mapping)) {
            return List.of(item);
        }
        List<NodeTuple> keys = mapping.getValue();
        for (int i = 0; i < keys.size(); i++) {
            String key = ((ScalarNode) keys.get(i).getKeyNode()).getValue();
            Optional<Component> component = key.equals("with") ? used(keys) : alone(keys, key);
            if (component.isPresent() && keys.get(i).getValueNode() instanceof MappingNode with) {
                int at = i;
                return swept(component.get(), with).stream()
                        .map(settings -> (Node) replaced(mapping, at, settings))
                        .toList();
            }
        }
        return List.of(item);
    }

    private Optional<Component> used(List<NodeTuple> keys) {
        return keys.stream()
                .filter(tuple -> ((ScalarNode) tuple.getKeyNode()).getValue().equals("use"))
                .filter(tuple -> tuple.getValueNode() instanceof ScalarNode)
                .findFirst()
                .flatMap(tuple -> catalog.find(kind, ((ScalarNode) tuple.getValueNode()).getValue()));
    }

    /** The component of { name: settings }. */
    private Optional<Component> alone(List<NodeTuple> keys, String key) {
        return keys.size() == 1 ? catalog.find(kind, key) : Optional.empty();
    }

    private static List<Node> swept(Component component, MappingNode with) {
        List<Setting> settings = Setting.of(component.type());
        List<Node> combinations = List.of(with);
        for (int i = 0; i < with.getValue().size(); i++) {
            NodeTuple tuple = with.getValue().get(i);
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            boolean isOne = settings.stream().anyMatch(setting -> setting.key().equals(key) && !isList(setting));
            if (isOne && tuple.getValueNode() instanceof SequenceNode sequence) {
                List<Node> longer = new ArrayList<>();
                for (Node combination : combinations) {
                    for (Node value : sequence.getValue()) {
                        longer.add(replaced((MappingNode) combination, i, value));
                    }
                }
                combinations = longer;
            }
        }
        return combinations;
    }

    /** Whether a setting is a list itself, or a record whose short form may be one. */
    static boolean isList(Setting setting) {
        Type type = setting.type();
        Type inner = type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
                ? optional.getActualTypeArguments()[0]
                : type;
        return inner instanceof ParameterizedType list && list.getRawType() == List.class;
    }

    private static MappingNode replaced(MappingNode mapping, int index, Node value) {
        List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
        tuples.set(index, new NodeTuple(tuples.get(index).getKeyNode(), value));
        return new MappingNode(
                mapping.getTag(), true, tuples, mapping.getStartMark(), mapping.getEndMark(), mapping.getFlowStyle());
    }
}
