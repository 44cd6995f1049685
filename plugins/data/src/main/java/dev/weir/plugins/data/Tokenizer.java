package dev.weir.plugins.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes texts in the tokens of a vocabulary. A space belongs to the word after it. For one thread. */
final class Tokenizer {
    /** More than there are tokens. */
    private static final long PAIR = 1 << 12;

    private final Map<Integer, Integer> characters = new HashMap<>();
    private final Map<Long, Integer> merged = new HashMap<>();
    private final Map<String, int[]> encoded = new HashMap<>();

    Tokenizer(TokenVocabulary vocabulary) {
        int token = TokenVocabulary.FIRST;
        for (int character : vocabulary.characters()) {
            characters.put(character, token++);
        }
        for (List<Integer> pair : vocabulary.pairs()) {
            merged.put(pair(pair.get(0), pair.get(1)), token++);
        }
    }

    /** The words of a text, each with the space before it. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String spaced = " " + text.stripLeading();
        int from = 0;
        for (int i = 1; i <= spaced.length(); i++) {
            if (i == spaced.length() || Character.isWhitespace(spaced.charAt(i))) {
                words.add(spaced.substring(from, i));
                from = i;
            }
        }
        return words;
    }

    /** A number for a pair; not its halves side by side, whose hash code is the same for many pairs. */
    static long pair(int first, int second) {
        return first * PAIR + second;
    }

    /** The two tokens of a pair. */
    static List<Integer> halves(long pair) {
        return List.of((int) (pair / PAIR), (int) (pair % PAIR));
    }

    /** A word in which a token stands for every pair, from its start on. */
    static int[] merge(int[] word, long pair, int token) {
        int[] result = new int[word.length];
        int length = 0;
        for (int i = 0; i < word.length; i++) {
            if (i + 1 < word.length && pair(word[i], word[i + 1]) == pair) {
                result[length++] = token;
                i++;
            } else {
                result[length++] = word[i];
            }
        }
        return Arrays.copyOf(result, length);
    }

    /** The tokens of a text, at least one. */
    int[] encode(String text) {
        List<int[]> parts = words(text).stream()
                .map(word -> encoded.computeIfAbsent(word, this::encodeWord))
                .toList();
        int[] all = new int[parts.stream().mapToInt(part -> part.length).sum()];
        int next = 0;
        for (int[] part : parts) {
            System.arraycopy(part, 0, all, next, part.length);
            next += part.length;
        }
        return all;
    }

    /** Pairs become tokens in the order in which they were learned. */
    private int[] encodeWord(String word) {
        int[] written = characters(word);
        while (true) {
            int first = Integer.MAX_VALUE;
            long best = 0;
            for (int i = 1; i < written.length; i++) {
                long pair = pair(written[i - 1], written[i]);
                int token = merged.getOrDefault(pair, Integer.MAX_VALUE);
                if (token < first) {
                    first = token;
                    best = pair;
                }
            }
            if (first == Integer.MAX_VALUE) {
                return written;
            }
            written = merge(written, best, first);
        }
    }

    /** The characters of a word as tokens. */
    int[] characters(String word) {
        return word.codePoints()
                .map(c -> characters.getOrDefault(c, TokenVocabulary.UNKNOWN))
                .toArray();
    }
}
