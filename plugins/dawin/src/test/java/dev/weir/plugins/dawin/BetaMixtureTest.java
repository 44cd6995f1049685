package dev.weir.plugins.dawin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaMixtureTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {0, 1, 7, 42})
    void threeClustersAreThoseOfTheReference(long seed) {
        double[] x = new double[120];
        for (int i = 0; i < 40; i++) {
            x[i] = 0.2 + 0.1 * Math.sin(i);
            x[40 + i] = 0.55 + 0.08 * Math.cos(i);
            x[80 + i] = 0.85 + 0.07 * Math.sin(2 * i);
        }

        BetaMixture mixture = BetaMixture.fit(x, 3, 3, seed);

        List<Mix> mixes = mixture.mixes();
        assertThat(mixture.weights())
                .usingElementComparator(BetaMixtureTest::near)
                .containsExactly(0.33413084, 0.33235809, 0.33351107);
        assertThat(mixture.alphas())
                .usingElementComparator(BetaMixtureTest::near)
                .containsExactly(6.22138804, 42.09891271, 43.69540994);
        assertThat(mixture.betas())
                .usingElementComparator(BetaMixtureTest::near)
                .containsExactly(24.34317231, 34.00610081, 7.62842668);
        assertThat(mixes.stream().map(mix -> mix.coefficients().get(1)))
                .usingElementComparator(BetaMixtureTest::near)
                .containsExactly(0.20354908, 0.55316872, 0.85136679);
        assertThat(mixture.bound()).isCloseTo(0.33922241, within(5e-9));
        InterpolationPlan plan = new InterpolationPlan(2, false, Optional.of(DaWinTest.plain()), mixes);
        for (int i = 0; i < 120; i++) {
            assertThat(plan.mixOf(new double[] {1 - x[i], x[i]})).isEqualTo(i / 40);
        }
    }

    @Test
    void coefficientsThatDifferByRoundingAloneAreOneCluster() {
        double[] equal = {0.5, 0.5000000000000001, 0.5, 0.4999999999999999};

        assertThat(BetaMixture.fit(equal, 3, 3, 1).mixes()).hasSize(1);
    }

    @Test
    void coefficientsAtTheEndsHaveAFiniteMixture() {
        BetaMixture mixture = BetaMixture.fit(new double[] {0, 0, 1, 1, 0.5}, 3, 3, 1);

        assertThat(mixture.bound()).isFinite();
        assertThat(mixture.mixes()).hasSize(3);
        for (int j = 0; j < 3; j++) {
            assertThat(mixture.alphas().get(j) + mixture.betas().get(j)).isGreaterThanOrEqualTo(3 - 1e-6);
        }
    }

    @Test
    void equalCoefficientsAreOneCluster() {
        assertThat(BetaMixture.fit(new double[] {0.4, 0.4, 0.4}, 3, 3, 1).weights())
                .hasSize(1);
    }

    /** To nine digits: one of the reference's parameters has 43.69540994 where this and NumPy come to 43.69541004. */
    private static int near(double one, double other) {
        return Math.abs(one - other) <= 5e-9 * Math.max(1, other) ? 0 : Double.compare(one, other);
    }
}
