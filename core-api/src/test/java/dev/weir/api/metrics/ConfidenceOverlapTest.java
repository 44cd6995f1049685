package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConfidenceOverlapTest {

    @Test
    void answersThatAreFarApartDoNotOverlap() {
        assertThat(ConfidenceOverlap.of(new double[] {0.05, 0.1, 0.9, 0.95}, new boolean[] {false, false, true, true})
                        .getAsDouble())
                .isLessThan(1e-9);
    }

    @Test
    void answersThatAreAlikeOverlapWhole() {
        assertThat(ConfidenceOverlap.of(
                                new double[] {0, 0, 1, 1, 0.4, 0.4},
                                new boolean[] {true, false, true, false, true, false})
                        .getAsDouble())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void twoGaussiansTwoWidthsApartOverlapByTwiceTheirTail() {
        // inside [0, 1], where nothing is cut off: 2 * Phi(-1)
        assertThat(ConfidenceOverlap.of(new double[] {0.45, 0.55}, new boolean[] {false, true})
                        .getAsDouble())
                .isCloseTo(0.3173105078629141, within(1e-4)); // the grid's
    }

    @Test
    void whatLeavesTheUnitIntervalIsCutOffAndTheRestMadeWhole() {
        // half of each Gaussian is cut off; the halves are alike, so nothing else may change
        assertThat(ConfidenceOverlap.of(new double[] {1, 1}, new boolean[] {false, true})
                        .getAsDouble())
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void theOverlapIsThatOfTheSumOverAllGaussiansOnTheWholeGrid() {
        Random random = new Random(1);
        double[] confidence = random.doubles(40).toArray();
        boolean[] right = new boolean[40];
        for (int row = 0; row < 40; row++) {
            right[row] = random.nextDouble() < confidence[row];
        }

        assertThat(ConfidenceOverlap.of(confidence, right).getAsDouble())
                .isCloseTo(plainly(confidence, right), within(1e-12));
    }

    @Test
    void confidencesMovedToTheGridOverlapNearlyAsMuch() {
        Random random = new Random(2);
        double[] confidence = random.doubles(500).toArray();
        boolean[] right = new boolean[500];
        int[] points = new int[500];
        for (int row = 0; row < 500; row++) {
            right[row] = random.nextDouble() < confidence[row];
            points[row] = ConfidenceOverlap.point(confidence[row]);
        }

        assertThat(ConfidenceOverlap.ofPoints(points, right).getAsDouble())
                .isCloseTo(ConfidenceOverlap.of(confidence, right).getAsDouble(), within(1e-4));
        assertThat(ConfidenceOverlap.point(0)).isZero();
        assertThat(ConfidenceOverlap.point(1)).isEqualTo(999);
    }

    @Test
    void withoutWrongOrWithoutRightAnswersThereIsNone() {
        assertThat(ConfidenceOverlap.of(new double[] {0.4, 0.6}, new boolean[] {true, true}))
                .isEmpty();
        assertThat(ConfidenceOverlap.of(new double[] {0.4, 0.6}, new boolean[] {false, false}))
                .isEmpty();
        assertThat(ConfidenceOverlap.of(new double[0], new boolean[0])).isEmpty();
    }

    @Test
    void refusesConfidencesOutsideTheUnitInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfidenceOverlap.of(new double[] {0.5, -0.1}, new boolean[2]))
                .withMessage("confidence must be in [0, 1], got -0.1 in row 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfidenceOverlap.of(new double[] {Double.NaN}, new boolean[1]));
    }

    /** By the definition, point by point. */
    private static double plainly(double[] confidence, boolean[] right) {
        int points = 1000;
        double[][] densities = new double[2][points];
        double[] masses = new double[2];
        for (int kind = 0; kind < 2; kind++) {
            for (int i = 0; i < points; i++) {
                double at = (double) i / (points - 1);
                for (int row = 0; row < confidence.length; row++) {
                    if (right[row] == (kind == 1)) {
                        densities[kind][i] += Math.exp(-Math.pow((at - confidence[row]) / 0.05, 2) / 2);
                    }
                }
                masses[kind] += densities[kind][i] * (i == 0 || i == points - 1 ? 0.5 : 1);
            }
        }
        double overlap = 0;
        for (int i = 0; i < points; i++) {
            overlap += Math.min(densities[0][i] / masses[0], densities[1][i] / masses[1])
                    * (i == 0 || i == points - 1 ? 0.5 : 1);
        }
        return overlap;
    }
}
