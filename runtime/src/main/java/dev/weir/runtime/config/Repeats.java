package dev.weir.runtime.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The runs that a job's file asks for: each of its {@code variants} with each of its {@code seeds}. Both keys, and
 * {@code plugins}, are gone from the files of the runs, so no job knows of them.
 */
public final class Repeats {
    /** The key of several seeds. */
    static final String SEEDS = "seeds";

    /** The key of overlays on the file. */
    static final String VARIANTS = "variants";

    /** Names of variants: each begins the name of a folder. */
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private static final String SEED = "seed";
    private static final Set<String> OF_THE_WHOLE = Set.of("job", SEED, SEEDS, VARIANTS, NamedPlugins.KEY, "report");

    private final YamlFile file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Repeat> runs = new ArrayList<>();
    private final boolean areSeeded;
    private final boolean isRepeated;

    private Repeats(YamlFile file, boolean areSeeded) {
        this.file = file;
        this.areSeeded = areSeeded;
        if (!areSeeded) {
            refuseSeeds();
        }
        NodeTuple several = areSeeded ? tuple(SEEDS) : null;
        NodeTuple variants = tuple(VARIANTS);
        this.isRepeated = several != null || variants != null;
        Map<Long, NodeTuple> seeds = several == null ? Map.of() : seeds(several);
        Map<String, MappingNode> overlays = variants == null ? Map.of() : overlays(variants);
        List<Optional<NodeTuple>> each = seeds.isEmpty()
                ? List.of(Optional.empty())
                : seeds.values().stream().map(Optional::of).toList();
        if (overlays.isEmpty()) {
            each.forEach(seed -> add(Optional.empty(), seed, mapping(List.of())));
        }
        overlays.forEach((name, overlay) -> each.forEach(seed -> add(Optional.of(name), seed, overlay)));
        if (variants != null && variants.getValueNode() instanceof MappingNode mapping) {
            requireFoldersOfTheirOwn(mapping);
        }
    }

    /**
     * Expands a file. What is wrong with the two keys is in {@link #problems()}; the rest can still be checked.
     *
     * @param settings the record that the file becomes
     */
    public static Repeats of(YamlFile file, Class<? extends Record> settings) {
        return new Repeats(file, areSeeded(settings));
    }

    static boolean areSeeded(Class<? extends Record> settings) {
        JobFile of = settings.getAnnotation(JobFile.class);
        return of == null || of.isSeeded();
    }

    /** Whether the file asks for runs of its own folders, be it for one. */
    public boolean isRepeated() {
        return isRepeated;
    }

    /** What is wrong with the keys {@code seeds} and {@code variants}. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** At least one run, variant by variant. */
    public List<Repeat> runs() {
        return List.copyOf(runs);
    }

    /** The runs with the first seed. */
    public List<Repeat> withFirstSeed() {
        return runs.stream().filter(run -> run.seed() == runs.get(0).seed()).toList();
    }

    private void refuseSeeds() {
        for (String key : List.of(SEED, SEEDS)) {
            NodeTuple seed = tuple(key);
            if (seed != null) {
                problem(seed.getKeyNode(), key, "has no effect: nothing is drawn at random", "Leave it out.");
            }
        }
    }

    private void add(Optional<String> variant, Optional<NodeTuple> seed, MappingNode overlay) {
        List<NodeTuple> kept = new ArrayList<>();
        for (NodeTuple tuple : file.root().getValue()) {
            String key = Overlay.key(tuple);
            boolean isRefused = key.equals(SEED) && !areSeeded;
            if (key.equals(SEEDS)) {
                seed.ifPresent(kept::add);
            } else if (!key.equals(VARIANTS) && !key.equals(NamedPlugins.KEY) && !isRefused) {
                kept.add(tuple);
            }
        }
        MappingNode base = mapping(kept);
        Set<String> places = places(overlay);
        places.removeAll(places(base)); // an alias stands where its anchor does
        NodeTuple chosen = seed.orElseGet(() -> areSeeded ? tuple(SEED) : null);
        runs.add(new Repeat(variant, value(chosen), file.with(Overlay.over(base, overlay)), places));
    }

