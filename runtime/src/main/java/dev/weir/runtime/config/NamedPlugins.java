package dev.weir.runtime.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The plugins that a job's file names under {@code plugins}, beside those of the folders: a jar by Maven coordinate, or
 * by a path relative to the file. They are loaded before the rest of the file is read.
 */
public final class NamedPlugins {
    /** The key of more plugins. */
    static final String KEY = "plugins";

    private static final String FORM = "Write plugins: [ " + FileFinder.MAVEN + "group:artifact:version ].";

    private NamedPlugins() {}

    /**
     * Their jars, in the file's order, fetched where they are not there yet.
     *
     * @throws ConfigException with every one that cannot be had
     */
    public static List<Path> of(YamlFile file, FileFinder finder) {
        List<Problem> problems = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        for (Node item : items(file, problems)) {
            String path = KEY + "[" + jars.size() + "]";
            try {
                jars.add(jar(file, item, finder));
            } catch (IllegalArgumentException e) {
                problems.add(Problem.of(file.placeOf(item), path, String.valueOf(e.getMessage())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return jars;
    }

    /** The same as another file would name them, wherever it stands. */
    public static List<String> written(YamlFile file) {
        return items(file, new ArrayList<>()).stream()
                .map(item -> ((ScalarNode) item).getValue())
                .map(text -> text.startsWith(FileFinder.MAVEN)
                        ? text
                        : file.folder().resolve(text).normalize().toString())
                .toList();
    }

    private static List<Node> items(YamlFile file, List<Problem> problems) {
        for (NodeTuple tuple : file.root().getValue()) {
            if (Overlay.key(tuple).equals(KEY)) {
                if (tuple.getValueNode() instanceof SequenceNode sequence) {
                    return sequence.getValue();
                }
                problems.add(new Problem(file.placeOf(tuple.getValueNode()), KEY, "must be a list", FORM));
            }
        }
        return List.of();
    }

    private static Path jar(YamlFile file, Node item, FileFinder finder) {
        if (!(item instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            throw new IllegalArgumentException("must be a coordinate or a path\n" + FORM);
        }
        String text = scalar.getValue();
        Path jar;
        try {
            jar = text.startsWith(FileFinder.MAVEN)
                    ? finder.find(text)
                    : file.folder().resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason(), e);
        }
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "there is no file '" + text + "'\nA path is relative to the folder of the YAML file. " + FORM);
        }
        if (!jar.toString().endsWith(".jar")) {
            throw new IllegalArgumentException("must be a jar, got '" + text
                    + "'\nA plugin that is a zip or a folder is put into the plugin folder, or named by --plugins.");
        }
        return jar;
    }
}
