package dev.weir.plugins.transferability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RandomEvidence;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TransferabilityScoreContract;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureScoresTest {

    @Nested
    class HScoreTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            return new HScore(random.nextBoolean());
        }

        @ParameterizedTest
        @CsvSource({"false, 1.977298916030084", "true, 1.428343232011385"})
        void theGoldenTarget(boolean regularised, double expected) {
            assertThat(Golden.number(new HScore(regularised), Golden.evidence()))
                    .isCloseTo(expected, within(1e-9));
        }

        @Test
        void withMoreFeaturesThanExamplesOnlyTheRegularisedFormSaysAnything() {
            Evidence wide = RandomEvidence.WIDE.draw(new Random(1), Set.of(Need.FEATURES));

            assertThat(Golden.number(new HScore(false), wide))
                    .isCloseTo(2, within(1e-9)); // 3 classes, whatever they are
            assertThat(Golden.number(new HScore(true), wide)).isLessThan(1.9);
        }

        @Test
        void featuresOfRankOneScoreTheirOneDirection() {
            Labels labels = new Labels(2, new int[] {0, 0, 1, 1});
            double one = Golden.number(new HScore(false), Golden.of(labels, 1, 1, 2, 4, 3));

            assertThat(Golden.number(new HScore(false), Golden.of(labels, 2, 1, 2, 2, 4, 4, 8, 3, 6)))
                    .isCloseTo(one, within(1e-12));
            assertThat(one).isCloseTo(0.8, within(1e-12)); // class means 1.5 and 3.5: 4 of the 5 squares around 2.5
        }
    }

    @Nested
    class LogMeTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            return new LogMe(random.nextBoolean() ? LogMe.Determinant.CORRECTED : LogMe.Determinant.PUBLISHED);
        }

        @Test
        void theGoldenTarget() {
            for (LogMe.Determinant determinant : LogMe.Determinant.values()) { // the same with n > d
                assertThat(Golden.number(new LogMe(determinant), Golden.evidence()))
                        .isCloseTo(-0.062431120279334, within(1e-6));
            }
        }

        @ParameterizedTest
        @CsvSource({"CORRECTED, -0.550708", "PUBLISHED, 2.237845"})
        void withMoreFeaturesThanExamplesThePublishedFormErrs(LogMe.Determinant determinant, double expected) {
            assertThat(Golden.number(new LogMe(determinant), Golden.evidence(12, 30)))
                    .isCloseTo(expected, within(1e-6));
        }

        @Test
        void aColumnOfZerosAddsNothingToTheCorrectedForm() {
            Labels labels = new Labels(2, new int[] {0, 0, 1, 1, 1});
            Evidence plain = Golden.of(labels, 1, 1, 2, 4, 3, 5);
            Evidence padded = Golden.of(labels, 2, 1, 0, 2, 0, 4, 0, 3, 0, 5, 0);
            LogMe corrected = new LogMe(LogMe.Determinant.CORRECTED);

            assertThat(Golden.number(corrected, padded)).isCloseTo(Golden.number(corrected, plain), within(1e-12));
        }
    }

    @Nested
    class TransRateTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            double[] epsilons = {1e-4, 1, 1e6, random.nextDouble(1e-4, 1)};
            return new TransRate(
                    epsilons[random.nextInt(4)],
                    random.nextBoolean() ? TransRate.Weights.EQUAL : TransRate.Weights.SHARE);
        }

        @ParameterizedTest
        @CsvSource({"1e-4, 7.614980917850570", "1, 0.179648199648166"})
        void theGoldenTarget(double epsilon, double expected) {
            assertThat(Golden.number(new TransRate(epsilon, TransRate.Weights.EQUAL), Golden.evidence()))
                    .isCloseTo(expected, within(1e-9));
        }

        /** One feature: half the logarithm of 1 + variance / epsilon, around the mean of all. */
        @ParameterizedTest
        @CsvSource({"EQUAL, 0.5, 0.5", "SHARE, 0.25, 0.75"})
        void oneFeatureByHand(TransRate.Weights weights, double first, double second) {
            Labels labels = new Labels(2, new int[] {0, 1, 1, 1});
            double whole = 0.5 * Math.log(1 + (9 + 1 + 1 + 9) / 4.0);
            double ofFirst = 0.5 * Math.log(1 + 9);
            double ofSecond = 0.5 * Math.log(1 + (1 + 1 + 9) / 3.0);

            assertThat(Golden.number(new TransRate(1, weights), Golden.of(labels, 1, -3, -1, 1, 3)))
                    .isCloseTo(whole - first * ofFirst - second * ofSecond, within(1e-12));
        }

        @Test
        void epsilonMustBeGreaterThanZero() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TransRate(0, TransRate.Weights.EQUAL))
                    .withMessage("epsilon must be finite and greater than 0, got 0");
        }
    }

    @Nested
    class KnnTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            return new Knn(1 + random.nextInt(5));
        }

        @Test
        void theGoldenTarget() {
            assertThat(Golden.number(new Knn(1), Golden.evidence())).isEqualTo(1.0);
        }

        /** On a line at 0, 1, 3, 7, 8: the nearest of each is 1, 0, 1, 8, 7; of three neighbours each two are 1 but at 3. */
        @ParameterizedTest
        @CsvSource({"1, 0.8", "3, 0.4"})
        void neighboursOnALineByHand(int k, double expected) {
            Labels labels = new Labels(2, new int[] {0, 0, 1, 1, 1});

            assertThat(Golden.number(new Knn(k), Golden.of(labels, 1, 0, 1, 3, 7, 8)))
                    .isEqualTo(expected);
        }

        @Test
        void votesForAClassEachGoToTheNearest() {
            Labels labels = new Labels(3, new int[] {0, 0, 1, 2});

            // 0 asks 1 and 3; 1 asks 0 and 3; 3 asks 1 (class 0) and 7; 7 asks 3 and 1: only the first two are right.
            assertThat(Golden.number(new Knn(2), Golden.of(labels, 1, 0, 1, 3, 7)))
                    .isEqualTo(0.5);
        }

        @Test
        void moreRowsThanABlockAreComparedWithAll() {
            int n = 2500;
            int[] labels = new int[n];
            double[] line = new double[n];
            for (int i = 0; i < n; i++) {
                labels[i] = i % 2;
                line[i] = i * 1237 % n + (i % 2) * 1e5; // each class a cluster of its own, its order scattered
            }

            assertThat(Golden.number(new Knn(3), Golden.of(new Labels(2, labels), 1, line)))
                    .isEqualTo(1.0);
        }

        @Test
        void asManyNeighboursAsExamplesHaveNoScore() {
            assertThat(Golden.reason(new Knn(3), Golden.of(new Labels(2, new int[] {0, 1, 0}), 1, 1, 2, 3)))
                    .isEqualTo("3 neighbours need more than 3 examples");
        }
    }

    @Nested
    class ParcTest implements TransferabilityScoreContract {

        @Override
        public TransferabilityScore score(Random random) {
            return new Parc();
        }

        /** The definition: standardised columns, correlations of all pairs, ranks, their correlation. */
        @Test
        void theClosedFormIsTheDefinitionWrittenOut() {
            double[][] rows = WrittenOut.features(Golden.evidence());
            int n = rows.length;
            int d = rows[0].length;
            for (int j = 0; j < d; j++) {
                double mean = 0;
                double squares = 0;
                for (double[] row : rows) {
                    mean += row[j] / n;
                }
                for (double[] row : rows) {
                    squares += (row[j] - mean) * (row[j] - mean) / n;
                }
                for (double[] row : rows) {
                    row[j] = (row[j] - mean) / Math.sqrt(squares);
                }
            }
            double[] features = new double[n * (n - 1) / 2];
            double[] labels = new double[features.length];
            int to = 0;
            for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                    features[to] = 1 - WrittenOut.pearson(rows[i], rows[j]);
                    double[] one = new double[3];
                    double[] other = new double[3];
                    one[i % 3] = 1;
                    other[j % 3] = 1;
                    labels[to++] = 1 - WrittenOut.pearson(one, other);
                }
            }

            assertThat(Golden.number(new Parc(), Golden.evidence()))
                    .isCloseTo(
                            100 * WrittenOut.pearson(WrittenOut.ranks(features), WrittenOut.ranks(labels)),
                            within(1e-9));
        }

        @Test
        void tooManyPairsHaveNoScore() {
            int n = 5001;
            int[] labels = new int[n];
            labels[0] = 1;

            assertThat(Golden.reason(new Parc(), Golden.of(new Labels(2, labels), 2, new double[2 * n])))
                    .contains("5001 examples are more than 5000");
        }

        @Test
        void oneFeatureHasNoScore() {
            assertThat(Golden.reason(new Parc(), Golden.of(new Labels(2, new int[] {0, 1, 0}), 1, 1, 2, 3)))
                    .isEqualTo("a correlation of two examples needs two features that vary");
        }
    }
}
