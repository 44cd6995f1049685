package dev.weir.runtime.config;

import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.plugin.PluginException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The binding of one file. A method that returns null has said why in {@link #problems()}. */
final class Binding {
    /** Settings that do not stand in the file: a bare name. */
    private static final Node NOTHING = new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.FLOW);

    private final PluginCatalog catalog;
    private final YamlFile file;
    private final boolean requireFiles;
    private final Scalars scalars;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private final IdentityHashMap<Object, Origin> origins = new IdentityHashMap<>();
    private @Nullable Node insteadOfDefault;

    Binding(PluginCatalog catalog, YamlFile file, boolean requireFiles, FileFinder finder) {
        this.catalog = catalog;
        this.file = file;
        this.requireFiles = requireFiles;
        this.scalars = new Scalars(file.folder(), requireFiles, finder);
    }

    List<Problem> problems() {
        return problems;
    }

    Map<String, String> places() {
        return places;
    }

    IdentityHashMap<Object, Origin> origins() {
        return origins;
    }

    List<Path> files() {
        return scalars.files();
    }

    Map<Path, String> found() {
        return scalars.found();
    }

    private @Nullable Object value(Type type, Node node, String path) {
        places.put(path, place(node));
        Class<?> raw = raw(type);
        if (raw == OptionalDouble.class) {
            return value(double.class, node, path) instanceof Double number ? OptionalDouble.of(number) : null;
        }
        if (raw == OptionalInt.class) {
            return value(int.class, node, path) instanceof Integer number ? OptionalInt.of(number) : null;
        }
        if (raw == OptionalLong.class) {
            return value(long.class, node, path) instanceof Long number ? OptionalLong.of(number) : null;
        }
        if (raw == Optional.class) {
            Object inner = value(argument(type, 0), node, path);
            return inner == null ? null : Optional.of(inner);
        }
        if (node.getTag().equals(Tag.NULL)) {
            return problem(
                    node,
                    path,
                    "has no value",
                    named(raw)
                            .map(kind -> "Write the name of " + kind.one() + ". " + loaded(kind))
                            .orElse("Write one, or leave the key out where it has a default."));
        }
        if (raw == List.class) {
            return list(argument(type, 0), node, path);
        }
        if (raw == Map.class) {
            return map(argument(type, 1), node, path);
        }
        Optional<Kind> kind = Kind.of(raw);
        if (kind.isPresent()) {
            return component(kind.get(), node, path);
        }
        if (Variants.areOf(raw)) {
            return variant(raw, node, path);
        }
        if (raw.isRecord()) {
            return record(raw.asSubclass(Record.class), node, path, "");
        }
        if (!(node instanceof ScalarNode scalar)) {
            return problem(node, path, "must be " + Scalars.words(raw) + ", got a " + node.getNodeId(), "");
        }
        try {
            return scalars.value(raw, scalar);
        } catch (IllegalArgumentException e) {
            return problem(Problem.of(place(node), path, String.valueOf(e.getMessage())));
        }
    }

    private @Nullable Object list(Type element, Node node, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            return problem(node, path, "must be a list", "Write it as [ ... ], or one item a line after dashes.");
        }
        List<Object> values = new ArrayList<>();
        boolean whole = true;
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Object value = value(element, sequence.getValue().get(i), path + "[" + i + "]");
            whole &= value != null;
            if (value != null) {
                values.add(value);
            }
        }
        return whole ? List.copyOf(values) : null;
    }

    /** A list of components; what is wrong with several of those that an item stands for is told once. */
    private @Nullable Object swept(Type element, Node node, String path) {
        places.put(path, place(node));
        if (!(node instanceof SequenceNode sequence)) {
            return list(element, node, path);
        }
        Sweep sweep = new Sweep(catalog, Kind.of(raw(element)).orElseThrow());
        List<Object> values = new ArrayList<>();
        boolean whole = true;
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node item = sequence.getValue().get(i);
            String at = path + "[" + i + "]";
            List<Node> each = sweep.items(item);
            if (each.isEmpty()) {
                whole = false;
                problem(item, at, "names nothing to try", "Put at least one value into each of its lists.");
            }
            for (Node one : each) {
                int told = problems.size();
                Object value = value(element, one, at);
                whole &= value != null;
                if (value != null) {
                    values.add(value);
                }
                List<Problem> earlier = List.copyOf(problems.subList(0, told));
                problems.subList(told, problems.size()).removeIf(earlier::contains);
            }
        }
        return whole ? List.copyOf(values) : null;
    }

    private @Nullable Object map(Type element, Node node, String path) {
        if (!(node instanceof MappingNode mapping)) {
            return problem(node, path, "must be a mapping (name: value)", "");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        boolean whole = true;
        for (NodeTuple tuple : mapping.getValue()) {
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            Object value = value(element, tuple.getValueNode(), join(path, key));
            whole &= value != null;
            if (value != null) {
                values.put(key, value);
            }
        }
        return whole ? Collections.unmodifiableMap(values) : null;
    }

    private @Nullable Object component(Kind kind, Node node, String path) {
        if (node instanceof ScalarNode) {
            return component(kind, node, node, null, path);
        }
        if (!(node instanceof MappingNode mapping)) {
            return problem(node, path, "must be " + kind.one(), "Write its name, or { use: name, with: { ... } }.");
        }
        Map<String, NodeTuple> given = tuples(mapping);
        if (given.size() == 1) { // { resize: [28, 28] } is { use: resize, with: [28, 28] }
            NodeTuple only = given.values().iterator().next();
            if (catalog.find(kind, ((ScalarNode) only.getKeyNode()).getValue()).isPresent()) {
                return component(kind, node, only.getKeyNode(), only.getValueNode(), path);
            }
        }
        unknownKeys(
                given,
                List.of("use", "with"),
                path,
                "A" + kind.one().substring(1) + " is written { use: name, with: { ... } }.");
        return component(kind, node, value(given, "use"), value(given, "with"), path);
    }

    private @Nullable Object component(Kind kind, Node node, @Nullable Node use, @Nullable Node with, String path) {
        if (!(use instanceof ScalarNode name)) {
            return problem(
                    use == null ? node : use,
                    use == null ? path : join(path, "use"),
                    use == null ? "'use' is missing" : "must be a name",
                    "Write the name of " + kind.one() + ". " + loaded(kind));
        }
        Optional<Component> found = catalog.find(kind, name.getValue());
        if (found.isEmpty()) {
            List<String> names =
                    catalog.components(kind).stream().map(Component::name).toList();
            return problem(
                    name,
                    path,
                    "no " + kind.words() + " is named '" + name.getValue() + "'",
                    Spelling.didYouMean(name.getValue(), names) + loaded(kind));
        }
        Component component = found.get();
        Node settings = with == null ? NOTHING : with;
        if (!(settings instanceof MappingNode) && !isShort(Setting.of(component.type()))) {
            return problem(settings, join(path, "with"), "must be a mapping (setting: value)", has(component));
        }
        String inner = with == null ? path : join(path, "with");
        Record value = with == null
                ? insteadOf(node, () -> record(component.type(), settings, inner, has(component)))
                : record(component.type(), settings, inner, has(component));
        if (value == null) {
            return null;
        }
        Object guarded = CheckedScore.guard(component, value);
        origins.put(guarded, new Origin(place(node), path, component));
        return guarded;
    }

    /** The kind of component that a type is written as, alone or among other keys. */
    private static Optional<Kind> named(Class<?> type) {
        Optional<Setting> inline = type.isRecord()
                ? Setting.of(type.asSubclass(Record.class)).stream()
                        .filter(Setting::isInline)
                        .findFirst()
                : Optional.empty();
        return inline.isPresent() ? inline.get().inlineKind() : Kind.of(type);
    }

    private String loaded(Kind kind) {
        Map<String, List<String>> byPlugin = new TreeMap<>();
        for (Component component : catalog.components(kind)) {
            byPlugin.computeIfAbsent(component.plugin().toString(), plugin -> new ArrayList<>())
                    .add(component.name());
        }
        return byPlugin.isEmpty()
                ? "None is loaded."
                : "Loaded: "
                        + byPlugin.entrySet().stream()
                                .map(entry -> String.join(", ", entry.getValue()) + " (plugin " + entry.getKey() + ")")
                                .collect(Collectors.joining("; "))
                        + ".";
    }

    private static String has(Component component) {
        List<String> keys = Setting.keys(Setting.of(component.type()));
        String subject = "The " + component;
        return keys.isEmpty() ? subject + " has no settings." : subject + " has: " + String.join(", ", keys) + ".";
    }

    private @Nullable Object variant(Class<?> type, Node node, String path) {
        Map<String, Class<? extends Record>> variants = Variants.of(type);
        String allowed = "Write exactly one of: " + String.join(", ", variants.keySet()) + ".";
        if (node instanceof ScalarNode scalar) {
            Class<? extends Record> bare = variants.get(scalar.getValue());
            if (bare == null) {
                return problem(
                        node,
                        path,
                        "there is no '" + scalar.getValue() + "' here",
                        Spelling.didYouMean(scalar.getValue(), variants.keySet()) + allowed);
            }
            return insteadOf(node, () -> record(bare, NOTHING, path, ""));
        }
        if (!(node instanceof MappingNode mapping)) {
            return problem(node, path, "must be one key of several", allowed);
        }
        Map<String, NodeTuple> given = tuples(mapping);
        if (given.size() != 1) {
            return problem(
                    node,
                    path,
                    given.isEmpty()
                            ? "is empty"
                            : "has " + given.size() + " keys: " + String.join(", ", given.keySet()),
                    allowed);
        }
        String key = given.keySet().iterator().next();
        Class<? extends Record> chosen = variants.get(key);
        if (chosen == null) {
            unknownKeys(given, List.copyOf(variants.keySet()), path, allowed);
            return null;
        }
        Node inner = given.values().iterator().next().getValueNode();
        places.put(join(path, key), place(inner));
        return record(chosen, inner, join(path, key), "");
    }

    /** A record of settings; {@code has} says what is allowed in it, where a component does. */
    @Nullable
    Record record(Class<? extends Record> type, Node node, String path, String has) {
        if (path.isEmpty()) {
            places.put(path, place(node));
        }
        List<Setting> settings = Setting.of(type);
        Optional<Setting> inline = settings.stream().filter(Setting::isInline).findFirst();
        Map<String, Node> nodes = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            Map<String, NodeTuple> given = tuples(mapping);
            List<String> keys = keys(type, settings);
            unknownKeys(given, keys, path, has.isEmpty() ? "Allowed here: " + String.join(", ", keys) + "." : has);
            given.forEach((key, tuple) -> nodes.put(key, tuple.getValueNode()));
        } else if (inline.isPresent() && node instanceof ScalarNode) {
            nodes.put("use", node);
        } else if (!node.getTag().equals(Tag.NULL) && isShort(settings)) {
            nodes.put(settings.get(0).key(), node);
        } else {
            return cast(problem(
                    node,
                    path,
                    "must be a mapping (key: value)",
                    "It has: " + String.join(", ", Setting.keys(settings)) + "."));
        }
        @Nullable Object[] values = new @Nullable Object[settings.size()];
        boolean whole = true;
        for (int i = 0; i < values.length; i++) {
            Setting setting = settings.get(i);
            values[i] = setting.isInline()
                    ? inline(setting, node, nodes.get("use"), nodes.get("with"), path)
                    : setting(setting, node, nodes.get(setting.key()), path);
            whole &= values[i] != null;
        }
        if (!digestIsRight(settings, values, nodes.get(Setting.DIGEST), path)) {
            return null;
        }
        if (whole) {
            return construct(type, settings, values, node, nodes, path);
        }
        refusedAnyway(type, settings, values, node, nodes, path);
        return null;
    }

    /**
     * Tells what the constructor refuses of the settings that are right in form, where others are not: those are
     * left out, if they may be. A refusal that could be of their absence is not told.
     */
    private void refusedAnyway(
            Class<? extends Record> type,
            List<Setting> settings,
            @Nullable Object[] values,
            Node node,
            Map<String, Node> nodes,
            String path) {
        int told = problems.size();
        @Nullable Object[] tried = values.clone();
        List<String> leftOut = new ArrayList<>();
        for (int i = 0; i < tried.length; i++) {
            Setting setting = settings.get(i);
            if (tried[i] == null) {
                tried[i] = setting.isInline() ? null : setting(setting, node, null, path);
                leftOut.add(setting.key());
            }
            if (tried[i] == null) {
                problems.subList(told, problems.size()).clear();
                return;
            }
        }
        try {
            Records.construct(type, tried);
        } catch (IllegalArgumentException e) {
            Problem problem = refused(e, settings, node, nodes, path);
            boolean isOfOneGiven = nodes.keySet().stream()
                    .anyMatch(
                            key -> !leftOut.contains(key) && (problem.path() + ".").startsWith(join(path, key) + "."));
            if (isOfOneGiven && leftOut.stream().noneMatch(String.valueOf(e.getMessage())::contains)) {
                problem(problem);
            }
        } catch (RuntimeException e) {
            return; // told when all settings are right
        }
    }

    private @Nullable Object inline(Setting setting, Node node, @Nullable Node use, @Nullable Node with, String path) {
        if (setting.isOptional() && use == null && with == null) {
            return Optional.empty();
        }
        Object component = component(setting.inlineKind().orElseThrow(), node, use, with, path);
        return component == null || !setting.isOptional() ? component : Optional.of(component);
    }

    /** Whether the file of a record has the digest that stands beside it, where one does. */
    private boolean digestIsRight(
            List<Setting> settings, @Nullable Object[] values, @Nullable Node digest, String path) {
        Optional<Setting> file = Setting.file(settings);
        if (file.isEmpty() || digest == null || !requireFiles) {
            return true;
        }
        String at = join(path, Setting.DIGEST);
        places.put(at, place(digest));
        Object value = values[settings.indexOf(file.get())];
        Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        try {
            FileDigest.require(digest instanceof ScalarNode scalar ? scalar.getValue() : "", given);
            return true;
        } catch (IllegalArgumentException e) {
            problem(Problem.of(place(digest), at, String.valueOf(e.getMessage())));
            return false;
        }
    }

    private static List<String> keys(Class<? extends Record> type, List<Setting> settings) {
        Stream<String> ofEveryJob = type.isAnnotationPresent(JobFile.class)
                ? JobFile.KEYS.stream().filter(key -> !key.equals(Repeats.SEEDS) || Repeats.areSeeded(type))
                : Stream.empty();
        Stream<String> digest = Setting.file(settings).map(file -> Setting.DIGEST).stream();
        return Stream.of(Setting.keys(settings).stream(), ofEveryJob, digest)
                .flatMap(keys -> keys)
                .sorted()
                .toList();
    }

    /** Binds what does not stand in the file; its problems are shown at a node that does. */
    private <T> @Nullable T insteadOf(Node shown, Supplier<@Nullable T> binding) {
        Node enclosing = insteadOfDefault;
        insteadOfDefault = enclosing == null ? shown : enclosing;
        try {
            return binding.get();
        } finally {
            insteadOfDefault = enclosing;
        }
    }

    private static boolean isShort(List<Setting> settings) {
        return !settings.isEmpty() && settings.stream().skip(1).noneMatch(Setting::isRequired);
    }

    private @Nullable Object setting(Setting setting, Node owner, @Nullable Node given, String path) {
        if (given != null) {
            String at = owner instanceof MappingNode ? join(path, setting.key()) : path;
            return setting.isSwept() ? swept(argument(setting.type(), 0), given, at) : value(setting.type(), given, at);
        }
        if (setting.defaultText().isPresent()) {
            Node node = YamlFile.compose(setting.defaultText().get());
            return node == null ? null : insteadOf(owner, () -> value(setting.type(), node, join(path, setting.key())));
        }
        if (setting.isOptional()) {
            return Records.empty(raw(setting.type()));
        }
        return problem(
                owner,
                path,
                "'" + setting.key() + "' is missing",
                setting.doc().isEmpty() ? "" : "Write " + setting.key() + ": " + setting.doc() + ".");
    }

    private @Nullable Record construct(
            Class<? extends Record> type,
            List<Setting> settings,
            @Nullable Object[] values,
            Node node,
            Map<String, Node> nodes,
            String path) {
        try {
            return Records.construct(type, values);
        } catch (IllegalArgumentException e) {
            return cast(problem(refused(e, settings, node, nodes, path)));
        } catch (RuntimeException e) {
            throw new PluginException(
                    "the constructor of " + type.getName() + " threw " + e
                            + ", expected an IllegalArgumentException that says what is wrong with the settings"
                            + "\n  This is a bug in " + owner(type) + ", not in your file. Nothing was written.",
                    e);
        }
    }

    /** What a constructor refused, at the setting that it names. */
    private Problem refused(
            IllegalArgumentException refusal, List<Setting> settings, Node node, Map<String, Node> nodes, String path) {
        return new Refusal(String.valueOf(refusal.getMessage()))
                .problem(
                        settings,
                        path,
                        key -> node instanceof MappingNode ? join(path, key) : path,
                        key -> place(nodes.getOrDefault(key, node)));
    }

    private String owner(Class<?> type) {
        return catalog.components().stream()
                .filter(component -> component.type().getClassLoader() == type.getClassLoader())
                .findFirst()
                .map(component -> "plugin " + component.plugin())
                .orElse("Weir");
    }

    private static @Nullable Record cast(@Nullable Object nothing) {
        return (Record) nothing;
    }

    private void unknownKeys(Map<String, NodeTuple> given, List<String> allowed, String path, String remedy) {
        given.forEach((key, tuple) -> {
            if (!allowed.contains(key)) {
                problem(tuple.getKeyNode(), join(path, key), "unknown key", Spelling.didYouMean(key, allowed) + remedy);
            }
        });
    }

    private static Map<String, NodeTuple> tuples(MappingNode mapping) {
        Map<String, NodeTuple> tuples = new LinkedHashMap<>();
        mapping.getValue().forEach(tuple -> tuples.put(((ScalarNode) tuple.getKeyNode()).getValue(), tuple));
        return tuples;
    }

    private static @Nullable Node value(Map<String, NodeTuple> tuples, String key) {
        NodeTuple tuple = tuples.get(key);
        return tuple == null ? null : tuple.getValueNode();
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType parameterized
                ? (Class<?>) parameterized.getRawType()
                : (Class<?>) type;
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private String place(Node node) {
        Node shown = insteadOfDefault == null ? node : insteadOfDefault;
        return YamlFile.place(file.name(), shown.getStartMark());
    }

    private @Nullable Object problem(Node node, String path, String message, String remedy) {
        return problem(new Problem(place(node), path, message, remedy));
    }

    private @Nullable Object problem(Problem problem) {
        problems.add(problem);
        return null;
    }
}
