package dev.weir.runtime.plugin;

/**
 * Something a plugin offers: a record that implements a kind and has a name.
 *
 * @param kind   what it is
 * @param name   its name in YAML
 * @param type   the record; its components are its settings
 * @param plugin where it comes from
 */
public record Component(Kind kind, String name, Class<? extends Record> type, PluginInfo plugin) {

    /** As a message names it: {@code "confidence score 'entropy'"}. */
    @Override
    public String toString() {
        return kind.words() + " '" + name + "'";
    }
}
