package dev.weir.runtime.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Something a plugin offers: a record that implements a kind and has a name.
 *
 * @param kind   what it is
 * @param name   its name in YAML
 * @param type   the record; its components are its settings
 * @param plugin where it comes from
 */
public record Component(Kind kind, String name, Class<? extends Record> type, PluginInfo plugin) {

    /**
     * What is said when it breaks its contract.
     *
     * @param what     it did: {@code "returned the score NaN for row 3"}
     * @param expected what the contract says
     */
    public PluginException broken(String what, String expected, @Nullable Throwable cause) {
        return new PluginException(
                this + " " + what + ", expected " + expected + "\n  This is a bug in plugin " + plugin
                        + ", not in your file. Nothing was written.",
                cause);
    }

    /** As a message names it: {@code "confidence score 'entropy'"}. */
    @Override
    public String toString() {
        return kind.words() + " '" + name + "'";
    }
}
