package dev.weir.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sequences of tokens that stand for classes, where a model answers token by token: class {@code k} is written as
 * {@code length} tokens of a vocabulary, of which some positions may be left out. An answer is a class only where it
 * is written so, token for token; any other answer is no class at all.
 *
 * <p>Immutable. Two answers never are the same sequence.
 */
public final class Answers {
    /** Stands at a position that is left out, and for an answer that is no class. */
    public static final int NONE = -1;

    private final int vocabulary;
    private final int length;
    private final int[] tokens;
    private final List<String> texts;
    private final Map<List<Integer>, Integer> classes = new HashMap<>();

    /**
     * Answers.
     *
     * @param vocabulary number of tokens, at least 1
     * @param length     positions of an answer, at least 1
     * @param tokens     {@code k * length} tokens in [0, vocabulary), class by class; {@link #NONE} where a position is
     *     left out, which is not all of a class. Taken over without a copy and never written to again
     */
    public Answers(int vocabulary, int length, int[] tokens) {
        this(vocabulary, length, tokens, List.of());
    }

    /**
     * Answers in tokens that can be read.
     *
     * @param texts what each token reads as; empty where nobody knows
     */
    public Answers(int vocabulary, int length, int[] tokens, List<String> texts) {
        Require.atLeast("vocabulary", 1, vocabulary);
        Require.atLeast("length of an answer", 1, length);
        this.vocabulary = vocabulary;
        this.length = length;
        this.tokens = tokens;
        this.texts = List.copyOf(texts);
        if (!texts.isEmpty() && texts.size() != vocabulary) {
            throw new IllegalArgumentException("texts of " + vocabulary + " tokens expected, got " + texts.size());
        }
        if (tokens.length % length != 0) {
            throw new IllegalArgumentException(tokens.length + " tokens are no whole answers of length " + length);
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < NONE || tokens[i] >= vocabulary) {
                throw new IllegalArgumentException("token " + tokens[i] + " at position " + i % length + " of answer "
                        + i / length + " is outside the vocabulary [0, " + vocabulary + ")");
            }
        }
        for (int k = 0; k < size(); k++) {
            List<Integer> written = key(tokens, k * length);
            if (written.stream().allMatch(token -> token == NONE)) {
                throw new IllegalArgumentException("answer " + k + " has no token");
            }
            Integer twin = classes.put(written, k);
            if (twin != null) {
                throw new IllegalArgumentException("answers " + twin + " and " + k + " are the same");
            }
        }
    }

    private List<Integer> key(int[] from, int offset) {
        return Arrays.stream(from, offset, offset + length).boxed().toList();
    }

    /** Number of answers, which are the classes. */
    public int size() {
        return tokens.length / length;
    }

    /** Number of tokens. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Positions of an answer. */
    public int length() {
        return length;
    }

    /** The token at a position of a class; {@link #NONE} where it is left out. */
    public int token(int k, int position) {
        return tokens[k * length + position];
    }

    /** What a class reads as: {@code "7 0"} where nobody knows what the tokens do. */
    public String written(int k) {
        return read(Arrays.copyOfRange(tokens, k * length, (k + 1) * length));
    }

    /** What tokens read as, one after the other, those that are left out aside; their numbers where nobody knows. */
    public String read(int[] written) {
        return Arrays.stream(written)
                .filter(token -> token != NONE)
                .mapToObj(token -> texts.isEmpty() ? String.valueOf(token) : texts.get(token))
                .collect(Collectors.joining(texts.isEmpty() ? " " : ""))
                .strip();
    }

    /** The class that is written as {@code length} tokens; {@link #NONE} where none is. */
    public int find(int[] written) {
        return classes.getOrDefault(key(written, 0), NONE);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Answers that
                && vocabulary == that.vocabulary
                && length == that.length
                && Arrays.equals(tokens, that.tokens)
                && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return 31 * vocabulary + Arrays.hashCode(tokens);
    }

    @Override
    public String toString() {
        return size() + " answers of up to " + length + " of " + vocabulary + " tokens";
    }
}
