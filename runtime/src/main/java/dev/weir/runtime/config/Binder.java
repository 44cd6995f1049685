package dev.weir.runtime.config;

import dev.weir.runtime.plugin.PluginCatalog;
import java.util.List;

/**
 * Makes a settings record of a YAML file, whole: every mistake is found before any is reported.
 *
 * <p>One binder serves every plugin. A record's components are its keys in kebab-case; a component is
 * written {@code name} or {@code { use: name, with: { ... } }}; a sealed interface of records as one key of
 * several; a scalar or list given for a record goes to its first component when the others may be left out.
 */
public final class Binder {
    private final PluginCatalog catalog;
    private final FileFinder finder;

    /** A binder of files that name their files by paths alone. */
    public Binder(PluginCatalog catalog) {
        this(catalog, FileFinder.NONE);
    }

    /** A binder that asks {@code finder} for files that are named otherwise than by a path. */
    public Binder(PluginCatalog catalog, FileFinder finder) {
        this.catalog = catalog;
        this.finder = finder;
    }

    /**
     * Binds a file.
     *
     * @throws ConfigException with every mistake of the file
     */
    public <T extends Record> Bound<T> bind(YamlFile file, Class<T> type) {
        return bind(file, type, true);
    }

    /**
     * Binds a file that Weir wrote itself, in which the paths of a job's own files are names only.
     *
     * @throws ConfigException with every mistake of the file
     */
    public <T extends Record> Bound<T> bindStored(YamlFile file, Class<T> type) {
        return bind(file, type, false);
    }

    private <T extends Record> Bound<T> bind(YamlFile file, Class<T> type, boolean requireFiles) {
        Binding binding = new Binding(catalog, file, requireFiles, finder);
        Object value = binding.record(type, file.root(), "", "");
        List<Problem> problems = binding.problems();
        if (value == null || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Bound<>(
                type.cast(value), file.name(), binding.places(), binding.origins(), binding.files(), binding.found());
    }
}
