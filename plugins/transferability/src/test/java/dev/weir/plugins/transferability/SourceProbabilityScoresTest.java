package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TransferabilityScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SourceProbabilityScoresTest {

    private static Evidence evidence(Labels labels, int sources, double... probabilities) {
        return Evidence.of(labels)
                .with(Need.SOURCE_PROBABILITIES, RowBlocks.of(new Features(labels.size(), sources, probabilities)));
    }

    private static Labels labels(int... labels) {
        return new Labels(2, labels);
    }

    @Nested
    class LeepTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            return new Leep();
        }

        @Test
        void theGoldenTarget() {
            assertThat(Golden.number(new Leep(), Golden.evidence())).isCloseTo(-0.886997843682786, within(1e-9));
        }

        @Test
        void certainSourceClassesThatAreTheTargetClassesScoreZero() {
            assertThat(Golden.number(new Leep(), evidence(labels(0, 1), 2, 1, 0, 0, 1)))
                    .isZero();
        }

        @Test
        void sourceProbabilitiesThatSayNothingScoreTheEntropyOfTheLabels() {
            assertThat(Golden.number(new Leep(), evidence(labels(0, 1, 1, 1), 1, 1, 1, 1, 1)))
                    .isCloseTo(0.25 * Math.log(0.25) + 0.75 * Math.log(0.75), within(1e-15));
        }

        @Test
        void aSourceClassThatIsNeverForeseenAddsNothing() {
            assertThat(Golden.number(new Leep(), evidence(labels(0, 1, 0), 2, 1, 0, 1, 0, 1, 0)))
                    .isEqualTo(Golden.number(new Leep(), evidence(labels(0, 1, 0), 1, 1, 1, 1)));
        }
    }

    @Nested
    class NceTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            return new Nce();
        }

        @Test
        void theGoldenTarget() {
            assertThat(Golden.number(new Nce(), Golden.evidence())).isCloseTo(-0.474924960562652, within(1e-9));
        }

        @Test
        void ofEquallyLikelySourceClassesTheFirstCounts() {
            Evidence tied = evidence(labels(0, 1), 2, 0.5, 0.5, 0.1, 0.9);

            assertThat(Golden.number(new Nce(), tied)).isZero();
        }
    }

    @Test
    void probabilitiesThatDoNotSumToOneAreReportedByTheirRow() {
        Evidence evidence = evidence(labels(0, 1), 2, 0.5, 0.5, 0.9, 0.8);

        for (TransferabilityScore score : new TransferabilityScore[] {new Leep(), new Nce()}) {
            assertThat(Golden.reason(score, evidence))
                    .isEqualTo("row 1 of the source probabilities sums to 1.7000000000000002, not to 1");
        }
    }

    @Test
    void logitsAreNoProbabilities() {
        assertThat(Golden.reason(new Leep(), evidence(labels(0, 1), 2, 3.5, -2.5, 0.5, 0.5)))
                .isEqualTo("row 0 of the source probabilities holds 3.5, which is no probability: they are asked for"
                        + " after softmax");
    }

    @Test
    void probabilitiesInSinglePrecisionPass() {
        assertThat(Golden.number(new Leep(), evidence(labels(0, 1), 2, 0.3f, 0.7f, 0.9f, 0.1f)))
                .isNegative();
    }
}
