package dev.weir.plugins.data;

import java.util.Collection;

/** Finds the name that was probably meant: the same but for case, or one letter away in a word of three or more. */
final class Spelling {
    private Spelling() {}

    /** {@code "Did you mean 'digit'? "}, or nothing when no name is close. */
    static String didYouMean(String wrong, Collection<String> names) {
        return names.stream()
                .filter(wrong::equalsIgnoreCase)
                .findFirst()
                .or(() -> names.stream()
                        .filter(name -> isOneLetterAway(wrong, name))
                        .findFirst())
                .map(name -> "Did you mean '" + name + "'? ")
                .orElse("");
    }

    private static boolean isOneLetterAway(String one, String other) {
        int prefix = 0;
        while (prefix < Math.min(one.length(), other.length()) && one.charAt(prefix) == other.charAt(prefix)) {
            prefix++;
        }
        if (Math.max(one.length(), other.length()) < 3) {
            return false; // of '3' nothing is left but its length
        }
        return rest(one, prefix + 1).equals(rest(other, prefix + 1)) // a letter changed
                || rest(one, prefix + 1).equals(rest(other, prefix)) // one too many
                || rest(one, prefix).equals(rest(other, prefix + 1)); // one too few
    }

    private static String rest(String text, int from) {
        return text.substring(Math.min(from, text.length()));
    }
}
