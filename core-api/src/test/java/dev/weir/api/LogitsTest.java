package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogitsTest {

    @Test
    void softmaxOfLogarithmsIsTheirShares() {
        Logits logits = row(Math.log(1), Math.log(2), Math.log(5));

        assertThat(logits.softmax(0, 0, 1)).isCloseTo(0.125, within(1e-12));
        assertThat(logits.softmax(0, 1, 1)).isCloseTo(0.25, within(1e-12));
        assertThat(logits.softmax(0, 2, 1)).isCloseTo(0.625, within(1e-12));
        assertThat(logits.maxSoftmax(0, 1)).isCloseTo(0.625, within(1e-12));
        assertThat(logits.logSoftmax(0, 1, 1)).isCloseTo(Math.log(0.25), within(1e-12));
        assertThat(logits.logSumExp(0, 1)).isCloseTo(Math.log(8), within(1e-12));
        assertThat(logits.entropy(0, 1))
                .isCloseTo(Math.log(8) - 0.25 * Math.log(2) - 0.625 * Math.log(5), within(1e-12));
    }

    @Test
    void temperatureDividesTheLogits() {
        Logits logits = row(2 * Math.log(1), 2 * Math.log(3));

        assertThat(logits.softmax(0, 1, 2)).isCloseTo(0.75, within(1e-12));
        assertThat(logits.logSumExp(0, 2)).isCloseTo(2 * Math.log(4), within(1e-12));
    }

    @Test
    void uniformLogitsHaveTheEntropyOfTheirNumber() {
        assertThat(row(7, 7, 7, 7).entropy(0, 1)).isCloseTo(Math.log(4), within(1e-12));
        assertThat(row(7, 7, 7, 7).maxSoftmax(0, 1)).isEqualTo(0.25);
    }

    @Test
    void oneClassFarAboveTheOthersHasNoEntropy() {
        assertThat(row(0, 1000, 0).entropy(0, 1)).isZero();
        assertThat(row(0, 1000, 0).maxSoftmax(0, 1)).isEqualTo(1);
        assertThat(row(0, 1000, 0).logSoftmax(0, 0, 1)).isEqualTo(-1000);
    }

    @Test
    void oneClassIsCertain() {
        assertThat(row(-3).maxSoftmax(0, 1)).isEqualTo(1);
        assertThat(row(-3).entropy(0, 1)).isZero();
        assertThat(row(-3).logSumExp(0, 1)).isEqualTo(-3);
    }

    @Test
    void aTinyTemperatureLeavesOnlyTheLargestLogit() {
        Logits logits = row(1, 3, 2);

        assertThat(logits.maxSoftmax(0, Double.MIN_NORMAL)).isEqualTo(1);
        assertThat(logits.softmax(0, 0, Double.MIN_NORMAL)).isZero();
        assertThat(logits.entropy(0, Double.MIN_NORMAL)).isZero();
        assertThat(logits.logSumExp(0, Double.MIN_NORMAL)).isEqualTo(3);
    }

    @Test
    void aTinyTemperatureSharesBetweenTheLargestLogits() {
        Logits logits = row(3, 3, 2);

        assertThat(logits.maxSoftmax(0, Double.MIN_NORMAL)).isEqualTo(0.5);
        assertThat(logits.entropy(0, Double.MIN_NORMAL)).isCloseTo(Math.log(2), within(1e-12));
    }

    @Test
    void aHugeTemperatureMakesAllClassesEqual() {
        Logits logits = row(1, 3, 2);

        assertThat(logits.maxSoftmax(0, 1e6)).isCloseTo(1.0 / 3, within(1e-6));
        assertThat(logits.entropy(0, 1e6)).isCloseTo(Math.log(3), within(1e-12));
        assertThat(logits.logSumExp(0, 1e6)).isCloseTo(1e6 * Math.log(3) + 2, within(1e-5));
    }

    @ParameterizedTest
    @EnumSource
    void probabilitiesAreFiniteInTheirRangesAndSumToOne(RandomLogits kind) {
        Logits logits = kind.draw(new Random(1), 50, 7);
        for (double temperature : new double[] {Double.MIN_NORMAL, 0.5, 1, 1e6}) {
            for (int row = 0; row < logits.rows(); row++) {
                double sum = 0;
                for (int k = 0; k < 7; k++) {
                    double probability = logits.softmax(row, k, temperature);
                    assertThat(probability).isBetween(0.0, 1.0);
                    assertThat(logits.logSoftmax(row, k, temperature)).isLessThanOrEqualTo(0);
                    sum += probability;
                }
                assertThat(sum).isCloseTo(1, within(1e-12));
                assertThat(logits.maxSoftmax(row, temperature))
                        .isBetween(1.0 / 7, 1.0)
                        .isEqualTo(logits.softmax(row, logits.argMax(row), temperature));
                assertThat(logits.entropy(row, temperature)).isBetween(0.0, Math.log(7) + 1e-12);
                assertThat(logits.logSumExp(row, temperature)).isFinite().isGreaterThanOrEqualTo(logits.max(row));
            }
        }
    }

    @Test
    void theLowestOfEqualClassesIsPredicted() {
        Logits logits = new Logits(3, 3, new float[] {1, 2, 2, 5, 5, 5, 0, -1, 0});

        assertThat(logits.predictions()).containsExactly(1, 0, 0);
        assertThat(logits.max(0)).isEqualTo(2);
    }

    @Test
    void viewsReadTheirOwnRows() {
        Logits logits = new Logits(3, 2, new float[] {1, 2, 3, 4, 5, 6});

        Logits view = logits.rows(1, 3);

        assertThat(view.rows()).isEqualTo(2);
        assertThat(view.at(0, 1)).isEqualTo(4);
        assertThat(view.toFloats()).containsExactly(3, 4, 5, 6);
        assertThat(view.toDoubles()).containsExactly(3, 4, 5, 6);
        assertThat(view.row(1).toFloats()).containsExactly(5, 6);
        assertThat(logits.rows(2, 2).rows()).isZero();
    }

    @Test
    void aViewEndsWithItsRows() {
        Logits logits = new Logits(3, 2, new float[] {1, 2, 3, 4, 5, 6});

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> logits.rows(2, 4));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> logits.rows(2, 1));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> logits.rows(0, 1).select(new int[] {1}));
    }

    @Test
    void selectedRowsStandInTheGivenOrder() {
        Logits floats = new Logits(3, 2, new float[] {1, 2, 3, 4, 5, 6});
        Logits doubles = new Logits(3, 2, new double[] {1, 2, 3, 4, 5, 6});

        assertThat(floats.rows(1, 3).select(new int[] {1, 0, 1}).toFloats()).containsExactly(5, 6, 3, 4, 5, 6);
        assertThat(doubles.rows(1, 3).select(new int[] {1, 0, 1}).toDoubles()).containsExactly(5, 6, 3, 4, 5, 6);
        assertThat(doubles.select(new int[] {2}).isDouble()).isTrue();
        assertThat(floats.select(new int[0]).rows()).isZero();
    }

    @Test
    void doublesKeepTheirWidth() {
        double third = 1.0 / 3;
        Logits logits = new Logits(1, 2, new double[] {third, 0});

        assertThat(logits.isDouble()).isTrue();
        assertThat(logits.row(0).at(0, 0)).isEqualTo(third);
        assertThat(logits.toFloats()[0]).isEqualTo((float) third);
        assertThat(new Logits(1, 1, new float[1]).isDouble()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefusedWithItsPlace(double bad) {
        double[] doubles = {1, 2, 3, 4, 5, bad};
        float[] floats = {1, 2, 3, 4, 5, (float) bad};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Logits(2, 3, doubles))
                .withMessage("logits must be finite, got " + bad + " in row 1, column 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Logits(2, 3, floats))
                .withMessageContaining("in row 1, column 2");
    }

    @Test
    void aWrongNumberOfValuesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Logits(2, 3, new float[5]))
                .withMessage("2 x 3 values expected, got 5");
        assertThatIllegalArgumentException().isThrownBy(() -> new Logits(0, 0, new float[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Logits(-1, -1, new float[1]));
    }

    @Test
    void printsItsShapeAndNotItsNumbers() {
        assertThat(new Logits(2, 3, new float[6])).hasToString("logits 2 x 3 (float)");
        assertThat(row(1, 2)).hasToString("logits 1 x 2 (double)");
    }

    @Test
    void theMeanOfProbabilitiesIsNotTheMeanOfLogits() {
        Logits mean = Logits.meanOfProbabilities(List.of(row(Math.log(1), Math.log(9)), row(Math.log(3), Math.log(2))));

        assertThat(Math.exp(mean.at(0, 0))).isCloseTo((0.1 + 0.6) / 2, within(1e-12));
        assertThat(Math.exp(mean.at(0, 1))).isCloseTo((0.9 + 0.4) / 2, within(1e-12));
    }

    @Test
    void theMeanOfOneMemberIsItsLogSoftmax() {
        Logits mean = Logits.meanOfProbabilities(List.of(row(1, 2, 4)));

        for (int k = 0; k < 3; k++) {
            assertThat(mean.at(0, k)).isCloseTo(row(1, 2, 4).logSoftmax(0, k, 1), within(1e-12));
        }
    }

    @Test
    void theMeanIsFiniteWhereProbabilitiesUnderflow() {
        Logits mean = Logits.meanOfProbabilities(List.of(row(0, 2000), row(0, 1000)));

        assertThat(mean.at(0, 0)).isCloseTo(-1000 - Math.log(2), within(1e-9));
        assertThat(mean.at(0, 1)).isCloseTo(0, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void theMeanOfProbabilitiesIsADistribution(RandomLogits kind) {
        Random random = new Random(1);
        Logits mean = Logits.meanOfProbabilities(
                List.of(kind.draw(random, 20, 5), kind.draw(random, 20, 5), kind.draw(random, 20, 5)));

        assertThat(mean.isDouble()).isTrue();
        for (int row = 0; row < mean.rows(); row++) {
            int at = row;
            assertThat(IntStream.range(0, 5)
                            .mapToDouble(k -> Math.exp(mean.at(at, k)))
                            .sum())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void aConstantOnAllLogitsOfAMemberChangesNothing() {
        Logits plain = Logits.meanOfProbabilities(List.of(row(0, 0), row(0, 3)));
        Logits shifted = Logits.meanOfProbabilities(List.of(row(1e15, 1e15), row(0, 3)));

        assertThat(shifted.toDoubles()).containsExactly(plain.toDoubles());
    }

    @Test
    void membersOfDifferentShapesHaveNoMean() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Logits.meanOfProbabilities(List.of(row(1, 2), row(1, 2, 3))))
                .withMessage("members of shape logits 1 x 2 (double) and logits 1 x 3 (double)");
    }

    @Test
    void mapsEachRowToItsNumber() {
        Logits logits = new Logits(3, 1, new float[] {4, 5, 6});

        assertThat(logits.mapRows(row -> logits.at(row, 0))).containsExactly(4, 5, 6);
        assertThat(Arrays.stream(logits.rows(0, 0).mapRows(row -> 1)).count()).isZero();
    }

    private static Logits row(double... values) {
        return new Logits(1, values.length, values);
    }
}
