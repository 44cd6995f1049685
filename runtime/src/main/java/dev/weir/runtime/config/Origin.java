package dev.weir.runtime.config;

import dev.weir.runtime.plugin.Component;

/**
 * Where a bound component comes from.
 *
 * @param place     {@code file:line:column}
 * @param path      its YAML path
 * @param component what it is and which plugin offers it
 */
public record Origin(String place, String path, Component component) {

    /** A mistake of the file that only this component could see. */
    public Problem problem(String message) {
        return Problem.of(place, path, message);
    }
}
