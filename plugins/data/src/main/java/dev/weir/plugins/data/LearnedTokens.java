package dev.weir.plugins.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Learns a vocabulary from texts: their most frequent characters, and then, where it is wished, pairs of tokens that are
 * made one token, the most frequent pair first, until the vocabulary is full. Pairs never go across words.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich et al., Neural Machine Translation of Rare Words with
 *     Subword Units, ACL 2016: byte pair encoding</a>
 */
final class LearnedTokens {
    private final Map<String, Integer> words = new HashMap<>();
    private final List<int[]> written = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final Map<Long, Long> pairs = new HashMap<>();
    private final Map<Long, Set<Integer>> places = new HashMap<>();

    private LearnedTokens(Collection<String> texts) {
        texts.forEach(text -> Tokenizer.words(text).forEach(word -> words.merge(word, 1, Integer::sum)));
    }

    /**
     * Learns a vocabulary: a function of the texts, whatever their order.
     *
     * @param needed what must be possible to write: its characters come first
     * @param size   tokens at most, the three special ones included
     * @param merges whether pairs become tokens
     */
    static TokenVocabulary of(Collection<String> texts, Collection<String> needed, int size, boolean merges) {
        LearnedTokens learned = new LearnedTokens(texts);
        List<Integer> characters = learned.characters(needed, size);
        TokenVocabulary alone = new TokenVocabulary(characters, List.of());
        return merges ? new TokenVocabulary(characters, learned.pairs(alone, size)) : alone;
    }

    private List<Integer> characters(Collection<String> needed, int size) {
        Map<Integer, Long> found = new HashMap<>();
        words.forEach((word, count) -> word.codePoints().forEach(c -> found.merge(c, (long) count, Long::sum)));
        Set<Integer> all = new LinkedHashSet<>();
        needed.forEach(text -> text.codePoints().sorted().forEach(all::add));
        int most = size - TokenVocabulary.FIRST;
        if (all.size() > most) {
            throw new IllegalArgumentException("the names of the classes have " + all.size()
                    + " characters, and the vocabulary has room for " + most
                    + "\nEnlarge size: each of them must be a token, or no answer could be written.");
        }
        found.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<Integer, Long>::getValue)
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .filter(c -> !all.contains(c))
                .limit(most - all.size())
                .toList()
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** Keeps the counts of all pairs and where they stand, so that a merge touches the words that have it alone. */
    private List<List<Integer>> pairs(TokenVocabulary characters, int size) {
        Tokenizer tokenizer = new Tokenizer(characters);
        words.forEach((word, count) -> {
            written.add(tokenizer.characters(word));
            counts.add(count);
        });
        for (int word = 0; word < written.size(); word++) {
            count(word, 1);
        }
        List<List<Integer>> merged = new ArrayList<>();
        for (int token = characters.size(); token < size; token++) {
            long best = mostFrequent();
            if (best < 0) {
                break;
            }
            merged.add(Tokenizer.halves(best));
            for (int word : new TreeSet<>(places.getOrDefault(best, Set.of()))) {
                count(word, -1);
                written.set(word, Tokenizer.merge(written.get(word), best, token));
                count(word, 1);
            }
            pairs.remove(best);
        }
        return merged;
    }

    /** The pair that stands most often, the lowest of several; -1 where none stands twice. */
    private long mostFrequent() {
        long best = -1;
        long most = 1;
        for (Map.Entry<Long, Long> entry : pairs.entrySet()) {
            long found = entry.getValue();
            if (found > most || (found == most && best >= 0 && entry.getKey() < best)) {
                most = found;
                best = entry.getKey();
            }
        }
        return best;
    }

    /** Counts the pairs of a word, or takes them away. */
    private void count(int word, int sign) {
        int[] tokens = written.get(word);
        for (int i = 1; i < tokens.length; i++) {
            if (tokens[i - 1] == TokenVocabulary.UNKNOWN || tokens[i] == TokenVocabulary.UNKNOWN) {
                continue;
            }
            long pair = Tokenizer.pair(tokens[i - 1], tokens[i]);
            pairs.merge(pair, (long) sign * counts.get(word), Long::sum);
            if (sign > 0) {
                places.computeIfAbsent(pair, none -> new HashSet<>()).add(word);
            }
        }
    }
}
