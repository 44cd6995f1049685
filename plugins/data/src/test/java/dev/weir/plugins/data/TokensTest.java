package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Answers;
import dev.weir.api.Inputs;
import dev.weir.api.Texts;
import dev.weir.api.TokenIds;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import dev.weir.plugins.data.Tokens.Answer;
import dev.weir.plugins.data.Tokens.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest implements InputTransformContract {
    private static final List<String> WORDS =
            List.of("tea", " Milk tea", "salt\n", "", "isn't", "caf\u00e9", "\ud83c\udf75");

    private static final Texts TRAIN = texts("aab", "ab");

    @Override
    public InputTransform transform(Random random) {
        Kind of = random.nextBoolean() ? Kind.CHARACTERS : Kind.BYTE_PAIRS;
        Answer answer = random.nextBoolean() ? Answer.CLASS : Answer.NEXT;
        int[] sizes = {4, 12, 2000};
        return new Tokens(of, sizes[random.nextInt(3)], 2 + random.nextInt(6), answer, Optional.empty());
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return new Texts(IntStream.range(0, rows)
                .mapToObj(row -> WORDS.get(random.nextInt(WORDS.size())) + WORDS.get(random.nextInt(WORDS.size())))
                .toList());
    }

    private static Texts texts(String... values) {
        return new Texts(List.of(values));
    }

    private static Tokens learned(Kind of, int size, int length, Answer answer, String... classes) {
        return (Tokens) new Tokens(of, size, length, answer, Optional.empty()).fitted(TRAIN, List.of(classes));
    }

    @Test
    void aTextIsItsFirstTokensAndAnAnswerEndsWithItsEnd() {
        Tokens tokens = learned(Kind.CHARACTERS, 30, 4, Answer.CLASS, "yes", "no");

        TokenIds texts = tokens.apply(TRAIN, 0);
        Answers answers = tokens.answers(List.of("yes", "no")).orElseThrow();

        assertThat(texts.length()).isEqualTo(4);
        assertThat(texts.id(0, 3)).isEqualTo(TokenVocabulary.ANSWER); // a blank, a, a, and the end of the text
        assertThat(texts.isToken(1, 3)).isTrue();
        assertThat(answers.length()).isEqualTo(5); // a blank, y, e, s, and the end
        assertThat(answers.token(0, 4)).isEqualTo(TokenVocabulary.END);
        assertThat(answers.token(1, 3)).isEqualTo(TokenVocabulary.END);
        assertThat(answers.token(1, 4)).isEqualTo(Answers.NONE);
        assertThat(answers.written(0)).isEqualTo("yes");
    }

    @Test
    void aCharacterThatWasNeverSeenIsUnknownInATextAndKnownInTheNameOfAClass() {
        Tokens tokens = learned(Kind.CHARACTERS, 30, 8, Answer.CLASS, "zoo");

        assertThat(tokens.apply(texts("axz"), 0).id(0, 2)).isEqualTo(TokenVocabulary.UNKNOWN);
        assertThat(tokens.apply(texts("axz"), 0).id(0, 3)).isNotEqualTo(TokenVocabulary.UNKNOWN);
    }

    @Test
    void anEmptyTextIsItsEndAlone() {
        TokenIds texts = learned(Kind.CHARACTERS, 30, 4, Answer.CLASS, "no").apply(texts("", "a"), 0);

        assertThat(texts.id(0, 1)).isEqualTo(TokenVocabulary.ANSWER); // after the blank of a word
        assertThat(texts.isToken(0, 2)).isFalse();
        assertThat(texts.isToken(1, 2)).isTrue();
    }

    @Test
    void whatComesNextIsOneTokenAfterTheLastOnes() {
        Tokens tokens = learned(Kind.CHARACTERS, 30, 2, Answer.NEXT, "b", "\u2423", "Q");

        TokenIds texts = tokens.apply(texts("aab", "bab"), 0);
        Answers answers = tokens.answers(List.of("b", "\u2423", "Q")).orElseThrow();

        assertThat(texts.select(new int[] {0})).isEqualTo(texts.select(new int[] {1}));
        assertThat(texts.id(0, 1)).isEqualTo(answers.token(0, 0));
        assertThat(answers.length()).isEqualTo(1);
        assertThat(answers.read(new int[] {answers.token(1, 0)})).isEqualTo("\u2423");
    }

    @Test
    void theLastBlankOfATextIsReadToo() {
        Tokens tokens = learned(Kind.BYTE_PAIRS, 30, 2, Answer.NEXT, "a");

        assertThat(tokens.apply(texts("b "), 0)).isNotEqualTo(tokens.apply(texts("b"), 0));
    }

    @Test
    void aClassThatIsNoTokenCannotComeNext() {
        Tokens tokens = learned(Kind.CHARACTERS, 30, 2, Answer.NEXT, "yes");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.answers(List.of("yes")))
                .withMessage("the class 'yes' is no token that could come next"
                        + "\nWrite answer: class, or take a source of texts and what comes next, such as"
                        + " next-character.");
    }

    @Test
    void aClassWithACharacterThatAGivenVocabularyLacks() {
        Tokens tokens = learned(Kind.CHARACTERS, 30, 8, Answer.CLASS, "no");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.answers(List.of("yes")))
                .withMessage("the class 'yes' has a character that is not in the vocabulary"
                        + "\nNobody could write it: leave vocabulary out, so that it is learned.");
    }

    @Test
    void classesWithoutNamesCannotBeWritten() {
        Tokens tokens = learned(Kind.CHARACTERS, 30, 8, Answer.CLASS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> tokens.answers(List.of()))
                .withMessage("the classes have no names that a model could write"
                        + "\nTake a source whose labels are names.");
    }

    @Test
    void aVocabularyTooSmallForTheNamesOfTheClasses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> learned(Kind.CHARACTERS, 4, 8, Answer.CLASS, "no"))
                .withMessage("the names of the classes have 3 characters, and the vocabulary has room for 1"
                        + "\nEnlarge size: each of them must be a token, or no answer could be written.");
    }

    @Test
    void sizesOutsideTheirRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tokens(Kind.CHARACTERS, 2001, 8, Answer.CLASS, Optional.empty()))
                .withMessage(
                        "size must be from 4 to 2000, got 2001\nThree of the tokens are special; leave size out for"
                                + " 500 tokens.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tokens(Kind.CHARACTERS, 100, 1, Answer.CLASS, Optional.empty()))
                .withMessage("length must be at least 2, got 1\nA token of the text and <answer> take two places; leave"
                        + " length out for 64.");
    }

    @Test
    void thePairThatStandsMostOftenIsMergedFirst() {
        // ' a' stands three times, 'ab' twice; a blank, a and b are characters
        TokenVocabulary vocabulary = LearnedTokens.of(List.of("ab ab a"), List.of(), 7, true);

        assertThat(vocabulary.texts())
                .startsWith("<end>", "<answer>", "<unknown>")
                .endsWith(" a");
        assertThat(new Tokenizer(vocabulary).encode("a ab")).hasSize(3);
        assertThat(vocabulary.size()).isEqualTo(7);
    }

    @Test
    void mergesGoOnUntilNoPairStandsTwice() {
        Tokenizer tokenizer = new Tokenizer(LearnedTokens.of(List.of("abab abab cd"), List.of(), 100, true));

        assertThat(tokenizer.encode("abab")).hasSize(1);
        assertThat(tokenizer.encode("cd")).hasSize(3);
    }

    @Test
    void theOrderOfTheTextsDoesNotMatter() {
        List<String> texts = List.of("the cat sat", "on the mat", "that hat");

        assertThat(LearnedTokens.of(List.of(texts.get(2), texts.get(0), texts.get(1)), List.of(), 20, true))
                .isEqualTo(LearnedTokens.of(texts, List.of(), 20, true));
    }

    @Test
    void aVocabularyOfPairsThatAreNoEarlierTokens() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenVocabulary(List.of((int) 'a'), List.of(List.of(3, 4))))
                .withMessage("pairs must be two earlier tokens each, which are no special ones, got [3, 4]");
    }
}
