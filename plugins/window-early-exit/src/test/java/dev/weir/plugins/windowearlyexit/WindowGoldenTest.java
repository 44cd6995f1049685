package dev.weir.plugins.windowearlyexit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.Quantiles;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.plugins.windowearlyexit.Target.CoverageAtRisk;
import dev.weir.plugins.windowearlyexit.Target.RiskAtCoverage;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers of a NumPy port of the paper's own code, on 2000 made examples. */
class WindowGoldenTest {

    private static final Window.Published PUBLISHED = new Window.Published(new LastLogit(), new FirstLogit());

    private static final int N = 2000;
    private static final double[] SCORES = new double[N];
    private static final boolean[] RIGHT = new boolean[N];

    static {
        for (int i = 0; i < N; i++) {
            SCORES[i] = 0.3 + 0.7 * (0.6180339887 * i % 1);
            RIGHT[i] = 0.7548776662 * i % 1 < Math.min(1.05 * SCORES[i], 1);
        }
    }

    static Stream<Arguments> operatingThresholds() {
        return Stream.of(
                Arguments.of(new CoverageAtRisk(0.05), 0.8200480174400127),
                Arguments.of(new CoverageAtRisk(0.1), 0.7271283247700466),
                Arguments.of(new RiskAtCoverage(0.5), 0.6499393802800227),
                Arguments.of(new RiskAtCoverage(0.8), 0.439990697769997));
    }

    @ParameterizedTest
    @MethodSource("operatingThresholds")
    void theOperatingThresholdIsThatOfThePapersCode(Target target, double expected) {
        double threshold = window(target).operatingThreshold(target, RiskCoverageCurve.of(SCORES, RIGHT));

        assertThat(threshold).isCloseTo(expected, within(1e-9));
    }

    @Test
    void theWindowForTheRiskAtEightyPercentCoverageIsThatOfThePapersCode() {
        Target target = new RiskAtCoverage(0.8);
        double threshold = window(target).operatingThreshold(target, RiskCoverageCurve.of(SCORES, RIGHT));
        double[] sorted = SCORES.clone();
        Arrays.sort(sorted);

        DeferralRule rule = window(target).rule(LastLogit.calibration(SCORES, RIGHT, new boolean[N]));

        assertThat(Quantiles.rank(sorted, threshold)).isEqualTo(0.20);
        assertThat(rule.low()).isCloseTo(0.370122, within(1e-6));
        assertThat(rule.high()).isCloseTo(0.509991, within(1e-6));
        assertThat(Arrays.stream(SCORES).filter(rule::defers).count()).isEqualTo(400);
    }

    private static Window window(Target target) {
        return new Window(
                Optional.of(new LastLogit()),
                Optional.of(target),
                Optional.empty(),
                0.2,
                Optional.of(500),
                Window.Match.NEAREST,
                PUBLISHED,
                false);
    }
}
