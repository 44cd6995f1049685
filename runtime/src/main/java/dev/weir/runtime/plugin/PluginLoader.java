package dev.weir.runtime.plugin;

import com.github.zafarkhaja.semver.ParseException;
import dev.weir.runtime.plugin.PluginCatalog.Offer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginAlreadyLoadedException;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;

/**
 * Loads the plugins of some folders through PF4J, and fails where PF4J would only log: a plugin that does
 * not load, start or fit this host, an extension whose class cannot be loaded, a plugin that offers nothing.
 */
public final class PluginLoader {

    /** The version that a plugin's {@code requires} is held against. */
    public static final String HOST_VERSION = "1.0.0";

    private static final Map<Path, PluginCatalog> LOADED = new ConcurrentHashMap<>();
    private static final Map<List<Path>, PluginCatalog> JOINED = new ConcurrentHashMap<>();

    private PluginLoader() {}

    /** As {@link #load}, but each place once in a JVM: an engine's natives load once. */
    public static PluginCatalog shared(List<Path> places) {
        List<Path> all =
                places.stream().map(place -> place.toAbsolutePath().normalize()).toList();
        return JOINED.computeIfAbsent(all, PluginLoader::joined);
    }

    private static PluginCatalog joined(List<Path> places) {
        PluginCatalog joined = PluginCatalog.of(List.of());
        for (Path place : places) {
            joined = joined.with(LOADED.computeIfAbsent(place, one -> load(List.of(one))));
        }
        return joined;
    }

    /**
     * Loads plugins for as long as the JVM lives.
     *
     * @param places a plugin's jar or zip; or a folder, of which every jar, zip and folder is a plugin, in the order of
     *     their names
     * @throws PluginException when a folder is missing or a plugin is wrong
     */
    public static PluginCatalog load(List<Path> places) {
        return open(places).catalog();
    }

