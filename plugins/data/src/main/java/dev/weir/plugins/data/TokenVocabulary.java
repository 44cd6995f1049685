package dev.weir.plugins.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A vocabulary of tokens that was learned from texts: their most frequent characters, and then, where it is wished,
 * pairs of tokens that are made one token, the most frequent pair first, until the vocabulary is full. Pairs never go
 * across words; a space belongs to the word after it.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al., Neural Machine Translation of Rare Words with
 *     Subword Units, ACL 2016: byte pair encoding</a>
 */
final class TokenVocabulary {
    /** Ends an answer. */
    static final int END = 0;

    /** Ends a text: what comes after it is the answer. */
    static final int ANSWER = 1;

    /** Stands for a character that is not in the vocabulary. */
    static final int UNKNOWN = 2;

    /** More than there are tokens. */
    private static final long PAIR = 1 << 12;

    private static final List<String> SPECIAL = List.of("<end>", "<answer>", "<unknown>");

    private final List<String> tokens;
    private final Map<Integer, Integer> characters = new HashMap<>();
    private final Map<Long, Integer> merged = new HashMap<>();
    private final Map<String, int[]> encoded = new HashMap<>();

    private TokenVocabulary(List<String> tokens) {
        this.tokens = tokens;
    }

    /**
     * Learns a vocabulary: a function of the texts, whatever their order.
     *
     * @param size   tokens at most, the three special ones included
     * @param merges whether pairs become tokens
     */
    static TokenVocabulary learned(Collection<String> texts, int size, boolean merges) {
        Map<String, Integer> words = new HashMap<>();
        texts.forEach(text -> words(text).forEach(word -> words.merge(word, 1, Integer::sum)));
        TokenVocabulary vocabulary = new TokenVocabulary(new ArrayList<>(SPECIAL));
        vocabulary.learnCharacters(words, size);
        if (merges) {
            vocabulary.learnPairs(words, size);
        }
        return vocabulary;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String spaced = " " + text.strip();
        int from = 0;
        for (int i = 1; i <= spaced.length(); i++) {
            if (i == spaced.length() || Character.isWhitespace(spaced.charAt(i))) {
                words.add(spaced.substring(from, i));
                from = i;
            }
        }
        return words;
    }

    private void learnCharacters(Map<String, Integer> words, int size) {
        Map<Integer, Long> counts = new HashMap<>();
        words.forEach((word, count) -> word.codePoints().forEach(c -> counts.merge(c, (long) count, Long::sum)));
        counts.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<Integer, Long>::getValue)
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(size - SPECIAL.size())
                .forEach(entry -> {
                    characters.put(entry.getKey(), tokens.size());
                    tokens.add(Character.toString(entry.getKey()));
                });
    }

    /** Keeps the counts of all pairs and where they stand, so that a merge touches the words that have it alone. */
    private void learnPairs(Map<String, Integer> words, int size) {
        List<int[]> written = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        Map<Long, Long> pairs = new HashMap<>();
        Map<Long, Set<Integer>> places = new HashMap<>();
        new LinkedHashMap<>(words).forEach((word, count) -> {
            written.add(characters(word));
            counts.add(count);
        });
        for (int word = 0; word < written.size(); word++) {
            count(written.get(word), counts.get(word), word, pairs, places);
        }
        while (tokens.size() < size) {
            long best = -1;
            long most = 1; // a pair that stands once is no pair worth a token
            for (Map.Entry<Long, Long> entry : pairs.entrySet()) {
                long found = entry.getValue();
                if (found > most || (found == most && best >= 0 && entry.getKey() < best)) {
                    most = found;
                    best = entry.getKey();
                }
            }
            if (best < 0) {
                return;
            }
            int token = tokens.size();
            merged.put(best, token);
            tokens.add(tokens.get((int) (best / PAIR)) + tokens.get((int) (best % PAIR)));
            for (int word : new TreeSet<>(places.getOrDefault(best, Set.of()))) {
                count(written.get(word), -counts.get(word), word, pairs, places);
                written.set(word, merge(written.get(word), best, token));
                count(written.get(word), counts.get(word), word, pairs, places);
            }
            pairs.remove(best);
        }
    }

    private static void count(int[] word, int count, int index, Map<Long, Long> pairs, Map<Long, Set<Integer>> places) {
        for (int i = 1; i < word.length; i++) {
            if (word[i - 1] == UNKNOWN || word[i] == UNKNOWN) {
                continue;
            }
            long pair = pair(word[i - 1], word[i]);
            pairs.merge(pair, (long) count, Long::sum);
            if (count > 0) {
                places.computeIfAbsent(pair, none -> new HashSet<>()).add(index);
            }
        }
    }

    /** A number for a pair; not its halves side by side, whose hash code is the same for many pairs. */
    private static long pair(int first, int second) {
        return first * PAIR + second;
    }

    private static int[] merge(int[] word, long pair, int token) {
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

    private int[] characters(String word) {
        return word.codePoints().map(c -> characters.getOrDefault(c, UNKNOWN)).toArray();
    }

    /** The tokens of a text. */
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

    /** The first character of a text that is not in the vocabulary; empty where all are. */
    String unknownIn(String text) {
        return words(text).stream()
                .flatMapToInt(String::codePoints)
                .filter(c -> !characters.containsKey(c))
                .mapToObj(Character::toString)
                .findFirst()
                .orElse("");
    }

    int size() {
        return tokens.size();
    }

    /** The tokens for people, each once: a space is shown. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String token : tokens) {
            String shown = token.replace(' ', '\u2423').replace('\n', '\u240a');
            names.add(taken.add(shown) ? shown : shown + "#" + names.size());
        }
        return names;
    }
}
