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

    /** The digest of its files, by which a change of code is seen. Reads them all. */
    public String sha256() {
        return new PluginArchive(path).sha256();
    }

    /** As a message names it: {@code "scores 1.0.0"}. */
    @Override
    public String toString() {
        return id + " " + version;
    }
}
