package dev.weir.runtime.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What a record's constructor said when it refused its settings. A message that begins with the name of a
 * setting is shown at that setting; lines after the first are the remedy.
 *
 * @param message the exception's message
 */
record Refusal(String message) {

    /**
     * The problem that it is.
     *
     * @param path       of the record
     * @param pathOfKey  of one of its settings
     * @param placeOfKey where the setting stands, or the record where the key is empty
     */
    Problem problem(
            List<Setting> settings, String path, UnaryOperator<String> pathOfKey, UnaryOperator<String> placeOfKey) {
        int end = message.indexOf('\n');
        String first = end < 0 ? message : message.substring(0, end);
        String remedy = end < 0 ? "" : message.substring(end + 1);
        String key = settings.stream()
                .map(Setting::key)
                .filter(candidate -> begins(first, candidate) || begins(first, candidate.replace('-', ' ')))
                .max(Comparator.comparing(String::length))
                .orElse("");
        if (key.isEmpty()) {
            return new Problem(placeOfKey.apply(""), path, first, remedy);
        }
        int space = first.indexOf(' ', key.length());
        String inner = first.substring(key.length(), space); // "at.low must ..." stands at the key "at"
        return new Problem(placeOfKey.apply(key), pathOfKey.apply(key) + inner, first.substring(space + 1), remedy);
    }

    private static boolean begins(String message, String name) {
        if (!message.toLowerCase(Locale.ROOT).startsWith(name) || message.indexOf(' ', name.length()) < 0) {
            return false;
        }
        char next = message.charAt(name.length());
        return next == ' ' || next == '.' || next == '[';
    }
}
