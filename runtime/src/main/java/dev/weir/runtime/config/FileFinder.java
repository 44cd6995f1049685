package dev.weir.runtime.config;

import java.nio.file.Path;

/** Finds a file that a YAML file names otherwise than by a path. */
@FunctionalInterface
public interface FileFinder {

    /** How such a name begins. */
    String MAVEN = "maven:";

    /** Finds nothing: for files in which no such name may stand. */
    FileFinder NONE = name -> {
        throw new IllegalArgumentException("is no path here, got '" + name + "'");
    };

    /**
     * The file of this name, fetched where it is not there yet.
     *
     * @param name begins with {@value #MAVEN}
     * @throws IllegalArgumentException when there is no such file or it cannot be had; a second line is the remedy
     */
    Path find(String name);
}
