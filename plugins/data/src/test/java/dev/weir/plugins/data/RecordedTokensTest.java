package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Parts;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded answers of two positions over three tokens: logits 2 x 2 x 3, a mask and labels 2 x 2. */
class RecordedTokensTest {
    @TempDir
    private Path folder;

    private Path logits() throws IOException {
        return NpyFiles.floats(folder.resolve("z.npy"), "(2, 2, 3)", 0, 0, 3, 3, 0, 0, 0, 3, 0, 9, 9, 9);
    }

    private Path mask(int... values) throws IOException {
        return NpyFiles.bytes(folder.resolve("mask.npy"), "|u1", "(2, 2)", values);
    }

    private Path labels(long... values) throws IOException {
        return NpyFiles.longs(folder.resolve("y.npy"), "(2, 2)", values);
    }

    private static RecordedOutputs provider(Path logits, Optional<Path> mask) {
        RecordedPart part = new RecordedPart(Optional.of(logits), Optional.empty(), Optional.empty(), mask);
        return new RecordedOutputs(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(part),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Outputs ask(RecordedOutputs provider, RecordedRows rows) throws IOException {
        try (Model model = provider.open(new ModelContext("m", rows.select(new int[0]), 0, 1))) {
            return model.outputs(rows, Set.of());
        }
    }

    private static Parts parts(Path labels, Optional<List<String>> names) throws IOException {
        Optional<RecordedSource.Part> part = Optional.of(new RecordedSource.Part(Optional.of(labels)));
        return new RecordedSource(Optional.empty(), Optional.empty(), Optional.empty(), part, Optional.empty(), names)
                .read();
    }

    @Test
    void answersAreReadTokenByTokenAndHeldAgainstTheirLabels() throws IOException {
        Parts parts = parts(labels(2, 0, 1, -1), Optional.empty());
        Labels labels = Objects.requireNonNull(parts.byName().get("test")).labels();

        Outputs outputs = ask(provider(logits(), Optional.of(mask(1, 1, 1, 0))), RecordedRows.all("test", 2))
                .answering(labels.answers().orElseThrow());

        assertThat(outputs.rows()).isEqualTo(2);
        assertThat(outputs.logits().rows()).isEqualTo(4);
        assertThat(labels.matches(outputs.predictions())).containsExactly(true, true);
    }

    @Test
    void withoutAMaskEveryPositionIsAToken() throws IOException {
        Outputs outputs = ask(provider(logits(), Optional.empty()), RecordedRows.all("test", 2));

        assertThat(outputs.tokens().orElseThrow().count()).isEqualTo(4);
    }

    @Test
    void someRowsAreThoseOfTheAnswersAskedFor() throws IOException {
        RecordedRows second = RecordedRows.all("test", 2).select(new int[] {1});

        Outputs outputs = ask(provider(logits(), Optional.of(mask(1, 1, 1, 0))), second);

        assertThat(outputs.rows()).isEqualTo(1);
        assertThat(outputs.logits().toFloats()).containsExactly(0, 3, 0, 9, 9, 9);
    }

    @Test
    void answersAreNamedByTheirTokens() throws IOException {
        Parts parts = parts(labels(2, 0, 1, -1), Optional.of(List.of("a", "b", "c")));

        assertThat(parts.classes()).containsExactly("c a", "b");
    }

    @Test
    void aMaskThatMasksAllIsRefused() throws IOException {
        RecordedOutputs provider = provider(logits(), Optional.of(mask(1, 1, 0, 0)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider, RecordedRows.all("test", 2)))
                .withMessage("mask.npy: the mask hides all tokens of row 1"
                        + "\nAn answer has at least one token: take the row out, or unmask it.");
    }

    @Test
    void aMaskWithPaddingBetweenTokensIsRefused() throws IOException {
        Path logits = NpyFiles.floats(folder.resolve("three.npy"), "(1, 3, 2)", 0, 1, 0, 1, 0, 1);
        Path before = NpyFiles.bytes(folder.resolve("before.npy"), "|u1", "(1, 3)", 0, 1, 1);
        Path between = NpyFiles.bytes(folder.resolve("between.npy"), "|u1", "(1, 3)", 1, 0, 1);

        Outputs behind = ask(provider(logits, Optional.of(before)), RecordedRows.all("test", 1));
        assertThat(behind.tokens().orElseThrow().count(0)).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider(logits, Optional.of(between)), RecordedRows.all("test", 1)))
                .withMessage("between.npy: the mask has padding between tokens: row 0 begins anew in position 2"
                        + "\nSave 1 for each token of an answer, and 0 before or behind all of them.");
    }

    @Test
    void aMaskOfOtherNumbersOrAnotherShapeIsRefused() throws IOException {
        Path logits = logits();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider(logits, Optional.of(mask(1, 1, 2, 0))), RecordedRows.all("test", 2)))
                .withMessage("mask.npy: a mask holds 0 and 1, got 2.0 in row 1, position 0"
                        + "\nIn NumPy: mask.astype('u1').");
        Path other = NpyFiles.bytes(folder.resolve("other.npy"), "|u1", "(2, 3)", 1, 1, 1, 1, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider(logits, Optional.of(other)), RecordedRows.all("test", 2)))
                .withMessage("other.npy: the mask must have the shape (2, 2) of the tokens in z.npy, got (2, 3)"
                        + "\nSave a number for each position: 1 for a token, 0 for padding.");
        Path plain = NpyFiles.floats(folder.resolve("plain.npy"), "(2, 3)", 0, 0, 3, 3, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider(plain, Optional.of(mask(1, 1, 1, 0))), RecordedRows.all("test", 2)))
                .withMessage("mask.npy: a mask, but plain.npy has one row of logits for an example"
                        + "\nRecord logits n x t x v, or leave 'mask' out.");
    }

    @Test
    void labelsOutsideTheVocabularyAreRefused() throws IOException {
        Path labels = labels(2, 7, 1, -1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parts(labels, Optional.of(List.of("a", "b", "c"))))
                .withMessage("y.npy: the label 7 in row 0, position 1 is outside the vocabulary"
                        + "\nA label is the index of a token, from 0 to 2, or -1 where there is none.");
        Path negative = labels(2, -100, 1, -1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parts(negative, Optional.empty()))
                .withMessage("y.npy: the label -100 in row 0, position 1 is outside the vocabulary"
                        + "\nA label is the index of a token, from 0, or -1 where there is none.");
    }

    @Test
    void anEmptyAnswerIsRefused() throws IOException {
        Path labels = labels(2, 0, -1, -1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> parts(labels, Optional.empty()))
                .withMessage("y.npy: the label of row 1 has no token"
                        + "\nAn answer has at least one: leave rows without an answer out, here and in the logits.");
    }

    @Test
    void aTokenThatIsNotFiniteIsRefusedWithItsPlace() throws IOException {
        Path logits = NpyFiles.floats(folder.resolve("z.npy"), "(1, 2, 2)", 0, 0, Float.NaN, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask(provider(logits, Optional.empty()), RecordedRows.all("test", 1)))
                .withMessageStartingWith("z.npy: logits must be finite, got NaN in row 0, position 1, column 0");
    }
}
