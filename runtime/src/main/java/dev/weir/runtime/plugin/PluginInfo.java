package dev.weir.runtime.plugin;

import java.nio.file.Path;

/**
 * A loaded plugin.
 *
 * @param id       unique among the loaded plugins
 * @param version  its own version
 * @param requires the host versions that it asks for, such as {@code >=1.0.0 & <2.0.0}; {@code *} for any
 * @param path     its jar, zip or folder
 */
public record PluginInfo(String id, String version, String requires, Path path) {

    /** A plugin for any host. */
    public PluginInfo(String id, String version, Path path) {
        this(id, version, "*", path);
    }

    /** As a message names it: {@code "scores 1.0.0"}. */
    @Override
    public String toString() {
        return id + " " + version;
    }
}
