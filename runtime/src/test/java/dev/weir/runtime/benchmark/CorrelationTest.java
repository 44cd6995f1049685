package dev.weir.runtime.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CorrelationTest {
    /** The example of SciPy's documentation of kendalltau and weightedtau, with ties in both. */
    private static final double[] X = {12, 2, 1, 12, 2};

    private static final double[] Y = {1, 4, 7, 1, 0};

    static Stream<BiFunction<double[], double[], OptionalDouble>> all() {
        return Stream.of(Correlation::pearson, Correlation::kendall, Correlation::weightedKendall);
    }

    @Test
    void kendallIsTauBAsScipyHasIt() {
        assertThat(Correlation.kendall(X, Y).orElseThrow()).isCloseTo(-0.4714045207910316, within(1e-15));
    }

    @Test
    void weightedKendallIsThatOfScipyWithItsDefaults() {
        assertThat(Correlation.weightedKendall(X, Y).orElseThrow()).isCloseTo(-0.5669496815368272, within(1e-15));
    }

    @Test
    void pearsonIsThatOfNumpy() {
        assertThat(Correlation.pearson(X, Y).orElseThrow()).isCloseTo(-0.5566399985665696, within(1e-14));
    }

    @Test
    void aSwapAtTheTopWeighsMoreThanOneAtTheBottom() {
        // Weights of the ranks: 1, 1/2, 1/3. Pairs: 3/2 (top two), 4/3 (first and third), 5/6 (last two).
        double[] right = {3, 2, 1};
        double all = 1.5 + 4.0 / 3 + 5.0 / 6;

        assertThat(Correlation.weightedKendall(new double[] {2, 3, 1}, right).orElseThrow())
                .isCloseTo((all - 2 * 1.5) / all, within(1e-15));
        assertThat(Correlation.weightedKendall(new double[] {3, 1, 2}, right).orElseThrow())
                .isCloseTo((all - 2 * 5.0 / 6) / all, within(1e-15));
        assertThat(Correlation.kendall(new double[] {2, 3, 1}, right).orElseThrow())
                .isCloseTo(1.0 / 3, within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("all")
    void theSameOrderIsOneTheOppositeMinusOneAndAConstantIsNone(
            BiFunction<double[], double[], OptionalDouble> correlation) {
        double[] rising = {1, 2, 3, 4};

        assertThat(correlation.apply(rising, new double[] {10, 20, 30, 40}).orElseThrow())
                .isCloseTo(1, within(1e-15));
        assertThat(correlation.apply(rising, new double[] {4, 3, 2, 1}).orElseThrow())
                .isCloseTo(-1, within(1e-15));
        assertThat(correlation.apply(rising, new double[] {0.1, 0.1, 0.1, 0.1})).isEmpty();
        assertThat(correlation.apply(new double[] {1}, new double[] {2})).isEmpty();
        assertThat(correlation.apply(new double[0], new double[0])).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theOrderOfTheCandidatesAndWhichListIsFirstDoNotMatter(
            BiFunction<double[], double[], OptionalDouble> correlation) {
        Random random = new Random(1);
        for (int repeat = 0; repeat < 20; repeat++) {
            double[] x = random.ints(9, 0, 5).asDoubleStream().toArray(); // with ties
            double[] y = random.ints(9, 0, 5).asDoubleStream().toArray();
            double[] turnedX = new double[9];
            double[] turnedY = new double[9];
            for (int i = 0; i < 9; i++) {
                turnedX[i] = x[8 - i];
                turnedY[i] = y[8 - i];
            }
            double found = correlation.apply(x, y).orElseThrow();

            assertThat(found).isBetween(-1.0, 1.0);
            assertThat(correlation.apply(turnedX, turnedY).orElseThrow()).isCloseTo(found, within(1e-12));
            assertThat(correlation.apply(y, x).orElseThrow()).isCloseTo(found, within(1e-12));
        }
    }
}
