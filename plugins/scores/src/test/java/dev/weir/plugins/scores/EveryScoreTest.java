package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.RandomLogits;
import dev.weir.api.deferral.ConfidenceScore;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryScoreTest {

    private static final List<DoubleFunction<ConfidenceScore>> OF_TEMPERATURE =
            List.of(MaxSoftmax::new, NegativeEntropy::new, Margin::new, Energy::new);

    static Stream<ConfidenceScore> scores() {
        return Stream.concat(OF_TEMPERATURE.stream().map(score -> score.apply(1)), Stream.of(new MaxLogit()));
    }

    static Stream<ConfidenceScore> scoresAtTheEnds() {
        Stream<ConfidenceScore> low = Stream.of(Double.MIN_VALUE, Double.MIN_NORMAL, 1.0, 1e6)
                .flatMap(temperature -> OF_TEMPERATURE.stream().map(score -> score.apply(temperature)));
        Stream<ConfidenceScore> high = OF_TEMPERATURE.stream().limit(3).map(score -> score.apply(Double.MAX_VALUE));
        return Stream.of(low, high, Stream.<ConfidenceScore>of(new MaxLogit())).flatMap(scores -> scores);
    }

    @ParameterizedTest
    @MethodSource("scoresAtTheEnds")
    void theLargestAndTheSmallestDoublesScoreFiniteNumbers(ConfidenceScore score) {
        double[] extremes = {
            Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 0.0, -0.0, 1
        };
        int n = extremes.length;
        double[] triples = new double[n * n * n * 3];
        for (int i = 0; i < n * n * n; i++) {
            triples[3 * i] = extremes[i % n];
            triples[3 * i + 1] = extremes[i / n % n];
            triples[3 * i + 2] = extremes[i / n / n];
        }

        double[] scores = score.scores(Outputs.of(new Logits(n * n * n, 3, triples)));

        assertThat(Arrays.stream(scores).boxed()).allMatch(Double::isFinite);
    }

    @ParameterizedTest
    @MethodSource("scores")
    void theOrderOfTheClassesDoesNotMatter(ConfidenceScore score) {
        Logits logits = new Logits(2, 4, new double[] {1, -2, 0.5, 3, 3, 0.5, 1, -2});

        double[] scores = score.scores(Outputs.of(logits));

        assertThat(scores[1]).isCloseTo(scores[0], within(1e-15));
    }

    @ParameterizedTest
    @MethodSource("scores")
    void ofTwoClassesALargerGapAboveTheSameLogitIsSurer(ConfidenceScore score) {
        double[] gaps = new double[2 * 100];
        for (int i = 0; i < 100; i++) {
            gaps[2 * i + 1] = i / 10.0;
        }

        double[] scores = score.scores(Outputs.of(new Logits(100, 2, gaps)));

        for (int i = 1; i < scores.length; i++) {
            assertThat(scores[i]).isGreaterThan(scores[i - 1]);
        }
    }

    @ParameterizedTest
    @MethodSource("scores")
    void aBatchAllocatesItsScoresAndNothingForARow(ConfidenceScore score) {
        int rows = 20_000;
        Outputs outputs = Outputs.of(RandomLogits.ORDINARY.draw(new Random(1), rows, 10));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        score.scores(outputs.rows(0, 1)); // links the lambda

        long before = threads.getCurrentThreadAllocatedBytes();
        score.scores(outputs);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isBetween(8L * rows, 8L * rows + 4096);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN})
    void aTemperatureThatIsNotFiniteAndPositiveIsRefusedByName(double temperature) {
        for (DoubleFunction<ConfidenceScore> score : OF_TEMPERATURE) {
            assertThatThrownBy(() -> score.apply(temperature))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("temperature must be ");
        }
    }

    @Test
    void maxSoftmaxMarginAndEntropyIgnoreAConstantWhereMaxLogitAndEnergyFollowIt() {
        Outputs logits = Outputs.of(new Logits(1, 3, new double[] {1, 2, 4}));
        Outputs shifted = Outputs.of(new Logits(1, 3, new double[] {33, 34, 36}));

        scores().forEach(score -> {
            double expected = score instanceof MaxLogit || score instanceof Energy ? 32 : 0;
            assertThat(score.scores(shifted)[0] - score.scores(logits)[0])
                    .as("%s", score)
                    .isCloseTo(expected, within(1e-13));
        });
    }
}