    /** A seed that is no number counts as none here: the binder refuses it. */
    private long value(@Nullable NodeTuple seed) {
        if (seed == null || !(seed.getValueNode() instanceof ScalarNode scalar)) {
            return 0;
        }
        try {
            return (long) new Scalars(file.folder(), false, FileFinder.NONE).value(long.class, scalar);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private Map<Long, NodeTuple> seeds(NodeTuple tuple) {
        Node value = tuple.getValueNode();
        if (tuple(SEED) != null) {
            problem(
                    tuple.getKeyNode(),
                    SEEDS,
                    "stands beside 'seed'",
                    "Keep one of them: seed for one run, seeds for several.");
        }
        if (!(value instanceof SequenceNode sequence)) {
            problem(value, SEEDS, "must be a list of whole numbers", "Write seeds: [1, 2, 3], or seed: 1 for one run.");
            return Map.of();
        }
        if (sequence.getValue().isEmpty()) {
            problem(value, SEEDS, "is empty", "Give one seed or more, for example seeds: [1, 2, 3].");
        }
        Map<Long, NodeTuple> seeds = new LinkedHashMap<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node item = sequence.getValue().get(i);
            int index = i;
            seed(item, SEEDS + "[" + i + "]").ifPresent(seed -> {
                NodeTuple first = seeds.putIfAbsent(seed, new NodeTuple(key(tuple.getKeyNode()), item));
                if (first != null) {
                    problem(
                            item,
                            SEEDS + "[" + index + "]",
                            "the seed " + seed + " stands here twice",
                            "Equal seeds give equal runs.");
                }
            });
        }
        return seeds;
    }

    private Optional<Long> seed(Node node, String path) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(node, path, "must be a whole number, got a " + node.getNodeId(), "");
            return Optional.empty();
        }
        try {
            return Optional.of((Long) new Scalars(file.folder(), false, FileFinder.NONE).value(long.class, scalar));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.of(file.placeOf(scalar), path, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private Map<String, MappingNode> overlays(NodeTuple tuple) {
        Node value = tuple.getValueNode();
        if (!(value instanceof MappingNode mapping)) {
            problem(
                    value,
                    VARIANTS,
                    "must be a mapping (name: what differs)",
                    "For example variants: { plain: {}, hot: { confidence: energy } }.");
            return Map.of();
        }
        if (mapping.getValue().isEmpty()) {
            problem(value, VARIANTS, "is empty", "Name one variant or more, or leave the key out.");
        }
        Map<String, MappingNode> overlays = new LinkedHashMap<>();
        for (NodeTuple variant : mapping.getValue()) {
            String name = Overlay.key(variant);
            String path = VARIANTS + "." + name;
            if (!NAME.matcher(name).matches()) {
                problem(
                        variant.getKeyNode(),
                        path,
                        "a variant's name must be letters, digits, '.', '_' and '-', begin with a letter or digit, and"
                                + " have at most 100 characters",
                        "Folders of the report are named after it.");
            }
            if (variant.getValueNode() instanceof MappingNode overlay) {
                requireNothingOfTheWhole(overlay, path);
                overlays.put(name, overlay);
            } else {
                problem(
                        variant.getValueNode(),
                        path,
                        "must be a mapping of what differs from the file",
                        "Write " + name + ": {} for the file as it is.");
            }
        }
        return overlays;
    }

    private void requireNothingOfTheWhole(MappingNode overlay, String path) {
        for (NodeTuple tuple : overlay.getValue()) {
            String key = Overlay.key(tuple);
            if (OF_THE_WHOLE.contains(key)) {
                problem(
                        tuple.getKeyNode(),
                        path + "." + key,
                        "cannot differ in a variant",
                        "All variants share it: write it beside 'variants'.");
            }
        }
    }

    /** Case is ignored: some file systems do. */
    private void requireFoldersOfTheirOwn(MappingNode variants) {
        Map<String, String> owners = new HashMap<>();
        Set<String> refused = new HashSet<>();
        for (Repeat run : runs) {
            String name = run.variant().orElse("");
            String owner = owners.putIfAbsent(run.name().toLowerCase(Locale.ROOT), name);
            if (owner != null && refused.add(name)) {
                variants.getValue().stream()
                        .map(NodeTuple::getKeyNode)
                        .filter(key -> ((ScalarNode) key).getValue().equals(name))
                        .forEach(key -> problem(
                                key,
                                VARIANTS + "." + name,
                                "its folder '" + run.name() + "' is that of '" + owner + "' too",
                                "Choose names that differ in more than upper and lower case."));
            }
        }
    }

    private @Nullable NodeTuple tuple(String key) {
        return file.root().getValue().stream()
                .filter(tuple -> Overlay.key(tuple).equals(key))
                .findFirst()
                .orElse(null);
    }

    private MappingNode mapping(List<NodeTuple> tuples) {
        MappingNode root = file.root();
        return new MappingNode(Tag.MAP, true, tuples, root.getStartMark(), root.getEndMark(), root.getFlowStyle());
    }

    private static ScalarNode key(Node seeds) {
        ScalarNode key = (ScalarNode) seeds;
        return new ScalarNode(key.getTag(), true, SEED, key.getStartMark(), key.getEndMark(), key.getScalarStyle());
    }

    private Set<String> places(Node node) {
        Set<Node> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(node, nodes);
        return nodes.stream().map(file::placeOf).collect(Collectors.toCollection(HashSet::new));
    }

    private static void collect(Node node, Set<Node> nodes) {
        if (!nodes.add(node)) { // an alias
            return;
        }
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                collect(tuple.getKeyNode(), nodes);
                collect(tuple.getValueNode(), nodes);
            });
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> collect(item, nodes));
        }
    }

    private void problem(Node node, String path, String message, String remedy) {
        problems.add(new Problem(file.placeOf(node), path, message, remedy));
    }
}
