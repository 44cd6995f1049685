package dev.weir.runtime.plugin;

import java.nio.file.Path;

/**
 * A loaded plugin.
 *
 * @param id      unique among the loaded plugins
 * @param version its own version
 * @param path    its jar, zip or folder
 */
public record PluginInfo(String id, String version, Path path) {

    /** As a message names it: {@code "scores 1.0.0"}. */
    @Override
    public String toString() {
        return id + " " + version;
    }
}
