package dev.weir.runtime.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One mistake in a file.
 *
 * @param place   {@code file:line:column}, or {@code file} where no line is known
 * @param path    the YAML path, such as {@code stages[0].defer}; empty for the whole file
 * @param message what is wrong
 * @param remedy  what is allowed or what to write; may be empty
 */
public record Problem(String place, String path, String message, String remedy) {
    private static final Pattern LINE_AND_COLUMN = Pattern.compile(":(\\d+):(\\d+)$");

    /** A problem whose text is a message and, in the lines after the first, a remedy. */
    static Problem of(String place, String path, String text) {
        int end = text.indexOf('\n');
        return end < 0
                ? new Problem(place, path, text, "")
                : new Problem(place, path, text.substring(0, end), text.substring(end + 1));
    }

    /** The line of its place; 0 where none is known. */
    int line() {
        return number(1);
    }

    int column() {
        return number(2);
    }

    private int number(int group) {
        Matcher matcher = LINE_AND_COLUMN.matcher(place);
        return matcher.find() ? Integer.parseInt(matcher.group(group)) : 0;
    }

    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + message
                + (remedy.isEmpty() ? "" : "\n  " + remedy.replace("\n", "\n  "));
    }
}
