package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ReliabilityDiagramTest {

    @Test
    void aBinHasItsCountItsMeanProbabilityAndItsAccuracy() {
        ReliabilityDiagram diagram = ReliabilityDiagram.of(
                new double[] {0.6, 0.7, 0.9, 1, 0.3}, new boolean[] {true, false, true, true, false}, 2);

        assertThat(diagram.counts()).containsExactly(1, 4);
        assertThat(diagram.probabilities()).containsExactly(new double[] {0.3, 0.8}, within(1e-12));
        assertThat(diagram.accuracies()).containsExactly(0, 0.75);
    }

    @Test
    void theWeightedDistanceFromTheDiagonalIsTheExpectedCalibrationError() {
        double[] probability = {0.61, 0.72, 0.93, 1, 0.3, 0.31, 0.5};
        boolean[] right = {true, false, true, true, false, true, true};
        ReliabilityDiagram diagram = ReliabilityDiagram.of(probability, right, 4);
        double error = 0;
        for (int bin = 0; bin < 4; bin++) {
            error += diagram.counts()[bin] * Math.abs(diagram.accuracies()[bin] - diagram.probabilities()[bin]) / 7;
        }

        assertThat(error).isCloseTo(CalibrationError.expected(probability, right, 4), within(1e-12));
    }

    @Test
    void anEmptyBinIsZeroNotNaN() {
        ReliabilityDiagram diagram = ReliabilityDiagram.of(new double[] {1}, new boolean[] {true}, 3);

        assertThat(diagram.counts()).containsExactly(0, 0, 1);
        assertThat(diagram.probabilities()).containsExactly(0, 0, 1);
        assertThat(diagram.accuracies()).containsExactly(0, 0, 1);
    }
}
