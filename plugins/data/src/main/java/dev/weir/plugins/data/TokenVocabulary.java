package dev.weir.plugins.data;

import dev.weir.api.Doc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A vocabulary of tokens: three special ones, then characters, then pairs of earlier tokens that were made one.
 *
 * @param characters code points, the first of which is token 3
 * @param pairs      two earlier tokens each, in the order in which they are merged; the first stands for the token after
 *     the last character
 */
public record TokenVocabulary(
        @Doc("code points of the characters, each of which is a token; the first is token 3")
        List<Integer> characters,

        @Doc("pairs of earlier tokens, each of which is a token; in the order in which they are merged")
        List<List<Integer>> pairs) {

    /** Ends an answer. */
    static final int END = 0;

    /** Ends a text: what comes after it is the answer. */
    static final int ANSWER = 1;

    /** Stands for a character that is not in the vocabulary. */
    static final int UNKNOWN = 2;

    /** Tokens at most. */
    static final int LARGEST = 2000;

    private static final List<String> SPECIAL = List.of("<end>", "<answer>", "<unknown>");

    /** The first token that is a character. */
    static final int FIRST = SPECIAL.size();

    public TokenVocabulary {
        characters = List.copyOf(characters);
        pairs = pairs.stream().map(List::copyOf).toList();
        Set<Integer> seen = new TreeSet<>();
        for (int character : characters) {
            if (!Character.isValidCodePoint(character) || !seen.add(character)) {
                throw new IllegalArgumentException("characters must be distinct code points, got " + character);
            }
        }
        int next = FIRST + characters.size();
        for (List<Integer> pair : pairs) {
            int end = next++;
            if (pair.size() != 2 || pair.stream().anyMatch(token -> token < FIRST || token >= end)) {
                throw new IllegalArgumentException(
                        "pairs must be two earlier tokens each, which are no special ones, got " + pair);
            }
        }
        if (next > LARGEST) {
            throw new IllegalArgumentException("a vocabulary has at most " + LARGEST + " tokens, got " + next);
        }
    }

    int size() {
        return FIRST + characters.size() + pairs.size();
    }

    /** What each token reads as. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(SPECIAL);
        characters.forEach(character -> texts.add(Character.toString(character)));
        pairs.forEach(pair -> texts.add(texts.get(pair.get(0)) + texts.get(pair.get(1))));
        return texts;
    }
}
