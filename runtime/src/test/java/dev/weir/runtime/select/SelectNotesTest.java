package dev.weir.runtime.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Selection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a ranking does not say by itself. */
class SelectNotesTest {

    private static Selection selection(Map<String, Map<String, Estimate>> scores, String... names) {
        return new Selection(
                List.of(names).stream()
                        .map(name -> new Selection.Ranked(name, of(0.5), Estimate.none("not trained")))
                        .toList(),
                scores,
                List.of(),
                List.of());
    }

    private static Estimate of(double value) {
        return Estimate.withoutInterval(value, "one draw");
    }

    @Test
    void oneCandidateIsComparedWithNothing() {
        assertThat(SelectNotes.of(selection(Map.of("lfc", Map.of("a", of(0.5))), "a")))
                .containsExactly("There is one candidate: nothing was compared.");
    }

    @Test
    void candidatesAlikeInEveryScoreAreNamed() {
        Map<String, Estimate> lfc = Map.of("a", of(0.5), "b", of(0.5), "c", of(0.5));
        Map<String, Estimate> knn = Map.of("a", of(0.25), "b", of(0.5), "c", of(0.25));

        assertThat(SelectNotes.of(selection(Map.of("lfc", lfc, "knn", knn), "a", "b", "c")))
                .containsExactly("a, c have the same value under every score: are they the same model?");
    }

    @Test
    void whatAScoreLacksIsSaidWithItsReason() {
        Map<String, Estimate> leep = Map.of("a", of(-1), "b", Estimate.none("row 7 sums to 1.3"));

        assertThat(SelectNotes.of(selection(Map.of("leep", leep), "a", "b")))
                .containsExactly("b has no leep: row 7 sums to 1.3");
    }
}
