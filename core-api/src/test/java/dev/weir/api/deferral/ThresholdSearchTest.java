package dev.weir.api.deferral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Six examples of class 0; the score of row i is its first logit. */
class ThresholdSearchTest {
    private static final ConfidenceScore FIRST =
            outputs -> outputs.logits().mapRows(row -> outputs.logits().at(row, 0));

    /** Scores 1, 2, 2, 3, 4, 5; right where the second logit is lower. */
    private static final Outputs SMALL =
            outputs(new float[] {1, 2, 2, 3, 4, 5}, new boolean[] {false, false, true, true, false, true});

    private static final Outputs LARGE =
            outputs(new float[] {1, 1, 1, 1, 1, 1}, new boolean[] {true, true, true, false, false, true});

    private static Outputs outputs(float[] scores, boolean[] right) {
        float[] logits = new float[2 * scores.length];
        for (int row = 0; row < scores.length; row++) {
            logits[2 * row] = scores[row];
            logits[2 * row + 1] = scores[row] + (right[row] ? -1 : 1);
        }
        return Outputs.of(new Logits(scores.length, 2, logits));
    }

    private static ThresholdSearch search(int... reached) {
        List<Outputs> stages = List.of(SMALL, LARGE);
        return new ThresholdSearch(
                FIRST, new CalibrationOutputs(0, stages, stages, new Labels(2, new int[6]), reached));
    }

    @Test
    void pointsPartDifferentScoresOnly() {
        ThresholdSearch search = search(0, 1, 2, 3, 4, 5);

        assertThat(search.kept().points()).isEqualTo(6); // nothing, then 5, 4, 3, both 2, 1
        assertThat(search.deferred(0)).isEqualTo(6);
        assertThat(search.deferred(3)).isEqualTo(3);
        assertThat(search.deferred(4)).isEqualTo(1);
        assertThat(search.keeping(0)).isEqualTo(DeferralRule.always(FIRST));
        assertThat(search.keeping(3)).isEqualTo(DeferralRule.below(FIRST, 3));
        assertThat(search.keeping(5)).isEqualTo(DeferralRule.never(FIRST));
    }

    @Test
    void theFewestAreDeferredThatReachTheWishedJointAccuracy() {
        ThresholdSearch search = search(0, 1, 2, 3, 4, 5);

        // right: none deferred 3; the first 4; the first three 5
        assertThat(search.forAccuracy(0.5)).isEqualTo(DeferralRule.never(FIRST));
        assertThat(search.forAccuracy(0.6)).isEqualTo(DeferralRule.below(FIRST, 2));
        assertThat(search.forAccuracy(0.8)).isEqualTo(DeferralRule.below(FIRST, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> search.forAccuracy(0.9))
                .withMessageStartingWith("accuracy 0.9 cannot be had: of the 6 calibration examples that reach"
                        + " stages[0], the best joint accuracy is 0.8333333333333334, at a deferral rate of 0.5\n");
    }

    @Test
    void onlyWhatReachesTheStageCounts() {
        ThresholdSearch search = search(3, 4, 5);

        assertThat(search.kept().examples()).isEqualTo(3);
        assertThat(search.forAccuracy(0.66)).isEqualTo(DeferralRule.never(FIRST));
    }
}
