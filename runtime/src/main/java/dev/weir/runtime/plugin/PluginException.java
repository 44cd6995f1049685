package dev.weir.runtime.plugin;

import org.jspecify.annotations.Nullable;

/** A plugin is wrong: it cannot be loaded, or it broke the contract of a component that it offers. */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PluginException(String message) {
        super(message);
    }

    public PluginException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
