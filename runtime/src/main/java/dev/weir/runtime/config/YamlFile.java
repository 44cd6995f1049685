package dev.weir.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * A YAML file as nodes with places. Checked here: syntax, one document, no tags, no duplicate keys, no
 * anchors that hold themselves, bounded aliases, depth and size.
 */
public final class YamlFile {
    private static final Set<Tag> PLAIN = Set.of(Tag.SEQ, Tag.MAP);
    private static final LoaderOptions LIMITS = new LoaderOptions();
    private static final Yaml12Resolver RESOLVER = new Yaml12Resolver();

    private final String name;
    private final Path folder;
    private final MappingNode root;

    private YamlFile(String name, Path folder, MappingNode root) {
        this.name = name;
        this.folder = folder;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException when it cannot be read or is not plain YAML with a mapping on top
     */
    public static YamlFile read(Path file) {
        String name = file.toString();
        String text;
        if (Files.isDirectory(file)) {
            throw new ConfigException(new Problem(name, "", "is a folder, not a file", "Name a job's YAML file."));
        }
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(new Problem(name, "", "there is no such file", "Name a job's YAML file."));
        } catch (CharacterCodingException e) {
            throw new ConfigException(new Problem(name, "", "is not text in UTF-8", "Save it as UTF-8."));
        } catch (IOException e) {
            throw new ConfigException(new Problem(name, "", "cannot be read: " + e.getMessage(), ""));
        }
        Path parent = file.toAbsolutePath().getParent();
        return parse(name, parent == null ? Path.of("") : parent, text);
    }