    /** As {@link #load}, for plugins that can be closed again: a plugin's new version takes the old one's place. */
    public static LoadedPlugins open(List<Path> places) {
        List<Path> plugins = new ArrayList<>();
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                plugins.add(place);
            } else {
                plugins.addAll(pluginsIn(place));
            }
        }
        return openPlugins(plugins);
    }

    /** As {@link #open}, of one plugin: a jar, a zip, or a plugin's own folder. */
    public static LoadedPlugins openOne(Path plugin) {
        return openPlugins(List.of(plugin));
    }

    private static LoadedPlugins openPlugins(List<Path> plugins) {
        plugins.forEach(plugin -> new PluginArchive(plugin).check());
        Manager manager = new Manager(plugins);
        try {
            return new LoadedPlugins(load(manager, plugins), manager);
        } catch (PluginRuntimeException e) {
            manager.unloadPlugins();
            throw new PluginException("the plugins do not load: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            manager.unloadPlugins();
            throw e;
        }
    }

    private static List<Path> pluginsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PluginException("there is no plugin folder " + folder
                    + "\n  Name a folder that holds plugin jars, zips or folders.");
        }
        TreeSet<Path> found = new TreeSet<>();
        TreeSet<Path> zips = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .forEach(entry -> {
                        String name = entry.getFileName().toString();
                        if (Files.isDirectory(entry) || name.endsWith(".jar")) {
                            found.add(entry);
                        } else if (name.endsWith(".zip")) {
                            zips.add(entry);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (Path zip : zips) { // PF4J unpacks a zip into a folder of its name: that folder is not another plugin
            found.remove(zip.resolveSibling(zip.getFileName().toString().replaceFirst("\\.zip$", "")));
        }
        found.addAll(zips);
        return List.copyOf(found);
    }

    private static PluginCatalog load(Manager manager, List<Path> paths) {
        List<Offer> offers = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Path path : paths) {
            try {
                ids.add(manager.add(path));
            } catch (PluginAlreadyLoadedException e) {
                throw new PluginException(
                        "the plugin '" + e.getPluginId() + "' is there twice: "
                                + manager.getPlugin(e.getPluginId())
                                        .getPluginPath()
                                        .getFileName() + " and "
                                + path.getFileName()
                                + "\n  Remove the older one: a new version may have been put beside it.",
                        e);
            } catch (PluginRuntimeException e) {
                throw new PluginException("plugin " + path.getFileName() + " does not load: " + e.getMessage(), e);
            } catch (ParseException e) {
                throw new PluginException(
                        "plugin " + path.getFileName() + ": what it says of versions cannot be read: " + e
                                + "\n  Write the host versions as Plugin-Requires: >=1.0.0 & <2.0.0, and its own as 1.2.3.",
                        e);
            }
        }
        manager.resolve();
        manager.startPlugins();
        for (int i = 0; i < ids.size(); i++) {
            PluginWrapper plugin = manager.getPlugin(ids.get(i));
            PluginInfo info = new PluginInfo(
                    plugin.getPluginId(),
                    plugin.getDescriptor().getVersion(),
                    plugin.getDescriptor().getRequires(),
                    paths.get(i));
            requireStarted(info, plugin);
            offers.add(new Offer(info, extensions(info, manager, plugin)));
        }
        return PluginCatalog.of(offers);
    }

    /** Refuses a plugin that PF4J left behind. */
    static void requireStarted(PluginInfo info, PluginWrapper plugin) {
        if (plugin.getPluginState() == PluginState.STARTED) {
            return;
        }
        String requires = plugin.getDescriptor().getRequires();
        if (plugin.getPluginState() == PluginState.DISABLED) {
            throw new PluginException("plugin " + info + " asks for Weir " + requires + ", this is Weir " + HOST_VERSION
                    + "\n  Take a version of the plugin that was built for this Weir.");
        }
        Throwable cause = plugin.getFailedException();
        throw new PluginException(
                "plugin " + info + " does not start: "
                        + (cause == null ? "it is " + plugin.getPluginState() : cause.toString()),
                cause);
    }

    private static List<Class<?>> extensions(PluginInfo info, Manager manager, PluginWrapper plugin) {
        TreeSet<String> names = new TreeSet<>(manager.getExtensionClassNames(plugin.getPluginId()));
        if (names.isEmpty()) {
            throw new PluginException("plugin " + info + " offers nothing"
                    + "\n  Its META-INF/extensions.idx is missing or empty: annotate the components with @Extension and"
                    + " build with PF4J's annotation processor.");
        }
        List<Class<?>> classes = new ArrayList<>();
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, true, plugin.getPluginClassLoader());
                if (type.isRecord()) {
                    // A setting of a class that is missing fails here, not in a job.
                    Stream.of(type.getRecordComponents()).forEach(RecordComponent::getGenericType);
                }
                classes.add(type);
            } catch (ClassNotFoundException | LinkageError e) {
                throw new PluginException(
                        "plugin " + info + ": its extension " + name + " does not load: " + e
                                + "\n  Build it against this Weir, with all classes it needs in the plugin.",
                        e);
            }
        }
        return classes;
    }

    /** PF4J's manager, told which files to load; its own scan keeps failures to itself. */
    private static final class Manager extends DefaultPluginManager {

        private Path adding = Path.of("");

        Manager(List<Path> plugins) {
            super(plugins);
            setSystemVersion(HOST_VERSION);
        }

        String add(Path plugin) {
            adding = plugin;
            new PluginArchive(plugin).requireDescriptor();
            return loadPluginFromPath(plugin).getPluginId();
        }

        void resolve() {
            resolvePlugins();
        }

        private static boolean isBlank(@Nullable String text) {
            return text == null || text.isBlank();
        }

        @Override
        protected void validatePluginDescriptor(PluginDescriptor descriptor) {
            if (isBlank(descriptor.getPluginId()) || isBlank(descriptor.getVersion())) {
                throw PluginArchive.nameless(adding);
            }
            super.validatePluginDescriptor(descriptor);
            PluginWrapper loaded = plugins.get(descriptor.getPluginId());
            if (loaded != null) {
                throw new PluginAlreadyLoadedException(loaded.getPluginId(), loaded.getPluginPath());
            }
        }
    }
}
