package dev.weir.runtime.plugin;

import dev.weir.api.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the loaded plugins offer. */
public final class PluginCatalog {
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final List<PluginInfo> plugins;
    private final List<Component> components;

    private PluginCatalog(List<PluginInfo> plugins, List<Component> components) {
        this.plugins = List.copyOf(plugins);
        this.components = List.copyOf(components);
    }

    /** A plugin with the classes that its extension index names. */
    public record Offer(PluginInfo plugin, List<Class<?>> extensions) {
        public Offer {
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * Makes the catalog.
     *
     * @throws PluginException when an extension is no component, or two plugins offer one name
     */
    public static PluginCatalog of(List<Offer> offers) {
        List<Component> found = new ArrayList<>();
        for (Offer offer : offers) {
            for (Class<?> extension : offer.extensions()) {
                found.addAll(components(offer.plugin(), extension));
            }
        }
        return new PluginCatalog(offers.stream().map(Offer::plugin).toList(), sorted(found));
    }

    /** Whether a component may have this name: kebab-case. */
    public static boolean isName(String text) {
        return KEBAB.matcher(text).matches();
    }

    /**
     * This catalog with the plugins of another one, whose classes stay in loaders of their own.
     *
     * @throws PluginException when a plugin is in both, or a name is
     */
    public PluginCatalog with(PluginCatalog more) {
        for (PluginInfo plugin : more.plugins) {
            for (PluginInfo known : plugins) {
                if (known.id().equals(plugin.id())) {
                    throw new PluginException("the plugin '" + plugin.id() + "' is there twice: " + known.path()
                            + " and " + plugin.path()
                            + "\n  Remove the older one: a new version may have been put beside it.");
                }
            }
        }
        return new PluginCatalog(joined(plugins, more.plugins), sorted(joined(components, more.components)));
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** By kind and then by name; two of one name are refused. */
    private static List<Component> sorted(List<Component> components) {
        List<Component> found = new ArrayList<>(components);
        found.sort(Comparator.comparing(Component::kind).thenComparing(Component::name));
        for (int i = 1; i < found.size(); i++) {
            Component one = found.get(i - 1);
            Component other = found.get(i);
            if (one.kind() == other.kind() && one.name().equals(other.name())) {
                throw offeredTwice(one, other);
            }
        }
        return found;
    }

    private static PluginException offeredTwice(Component one, Component other) {
        return one.plugin().equals(other.plugin())
                ? new PluginException(
                        "plugin " + one.plugin() + ": " + one.type().getName() + " and "
                                + other.type().getName() + " are both the " + one
                                + "\n  Rename one of them: names are unique within a kind.")
                : new PluginException("the plugins " + one.plugin() + " and " + other.plugin() + " both offer the "
                        + one + "\n  Remove one of them: names are unique within a kind.");
    }

    private static List<Component> components(PluginInfo plugin, Class<?> type) {
        String where = "plugin " + plugin + ": " + type.getName();
        if (!type.isRecord()) {
            throw new PluginException(where + " is an extension but not a record"
                    + "\n  A component is a record: its components are its settings.");
        }
        Name name = type.getAnnotation(Name.class);
        if (name == null || !KEBAB.matcher(name.value()).matches()) {
            throw new PluginException(where + (name == null ? " has no @Name" : " has the name '" + name.value() + "'")
                    + "\n  Give it a name in kebab-case: @Name(\"my-score\").");
        }
        List<Component> found = Stream.of(Kind.values())
                .filter(kind -> kind.type().isAssignableFrom(type))
                .map(kind -> new Component(kind, name.value(), type.asSubclass(Record.class), plugin))
                .toList();
        if (found.isEmpty()) {
            throw new PluginException(where + " implements no kind of component"
                    + "\n  Kinds: "
                    + Kind.listed().stream()
                            .map(kind -> kind.type().getSimpleName())
                            .collect(Collectors.joining(", "))
                    + ". If it does implement one, the plugin packs a copy of core-api.");
        }
        return found;
    }

    public List<PluginInfo> plugins() {
        return plugins;
    }

    /** Every component, by kind and then by name. */
    public List<Component> components() {
        List<Kind> listed = Kind.listed();
        return components.stream()
                .filter(component -> listed.contains(component.kind()))
                .toList();
    }

    /** The components of a kind, by name. */
    public List<Component> components(Kind kind) {
        return components.stream().filter(component -> component.kind() == kind).toList();
    }

    public Optional<Component> find(Kind kind, String name) {
        return components(kind).stream()
                .filter(component -> component.name().equals(name))
                .findFirst();
    }

    /** The component that a record is an instance of, as the given kind. */
    public Optional<Component> find(Kind kind, Class<?> type) {
        return components(kind).stream()
                .filter(component -> component.type() == type)
                .findFirst();
    }
}