    /** Reads a text as if it stood in a file of this name in this folder. */
    static YamlFile parse(String name, Path folder, String text) {
        Node node;
        try {
            node = compose(text);
        } catch (MarkedYAMLException e) {
            throw new ConfigException(notYaml(name, e));
        } catch (YAMLException e) {
            throw new ConfigException(new Problem(
                    name,
                    "",
                    "is refused: " + e.getMessage(),
                    "A file has at most "
                            + LIMITS.getMaxAliasesForCollections() + " aliases of lists and mappings, "
                            + LIMITS.getNestingDepthLimit() + " levels and " + LIMITS.getCodePointLimit()
                            + " characters."));
        }
        if (node == null) {
            throw new ConfigException(new Problem(name, "", "is empty", "Begin with: job: cascade"));
        }
        List<Problem> problems = new ArrayList<>();
        new Inspection(name, problems).inspect(node, "");
        if (problems.isEmpty() && !(node instanceof MappingNode)) {
            problems.add(new Problem(
                    place(name, node.getStartMark()),
                    "",
                    "must be a mapping (key: value)",
                    "Begin with: job: cascade"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new YamlFile(name, folder, (MappingNode) node);
    }

    private static Problem notYaml(String name, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        Mark begin = e.getContextMark();
        String place = mark == null ? name : place(name, mark);
        if (e.getProblem().startsWith("but ")) { // SnakeYAML's words for a second document
            return new Problem(place, "", "a second document begins here", "Write one job in a file, without ---.");
        }
        return new Problem(
                place,
                "",
                "is not YAML: " + e.getProblem(),
                begin == null
                        ? ""
                        : "Found " + e.getContext() + ", which begins in line " + (begin.getLine() + 1) + ", column "
                                + (begin.getColumn() + 1) + ".");
    }

    /** One node of YAML text: how a default is read. */
    static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setTagInspector(tag -> true); // nothing is made of tags here; the inspection refuses them by place
        Yaml yaml = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                RESOLVER);
        return yaml.compose(new StringReader(text));
    }

    /** {@code file:line:column}, counted from one. */
    static String place(String file, Mark mark) {
        return file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    /** The file as it was named. */
    public String name() {
        return name;
    }

    /** The folder that paths in the file are relative to. */
    public Path folder() {
        return folder;
    }

    MappingNode root() {
        return root;
    }

    /** The same file with other content. */
    YamlFile with(MappingNode content) {
        return new YamlFile(name, folder, content);
    }

    /** Where a node stands. */
    String placeOf(Node node) {
        return place(name, node.getStartMark());
    }

    /** The text of a scalar at the top of the file, or empty. */
    public String topLevel(String key) {
        for (NodeTuple tuple : root.getValue()) {
            if (((ScalarNode) tuple.getKeyNode()).getValue().equals(key)
                    && tuple.getValueNode() instanceof ScalarNode scalar) {
                return scalar.getValue();
            }
        }
        return "";
    }

    /** The scalars under a key at the top of the file, in their order; none where it is not there. */
    public Map<String, String> scalarsUnder(String key) {
        Map<String, String> scalars = new LinkedHashMap<>();
        for (NodeTuple tuple : root.getValue()) {
            if (((ScalarNode) tuple.getKeyNode()).getValue().equals(key)
                    && tuple.getValueNode() instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    if (entry.getKeyNode() instanceof ScalarNode name
                            && entry.getValueNode() instanceof ScalarNode value) {
                        scalars.put(name.getValue(), value.getValue());
                    }
                }
            }
        }
        return scalars;
    }

    /** Whether a key stands at the top of the file. */
    public boolean has(String key) {
        return root.getValue().stream()
                .anyMatch(tuple -> ((ScalarNode) tuple.getKeyNode()).getValue().equals(key));
    }

    /** Where a key at the top of the file stands, or the file's start. */
    public String placeOf(String key) {
        for (NodeTuple tuple : root.getValue()) {
            if (((ScalarNode) tuple.getKeyNode()).getValue().equals(key)) {
                return place(name, tuple.getValueNode().getStartMark());
            }
        }
        return place(name, root.getStartMark());
    }

    /** What {@code compose} lets through. */
    private static final class Inspection {
        private final String name;
        private final List<Problem> problems;
        private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Set<Node> done = Collections.newSetFromMap(new IdentityHashMap<>());

        Inspection(String name, List<Problem> problems) {
            this.name = name;
            this.problems = problems;
        }

        void inspect(Node node, String path) {
            if (done.contains(node)) { // an alias: looking again costs time that grows with the power of its depth
                return;
            }
            if (!open.add(node)) {
                problem(node, path, "an anchor holds itself", "Write the value out.");
                return;
            }
            if (!isPlain(node)) {
                problem(
                        node,
                        path,
                        "the tag " + written(node.getTag()) + " is not allowed",
                        "Remove it: a file holds plain values.");
            } else if (node instanceof SequenceNode sequence) {
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    inspect(sequence.getValue().get(i), path + "[" + i + "]");
                }
            } else if (node instanceof MappingNode mapping) {
                inspectKeys(mapping, path);
            }
            open.remove(node);
            done.add(node);
        }

        /** Whether the value would be read as the same without its tag; {@code !!str 5} may stand. */
        private static boolean isPlain(Node node) {
            if (node instanceof ScalarNode scalar) {
                return node.getTag().equals(Tag.STR)
                        || node.getTag().equals(RESOLVER.resolve(NodeId.scalar, scalar.getValue(), true));
            }
            return PLAIN.contains(node.getTag());
        }

        private static String written(Tag tag) {
            String value = tag.getValue();
            return value.startsWith(Tag.PREFIX) ? "!!" + value.substring(Tag.PREFIX.length()) : value;
        }

        private void inspectKeys(MappingNode mapping, String path) {
            Map<String, Node> seen = new HashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    problem(tuple.getKeyNode(), path, "a key must be a word", "");
                    continue;
                }
                String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                Node first = seen.putIfAbsent(key.getValue(), key);
                if (first != null) {
                    problem(
                            key,
                            inner,
                            "this key stands here twice",
                            "It stands already in line " + (first.getStartMark().getLine() + 1)
                                    + ". Keep one of them.");
                }
                inspect(tuple.getValueNode(), inner);
            }
        }

        private void problem(Node node, String path, String message, String remedy) {
            problems.add(new Problem(place(name, node.getStartMark()), path, message, remedy));
        }
    }
}
