package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.Transferability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedScoresTest {
    private static final Evidence EVIDENCE = Evidence.of(new Labels(1, new int[0]));

    @TempDir
    private Path folder;

    @Test
    void aScoreIsLookedUpByTheNameOfTheCandidate() throws IOException {
        RecordedScores scores = new RecordedScores(file("bert-base\tdino s16\n-0.683\t-1.2e-1\n"));

        assertThat(scores.score(EVIDENCE.about("dino s16"))).isEqualTo(Transferability.of(-0.12));
        assertThat(scores.score(EVIDENCE.about("other")))
                .isEqualTo(Transferability.none("no score of it is recorded in scores.txt"));
        assertThat(scores.needs()).isEmpty();
    }

    @Test
    void aFileOfAnotherFormIsRefused() throws IOException {
        refused("a\tb\n0.5\n", "file scores.txt has 2 names and 1 scores\n");
        refused("a\tb\n", "file scores.txt has 1 lines\n");
        refused("a\tb\n0.5\tx\n", "file scores.txt holds 'x', which is no number\n");
        refused("a\ta\n0.5\t0.5\n", "the candidate 'a' stands twice in the matrix\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedScores(folder.resolve("gone.txt")))
                .withMessageStartingWith("file cannot be read: ");
    }

    private void refused(String text, String message) throws IOException {
        Path file = file(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RecordedScores(file))
                .withMessageStartingWith(message);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("scores.txt"), text);
    }
}
