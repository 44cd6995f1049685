package dev.weir.plugins.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
    private static final String JSON = """
            {"normalizer": {"type": "BertNormalizer", "lowercase": %s, "strip_accents": %s},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 100,
                       "vocab": {"[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "good": 4, "Good": 5, "é": 6, "e": 7}}}""";

    @TempDir
    private Path folder;

    @Test
    void wordsAreMadeOfTheLongestPiecesAndWhatHasNoneIsUnknown() throws IOException {
        WordPiece tokenizer = vocabulary(true);

        assertThat(tokenizer.ids("Good food.", 10)).containsExactly(2, 4, 6, 9, 3);
        assertThat(tokenizer.ids("goods foodz", 10)).containsExactly(2, 4, 7, 1, 3);
        assertThat(tokenizer.ids("  the\tbad\nfood ", 10)).containsExactly(2, 10, 5, 6, 3);
        assertThat(tokenizer.ids("good.bad", 10)).containsExactly(2, 4, 9, 5, 3);
        assertThat(tokenizer.ids("good\u2028bad\u2029good", 10)).containsExactly(2, 4, 5, 4, 3);
    }

    @Test
    void accentsCapitalsAndInvisibleCharactersAreDropped() throws IOException {
        WordPiece tokenizer = vocabulary(true);

        assertThat(tokenizer.ids("Caf\u00e9", 10)).containsExactly(2, 11, 12, 3);
        assertThat(tokenizer.ids("GO\u200bOD\u0000", 10)).containsExactly(2, 4, 3);
        assertThat(vocabulary(false).ids("GOOD", 10)).containsExactly(2, 1, 3);
    }

    @Test
    void chineseCharactersAreWordsOfTheirOwn() throws IOException {
        assertThat(vocabulary(true).ids("good\u4e2d\u6587food", 10)).containsExactly(2, 4, 1, 1, 6, 3);
    }

    @Test
    void anEmptyTextHasTheMarksAloneAndALongOneIsCutBeforeTheLastMark() throws IOException {
        WordPiece tokenizer = vocabulary(true);

        assertThat(tokenizer.ids("", 10)).containsExactly(2, 3);
        assertThat(tokenizer.ids("good bad food", 4)).containsExactly(2, 4, 5, 3);
        assertThat(tokenizer.ids("good bad", 4)).containsExactly(2, 4, 5, 3);
        assertThat(tokenizer.ids("good ".repeat(200), 150)).hasSize(150).endsWith(4, 3);
        assertThat(tokenizer.ids("good ".repeat(200), Integer.MAX_VALUE))
                .hasSize(202)
                .endsWith(4, 3);
        assertThat(tokenizer.ids("a".repeat(101), 10)).containsExactly(2, 1, 3);
    }

    private WordPiece vocabulary(boolean lowercase) throws IOException {
        return read(OnnxFiles.vocabulary(folder.resolve("vocab.txt")), lowercase);
    }

    @Test
    void aJsonTokenizerSaysItselfWhetherItIsOfLowerCaseWithoutAccents() throws IOException {
        assertThat(json("true", "null").ids("Good \u00c9", 10)).containsExactly(2, 4, 7, 3);
        assertThat(json("false", "null").ids("Good \u00e9", 10)).containsExactly(2, 5, 6, 3);
        assertThat(json("true", "false").ids("Good \u00c9", 10)).containsExactly(2, 4, 6, 3);
    }

    private WordPiece json(String lowercase, String stripAccents) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), JSON.formatted(lowercase, stripAccents));
        return read(file, true);
    }

    @Test
    void otherTokenizersAndOtherFilesAreRefusedByTheirName() throws IOException {
        String whole = JSON.formatted("true", "null");
        String remedy = "\nOnly tokenizers of BERT-like models are read: WordPiece with BertNormalizer.";

        assertRefused(whole.replace("WordPiece", "BPE"), " has the model 'BPE', not WordPiece" + remedy);
        assertRefused(
                whole.replace("BertNormalizer", "NFKC"), " has the normalizer 'NFKC', not BertNormalizer" + remedy);
        assertRefused(whole.substring(0, whole.length() / 2), " is no JSON: ");
        assertRefused("{}", " has the model '', not WordPiece" + remedy);
        assertRefused(whole.replace("\"good\": 4", "\"good\": -4"), " gives the token 'good' no id");
        assertRefused(String.join("\n", List.of("good", "bad")), " has no token [CLS]");
        assertRefused("", " has no token [CLS]");
        Path latin = Files.write(folder.resolve("latin"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(latin, true))
                .withMessage("tokenizer: " + latin + " is not UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(folder.resolve("none"), true))
                .withMessage("tokenizer: " + folder.resolve("none") + ": there is no such file");
    }

    private void assertRefused(String content, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("other"), content);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(file, true))
                .withMessageStartingWith("tokenizer: " + file + message);
    }

    private static WordPiece read(Path file, boolean lowercase) throws IOException {
        return TokenizerFile.read(new TextInput(file, Pooling.MEAN, "", 8, TooLong.CUT, lowercase, "i", "m", "t"));
    }
}
