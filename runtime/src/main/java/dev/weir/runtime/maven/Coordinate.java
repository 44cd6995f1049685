package dev.weir.runtime.maven;

import dev.weir.runtime.config.FileFinder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in a Maven repository, or within a jar in it: {@code maven:group:artifact:version!/inner/path}.
 *
 * @param artifact {@code group:artifact:version}, {@code group:artifact:extension:version} or with a classifier
 *     before the version
 * @param inner    the path of a file within it, with {@code /}; empty for the artifact itself
 */
record Coordinate(String artifact, String inner) {
    private static final Pattern FORM =
            Pattern.compile("maven:([\\w.-]*\\w[\\w.-]*(?::[\\w.-]*\\w[\\w.-]*){2,4})(?:!/([^\\\\\\x00]+))?");
    private static final List<String> MOVING = List.of("LATEST", "RELEASE");

    /**
     * Reads a coordinate.
     *
     * @throws IllegalArgumentException when it is not one, or names no fixed version
     */
    static Coordinate of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("is no Maven coordinate, got '" + text
                    + "'\nWrite " + FileFinder.MAVEN + "group:artifact:version!/path/in/the/jar, or leave !/... out for"
                    + " the artifact itself.");
        }
        String artifact = form.group(1);
        String inner = form.group(2) == null ? "" : form.group(2);
        List<String> steps = List.of(inner.split("/", -1));
        if (!inner.isEmpty() && (steps.contains("..") || steps.contains("."))) {
            throw new IllegalArgumentException("leads out of the artifact, got '" + text + "'\nName a file in it.");
        }
        if (inner.startsWith("/") || steps.subList(0, steps.size() - 1).contains("")) {
            throw new IllegalArgumentException(
                    "names no file in the artifact, got '" + text + "'\nWrite its path within, without a first /.");
        }
        String version = artifact.substring(artifact.lastIndexOf(':') + 1);
        if (MOVING.contains(version) || version.endsWith("-SNAPSHOT")) {
            throw new IllegalArgumentException(
                    "names the version " + version + ", which is another file another day" + "\nName a fixed version.");
        }
        return new Coordinate(artifact, inner);
    }
}
