package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Answers;
import dev.weir.api.Labels;
import dev.weir.api.TokenIds;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.DataSourceContract;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import dev.weir.plugins.data.PromptsSource.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsSourceTest implements DataSourceContract {
    private static final String FILE = "part,text,answer\ntrain,aab,yes\ntrain,ab,no\ntest,abz,yes\n";

    @TempDir
    private Path folder;

    @Override
    public DataSource source(Path in) throws IOException {
        return answers(Files.writeString(in.resolve("x.csv"), FILE), Tokens.BYTE_PAIRS, 30, 8);
    }

    private static PromptsSource answers(Path file, Tokens tokens, int vocabulary, int length) {
        return new PromptsSource(
                file, "text", Optional.of("answer"), Optional.empty(), "part", "train", tokens, vocabulary, length);
    }

    private static PromptsSource next(Path file, int every, int length) {
        return new PromptsSource(
                file, "text", Optional.empty(), Optional.of(every), "part", "train", Tokens.CHARACTERS, 30, length);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("x.csv"), text);
    }

    @Test
    void aTextIsItsFirstTokensAndAnAnswerEndsWithItsEnd() throws IOException {
        Parts parts = answers(file(FILE), Tokens.CHARACTERS, 30, 4).read();

        Examples train = Objects.requireNonNull(parts.byName().get("train"));
        TokenIds texts = (TokenIds) train.inputs();
        Answers answers = train.labels().answers().orElseThrow();
        assertThat(parts.classes()).containsExactly("yes", "no");
        assertThat(texts.length()).isEqualTo(4);
        assertThat(texts.id(0, 3)).isEqualTo(TokenVocabulary.ANSWER); // a blank, a, a, and the end of the text
        assertThat(texts.isToken(1, 3)).isTrue();
        assertThat(answers.length()).isEqualTo(5); // a blank, y, e, s, and the end
        assertThat(answers.token(0, 4)).isEqualTo(TokenVocabulary.END);
        assertThat(answers.token(1, 3)).isEqualTo(TokenVocabulary.END);
        assertThat(answers.token(1, 4)).isEqualTo(Answers.NONE);
    }

    @Test
    void aCharacterThatWasNeverSeenIsUnknownInAText() throws IOException {
        Parts parts = answers(file(FILE), Tokens.CHARACTERS, 30, 8).read();
        TokenIds test =
                (TokenIds) Objects.requireNonNull(parts.byName().get("test")).inputs();

        assertThat(test.id(0, 3)).isEqualTo(TokenVocabulary.UNKNOWN);
    }

    @Test
    void aCharacterThatWasNeverSeenIsRefusedInAnAnswer() throws IOException {
        PromptsSource source = answers(file(FILE + "test,ab,yez\n"), Tokens.CHARACTERS, 30, 8);

        assertThatIllegalArgumentException()
                .isThrownBy(source::read)
                .withMessage("x.csv:5: the answer 'yez' has the character 'z', which is not in the vocabulary"
                        + "\nNobody could write it: enlarge the vocabulary, or learn it from a part that has the"
                        + " character.");
    }

    @Test
    void anEmptyTextIsRefused() throws IOException {
        PromptsSource source = answers(file(FILE + "test,,yes\n"), Tokens.CHARACTERS, 30, 8);

        assertThatIllegalArgumentException()
                .isThrownBy(source::read)
                .withMessage("x.csv:5: column 'text' is empty\nEvery row needs its part, a text of at least one token,"
                        + " and its answer where one is asked for.");
    }

    @Test
    void theNextTokenIsAskedForAfterEverySoMany() throws IOException {
        Parts parts = next(file(FILE), 2, 2).read();

        Examples train = Objects.requireNonNull(parts.byName().get("train"));
        TokenIds texts = (TokenIds) train.inputs();
        Labels labels = train.labels();
        assertThat(train.size()).isEqualTo(2); // after ' a' comes a in the first text, and b in the second
        assertThat(parts.classes().get(labels.at(0))).isEqualTo("a");
        assertThat(parts.classes().get(labels.at(1))).isEqualTo("b");
        assertThat(texts.id(0, 0)).isEqualTo(texts.id(1, 0));
        assertThat(labels.answers().orElseThrow().length()).isEqualTo(1);
    }

    @Test
    void aPartWithoutANextTokenIsRefused() throws IOException {
        PromptsSource source = next(file(FILE), 9, 2);

        assertThatIllegalArgumentException()
                .isThrownBy(source::read)
                .withMessage("x.csv: no text of the part 'train' has more than 9 tokens"
                        + "\nNothing comes next there: ask more often with a smaller next-token.");
    }

    @Test
    void aVocabularyFromAPartThatIsNotThereIsRefused() throws IOException {
        Path file = file(FILE);
        PromptsSource source = new PromptsSource(
                file, "text", Optional.of("answer"), Optional.empty(), "part", "trian", Tokens.CHARACTERS, 30, 8);

        assertThatIllegalArgumentException()
                .isThrownBy(source::read)
                .withMessage("learned-from: x.csv:1: there is no row of the part 'trian'\nParts are train, test.");
    }

    @Test
    void eitherAnAnswerOrTheNextTokenIsAskedFor() throws IOException {
        Path file = file(FILE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PromptsSource(
                        file, "text", Optional.empty(), Optional.empty(), "part", "train", Tokens.CHARACTERS, 30, 8))
                .withMessage("either answer or next-token must be given, got neither");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answers(file, Tokens.CHARACTERS, 2001, 8))
                .withMessage("vocabulary must be from 4 to 2000, got 2001");
    }

    @Test
    void thePairThatStandsMostOftenIsMergedFirst() {
        // ' a' stands three times, 'ab' twice; a blank, a and b are characters
        TokenVocabulary vocabulary = TokenVocabulary.learned(List.of("ab ab a"), 7, true);

        assertThat(vocabulary.names())
                .startsWith("<end>", "<answer>", "<unknown>")
                .endsWith("\u2423a");
        assertThat(vocabulary.encode("a ab")).hasSize(3);
        assertThat(vocabulary.size()).isEqualTo(7);
    }

    @Test
    void mergesGoOnUntilNoPairStandsTwice() {
        TokenVocabulary vocabulary = TokenVocabulary.learned(List.of("abab abab cd"), 100, true);

        assertThat(vocabulary.encode("abab")).hasSize(1);
        assertThat(vocabulary.encode("cd")).hasSize(3);
    }

    @Test
    void theOrderOfTheTextsDoesNotMatter() {
        List<String> texts = List.of("the cat sat", "on the mat", "that hat");

        assertThat(TokenVocabulary.learned(List.of(texts.get(2), texts.get(0), texts.get(1)), 20, true)
                        .names())
                .isEqualTo(TokenVocabulary.learned(texts, 20, true).names());
    }
}
