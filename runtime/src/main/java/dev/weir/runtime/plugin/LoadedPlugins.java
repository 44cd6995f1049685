package dev.weir.runtime.plugin;

import org.pf4j.PluginManager;

/**
 * Plugins that can be closed again, in a JVM that lives long: a strategy's new version is loaded from the same file
 * once the old one is closed. Nothing of a closed plugin may be called, and its classes go when nobody holds them.
 *
 * <p>Plugins that offer models stay: an engine's native libraries load once in a JVM.
 */
public final class LoadedPlugins implements AutoCloseable {
    private final PluginCatalog catalog;
    private final PluginManager manager;

    LoadedPlugins(PluginCatalog catalog, PluginManager manager) {
        this.catalog = catalog;
        this.manager = manager;
    }

    /** What they offer. */
    public PluginCatalog catalog() {
        return catalog;
    }

    /** Unloads the plugins that offer no model, and lets go of their files. Closing twice does nothing. */
    @Override
    public void close() {
        for (PluginInfo plugin : catalog.plugins()) {
            boolean isEngine = catalog.components(Kind.MODEL).stream()
                    .anyMatch(model -> model.plugin().equals(plugin));
            if (!isEngine && manager.getPlugin(plugin.id()) != null) {
                manager.unloadPlugin(plugin.id());
            }
        }
    }
}
