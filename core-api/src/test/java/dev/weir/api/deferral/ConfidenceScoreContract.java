package dev.weir.api.deferral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ConfidenceScore} must keep. Implement it in the plugin's own test class. */
public interface ConfidenceScoreContract {

    /** A score with settings drawn from their valid ranges, the ends included. */
    ConfidenceScore score(Random random);

    /** What the score is given for these logits; with random features and one earlier stage where needed. */
    default Outputs outputs(Random random, Logits logits, ConfidenceScore score) {
        return RandomOutputs.of(random, logits, score.needs());
    }

    @ParameterizedTest
    @EnumSource
    default void givesEachExampleOneFiniteScore(RandomLogits kind) {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            ConfidenceScore score = score(random);
            Outputs outputs = outputs(random, kind.draw(random, 8, 2 + random.nextInt(9)), score);

            double[] scores = score.scores(outputs);

            assertThat(scores).as("%s, seed %d", score, seed).hasSize(8);
            assertThat(Arrays.stream(scores).boxed())
                    .as("%s, seed %d", score, seed)
                    .allMatch(Double::isFinite);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void givesAModelOfOneClassFiniteScores(long seed) {
        Random random = new Random(seed);
        ConfidenceScore score = score(random);
        Outputs outputs = outputs(random, RandomLogits.ORDINARY.draw(random, 3, 1), score);

        assertThat(Arrays.stream(score.scores(outputs)).boxed()).hasSize(3).allMatch(Double::isFinite);
    }

    @ParameterizedTest
    @EnumSource
    default void scoresAnExampleAloneAsInItsBatch(RandomLogits kind) {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            ConfidenceScore score = score(random);
            Outputs batch = outputs(random, kind.draw(random, 8, 5), score);

            double[] together = score.scores(batch);

            for (int row = 0; row < batch.rows(); row++) {
                assertThat(score.scores(batch.rows(row, row + 1)))
                        .as("%s, seed %d, row %d", score, seed, row)
                        .containsExactly(together[row]);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void scoresFollowTheOrderOfTheRows(long seed) {
        Random random = new Random(seed);
        ConfidenceScore score = score(random);
        Outputs batch = outputs(random, RandomLogits.ORDINARY.draw(random, 16, 5), score);
        int[] order = RandomOutputs.order(random, batch.rows());

        double[] scores = score.scores(batch);
        double[] reordered = score.scores(RandomOutputs.select(batch, score.needs(), order));

        assertThat(reordered)
                .containsExactly(
                        Arrays.stream(order).mapToDouble(row -> scores[row]).toArray());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void scoresAnEmptyBatchWithNoScore(long seed) {
        Random random = new Random(seed);
        ConfidenceScore score = score(random);

        assertThat(score.scores(outputs(random, RandomLogits.ORDINARY.draw(random, 0, 5), score)))
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void leavesItsOutputsAsTheyWere(long seed) {
        Random random = new Random(seed);
        ConfidenceScore score = score(random);
        Outputs outputs = outputs(random, RandomLogits.ORDINARY.draw(random, 8, 5), score);
        double[] logits = outputs.logits().toDoubles();
        double[] features = outputs.hasFeatures() ? outputs.features().toDoubles() : new double[0];

        score.scores(outputs);

        assertThat(outputs.logits().toDoubles()).containsExactly(logits);
        if (outputs.hasFeatures()) {
            assertThat(outputs.features().toDoubles()).containsExactly(features);
        }
    }

    @Test
    default void givesTwoThreadsTheScoresOfOne() {
        Random random = new Random(1);
        ConfidenceScore score = score(random);
        Outputs first = outputs(random, RandomLogits.ORDINARY.draw(random, 64, 5), score);
        Outputs second = outputs(random, RandomLogits.ORDINARY.draw(random, 64, 5), score);
        double[] ofFirst = score.scores(first);
        double[] ofSecond = score.scores(second);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> assertScoresStay(score, first, ofFirst)),
                        CompletableFuture.runAsync(() -> assertScoresStay(score, second, ofSecond)))
                .join();
    }

    private static void assertScoresStay(ConfidenceScore score, Outputs outputs, double[] expected) {
        for (int i = 0; i < 200; i++) {
            assertThat(score.scores(outputs)).containsExactly(expected);
        }
    }
}
