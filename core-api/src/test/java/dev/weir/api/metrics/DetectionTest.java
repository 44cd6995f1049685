package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DetectionTest {
    private static final double[] OWN = {0.9, 0.8, 0.7, 0.6, 0.2};
    private static final double[] FOREIGN = {0.65, 0.3, 0.1, 0.05};

    @Test
    void ofTwentyPairsSixteenHaveTheOwnExampleAbove() {
        // 0.9, 0.8, 0.7 are above all 4; 0.6 above 3; 0.2 above 2: 17 of 20
        assertThat(Detection.of(OWN, FOREIGN).auroc()).hasValue(17.0 / 20);
    }

    @Test
    void lettingInFourOfFiveLetsInOneForeignOfFour() {
        // own ones let in are 4 of 5 for the thresholds 0.6 and 0.3; the lower also lets in 0.3
        assertThat(Detection.of(OWN, FOREIGN).fprAt(0.8).getAsDouble()).isEqualTo(2.0 / 4);
        assertThat(Detection.of(OWN, FOREIGN).fprAt(0.6).getAsDouble()).isEqualTo(1.0 / 4);
        assertThat(Detection.of(OWN, FOREIGN).fprAt(1).getAsDouble()).isEqualTo(1);
    }

    @Test
    void equalConfidenceEverywhereTellsNothing() {
        Detection detection = Detection.of(new double[3], new double[2]);

        assertThat(detection.auroc()).hasValue(0.5);
        assertThat(detection.fprAt(0.95)).hasValue(1);
    }

    @Test
    void withoutForeignExamplesThereIsNothingToMeasure() {
        assertThat(Detection.of(OWN, new double[0]).auroc()).isEmpty();
        assertThat(Detection.of(OWN, new double[0]).fprAt(0.95)).isEmpty();
    }

    @Test
    void anEvenMixtureCountsEveryAcceptedForeignExampleAsAMistake() {
        // the surest three of five are accepted, one of them wrong, and 1 of 4 foreign: (0.2 + 0.25) / (0.6 + 0.25)
        RiskCoverageCurve curve = RiskCoverageCurve.of(OWN, new boolean[] {true, true, false, true, true});
        double[] sorted = {0.05, 0.1, 0.3, 0.75};

        assertThat(MixtureRisk.EVEN.atCoverage(curve, sorted, 0.6)).isCloseTo(0.45 / 0.85, within(1e-12));
        assertThat(new MixtureRisk(1, 1).atCoverage(curve, sorted, 0.6)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(new MixtureRisk(0.5, 0).atCoverage(curve, sorted, 0.6)).isCloseTo(0.2 / 0.85, within(1e-12));
        assertThat(MixtureRisk.EVEN.of(0, 0, 0)).isEqualTo(0);
    }
}
