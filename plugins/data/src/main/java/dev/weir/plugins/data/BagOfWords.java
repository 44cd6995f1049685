package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.Texts;
import dev.weir.api.data.InputTransform;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * Texts as vectors of word counts. The vocabulary is the most frequent words of the train split; a word that
 * occurs {@code c} times counts {@code log(1 + c)}, and the vector is brought to length 1. A text without any
 * known word is all zeros.
 */
@Extension
@Name("bag-of-words")
@Doc("texts as vectors: log(1 + count) of each word of a vocabulary learned from the train split, of length 1")
public record BagOfWords(
        @Default("2000") @Doc("words that are learned: the most frequent ones, ties in lexical order; at least 1")
        int size,

        @Doc("the words, in the order of the vector; without it they are learned")
        Optional<List<String>> vocabulary)
        implements InputTransform {

    /** Letters and digits; an apostrophe within a word belongs to it. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}\\p{N}]+)*");

    public BagOfWords {
        Require.atLeast("size", 1, size);
        vocabulary = Settings.names("vocabulary", vocabulary);
    }

    @Override
    public FloatTensor apply(Inputs inputs, long seed) {
        Texts texts = require(inputs);
        List<String> words = vocabulary.orElseThrow(
                () -> new IllegalStateException("bag-of-words has neither a vocabulary nor learned one"));
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < words.size(); place++) {
            places.put(words.get(place), place);
        }
        float[] values = new float[Math.multiplyExact(texts.rows(), words.size())];
        double[] counts = new double[words.size()];
        for (int row = 0; row < texts.rows(); row++) {
            Arrays.fill(counts, 0);
            words(texts.values().get(row)).forEach(word -> {
                Integer place = places.get(word);
                if (place != null) {
                    counts[place]++;
                }
            });
            double squares = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = Math.log1p(counts[i]);
                squares += counts[i] * counts[i];
            }
            for (int i = 0; squares > 0 && i < counts.length; i++) {
                values[row * counts.length + i] = (float) (counts[i] / Math.sqrt(squares));
            }
        }
        return new FloatTensor(texts.rows(), new int[] {words.size()}, values);
    }

    @Override
    public InputTransform fitted(Inputs train) {
        Texts texts = require(train);
        if (vocabulary.isPresent()) {
            return this;
        }
        Map<String, Integer> counts = new HashMap<>();
        texts.values().forEach(text -> words(text).forEach(word -> counts.merge(word, 1, Integer::sum)));
        Comparator<Map.Entry<String, Integer>> frequent = Map.Entry.comparingByValue(Comparator.reverseOrder());
        List<String> words = counts.entrySet().stream()
                .sorted(frequent.thenComparing(Map.Entry.comparingByKey()))
                .limit(size)
                .map(Map.Entry::getKey)
                .toList();
        if (words.isEmpty()) {
            throw new IllegalArgumentException("bag-of-words found no word in the train split"
                    + "\nGive a vocabulary, or a train split of texts with letters or digits.");
        }
        return new BagOfWords(size, Optional.of(words));
    }

    private static Texts require(Inputs inputs) {
        if (inputs instanceof Texts texts) {
            return texts;
        }
        throw new IllegalArgumentException("bag-of-words takes texts, got " + inputs.kind()
                + "\nName a column of texts with the source's 'text'.");
    }

    private static Stream<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group);
    }
}
