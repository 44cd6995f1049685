package dev.weir.runtime.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant. */
public final class Spelling {
    private Spelling() {}

    /** The nearest of the allowed words, where one is near enough: few letters away, or the same letters in disorder. */
    public static Optional<String> nearest(String word, Collection<String> allowed) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String lower = word.toLowerCase(Locale.ROOT);
        return allowed.stream()
                .filter(candidate -> distance.apply(lower, candidate.toLowerCase(Locale.ROOT))
                                <= errors(Math.max(candidate.length(), word.length()))
                        || letters(candidate).equals(letters(word)))
                .min(Comparator.comparing(
                                (String candidate) -> distance.apply(lower, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Typing errors that a word of this length may hold: two in five letters, because a swap counts two. */
    private static int errors(int length) {
        return (length + 1) / 3;
    }

    private static List<String> letters(String word) {
        return Stream.of(word.toLowerCase(Locale.ROOT).split("")).sorted().toList();
    }

    /** {@code "Did you mean 'entropy'? "}, or nothing. */
    public static String didYouMean(String word, Collection<String> allowed) {
        return nearest(word, allowed)
                .map(candidate -> "Did you mean '" + candidate + "'? ")
                .orElse("");
    }

    /** {@code learningRate} as {@code learning-rate}; a type's name likewise. */
    public static String kebab(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
