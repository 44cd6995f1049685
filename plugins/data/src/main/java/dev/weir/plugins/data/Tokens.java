package dev.weir.plugins.data;

import dev.weir.api.Answers;
import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.InputTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Texts as tokens, to which a model answers with tokens. The vocabulary is learned from the train split; the characters
 * of the names of the classes are always in it. A text of no characters is {@code <answer>} alone, or a space.
 *
 * <p>An answer is the name of a class, token by token and ended by {@code <end>}, to a text that is its first tokens and
 * {@code <answer>}; or it is the one token that comes after the last tokens of the text.
 */
@Extension
@Name("tokens")
@Doc("texts as tokens of a vocabulary learned from the train split; the model answers with tokens too: those of the"
        + " name of a class, or the one that comes next")
public record Tokens(
        @Default("byte-pairs") @Doc("characters, or byte-pairs: characters and frequent pairs of tokens, within words")
        Kind of,

        @Default("500") @Doc("tokens of the vocabulary at most, three of them special; from 4 to 2000")
        int size,

        @Default("64") @Doc("tokens of a text that are read at most, <answer> included; at least 2")
        int length,

        @Default("class")
        @Doc("class: the name of the class, token by token, after the first tokens of a text; or next:"
                + " the class is the one token that comes after its last tokens")
        Answer answer,

        @Doc("the tokens; without it they are learned") Optional<TokenVocabulary> vocabulary)
        implements InputTransform {

    private static final int SMALLEST = 4;

    /** What a token is. */
    public enum Kind {
        CHARACTERS,
        BYTE_PAIRS
    }

    /** What a model answers. */
    public enum Answer {
        CLASS,
        NEXT
    }

    public Tokens {
        if (size < SMALLEST || size > TokenVocabulary.LARGEST) {
            throw new IllegalArgumentException("size must be from 4 to 2000, got " + size
                    + "\nThree of the tokens are special; leave size out for 500 tokens.");
        }
        if (length < 2) {
            throw new IllegalArgumentException("length must be at least 2, got " + length
                    + "\nA token of the text and <answer> take two places; leave length out for 64.");
        }
    }

    @Override
    public TokenIds apply(Inputs inputs, long seed) {
        Texts texts = require(inputs);
        Tokenizer tokenizer = new Tokenizer(learned());
        int[] ids = new int[Math.multiplyExact(texts.rows(), length)];
        boolean[] mask = new boolean[ids.length];
        for (int row = 0; row < texts.rows(); row++) {
            int[] written = tokenizer.encode(texts.values().get(row));
            int start = row * length;
            int read = Math.min(written.length, answer == Answer.CLASS ? length - 1 : length);
            if (answer == Answer.CLASS) {
                System.arraycopy(written, 0, ids, start, read);
                ids[start + read++] = TokenVocabulary.ANSWER;
            } else {
                System.arraycopy(written, written.length - read, ids, start, read);
            }
            Arrays.fill(mask, start, start + read, true);
        }
        return new TokenIds(texts.rows(), length, ids, mask);
    }

    @Override
    public InputTransform fitted(Inputs train) {
        return fitted(train, List.of());
    }

    @Override
    public InputTransform fitted(Inputs train, List<String> classes) {
        Texts texts = require(train);
        if (vocabulary.isPresent()) {
            return this;
        }
        List<String> needed = classes.stream()
                .map(name -> answer == Answer.CLASS ? " " + name : NextCharacterSource.unshown(name))
                .toList();
        return new Tokens(
                of,
                size,
                length,
                answer,
                Optional.of(LearnedTokens.of(texts.values(), needed, size, of == Kind.BYTE_PAIRS)));
    }

    @Override
    public Optional<Answers> answers(List<String> classes) {
        if (classes.isEmpty()) {
            throw new IllegalArgumentException(
                    "the classes have no names that a model could write" + "\nTake a source whose labels are names.");
        }
        return Optional.of(answer == Answer.CLASS ? names(classes) : next(classes));
    }

    private Answers names(List<String> classes) {
        Tokenizer tokenizer = new Tokenizer(learned());
        List<int[]> written = new ArrayList<>();
        for (String name : classes) {
            int[] tokens = tokenizer.encode(name);
            if (Arrays.stream(tokens).anyMatch(token -> token == TokenVocabulary.UNKNOWN)) {
                throw new IllegalArgumentException("the class '" + name
                        + "' has a character that is not in the vocabulary"
                        + "\nNobody could write it: leave vocabulary out, so that it is learned.");
            }
            written.add(Arrays.copyOf(tokens, tokens.length + 1)); // ended by END, which is 0
        }
        int places = written.stream().mapToInt(tokens -> tokens.length).max().orElse(1);
        int[] all = new int[Math.multiplyExact(classes.size(), places)];
        Arrays.fill(all, Answers.NONE);
        for (int k = 0; k < classes.size(); k++) {
            System.arraycopy(written.get(k), 0, all, k * places, written.get(k).length);
        }
        List<String> texts = new ArrayList<>(learned().texts());
        texts.set(TokenVocabulary.END, "");
        return new Answers(learned().size(), places, all, texts);
    }

    private Answers next(List<String> classes) {
        List<String> texts =
                learned().texts().stream().map(NextCharacterSource::shown).toList();
        int[] tokens = new int[classes.size()];
        for (int k = 0; k < tokens.length; k++) {
            tokens[k] = texts.indexOf(classes.get(k));
            if (tokens[k] < 0) {
                throw new IllegalArgumentException("the class '" + classes.get(k) + "' is no token that could"
                        + " come next\nWrite answer: class, or take a source of texts and what comes next, such as"
                        + " next-character.");
            }
        }
        return new Answers(learned().size(), 1, tokens, texts);
    }

    private TokenVocabulary learned() {
        return vocabulary.orElseThrow(
                () -> new IllegalStateException("tokens has neither a vocabulary nor learned one"));
    }

    private static Texts require(Inputs inputs) {
        if (inputs instanceof Texts texts) {
            return texts;
        }
        throw new IllegalArgumentException(
                "tokens takes texts, got " + inputs.kind() + "\nName a column of texts with the source's 'text'.");
    }
}
