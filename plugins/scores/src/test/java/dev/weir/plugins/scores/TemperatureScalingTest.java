package dev.weir.plugins.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.deferral.CalibratorContract;
import dev.weir.api.metrics.Likelihood;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScalingTest implements CalibratorContract {

    @Override
    public Calibrator calibrator(Random random) {
        return random.nextBoolean()
                ? new TemperatureScaling(Optional.empty())
                : new TemperatureScaling(Optional.of(random.nextDouble(0.1, 10)));
    }

    @Test
    void twoClassesThatAreRightThreeTimesInFourGetTheTemperatureThatSaysSo() {
        // softmax(z / T) = 3/4 where z / T = log 3
        double gap = 5;
        Logits logits = new Logits(4, 2, new double[] {gap, 0, gap, 0, gap, 0, gap, 0});

        assertThat(fitted(logits, 0, 0, 0, 1)).isCloseTo(gap / Math.log(3), within(1e-6));
    }

    @ParameterizedTest(name = "temperature {0}")
    @ValueSource(doubles = {0.06, 0.3, 1, 2.5, 19})
    void findsTheTemperatureThatTheLabelsWereDrawnWith(double truth) {
        Random random = new Random(1);
        int n = 20_000;
        Logits sharp = RandomLogits.ORDINARY.draw(random, n, 4);
        int[] labels = new int[n];
        double[] stretched = sharp.toDoubles();
        for (int row = 0; row < n; row++) {
            double left = random.nextDouble();
            while (labels[row] < 3 && (left -= sharp.softmax(row, labels[row], 1)) > 0) {
                labels[row]++;
            }
        }
        for (int i = 0; i < stretched.length; i++) {
            stretched[i] *= truth;
        }

        assertThat(fitted(new Logits(n, 4, stretched), labels)).isCloseTo(truth, within(0.05 * truth));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noTemperatureNearbyIsLikelier(long seed) {
        Random random = new Random(seed);
        Logits logits = RandomLogits.ORDINARY.draw(random, 400, 5);
        Labels labels = mostlyRight(random, logits);

        double temperature = fitted(logits, labels.toArray());
        double least = likelihood(logits, labels, temperature);

        assertThat(likelihood(logits, labels, temperature * 1.001)).isGreaterThan(least);
        assertThat(likelihood(logits, labels, temperature / 1.001)).isGreaterThan(least);
        assertThat(least).isLessThan(likelihood(logits, labels, 1));
    }

    @Test
    void whereEveryAnswerIsRightOrEveryAnswerIsWrongTheTemperatureIsAnEnd() {
        Logits logits = new Logits(2, 2, new double[] {3, 0, 0, 3});

        assertThat(fitted(logits, 0, 1)).isCloseTo(Math.exp(-3), within(1e-6));
        assertThat(fitted(logits, 1, 0)).isCloseTo(Math.exp(3), within(1e-6));
    }

    @Test
    void logitsThatDoNotDependOnTheTemperatureGetOne() {
        assertThat(fitted(new Logits(2, 3, new double[] {7, 7, 7, 2, 2, 2}), 0, 2))
                .isEqualTo(1);
        assertThat(fitted(new Logits(2, 1, new double[] {7, 2}), 0, 0)).isEqualTo(1);
    }

    @Test
    void thePredictionsStayAsTheyAre() {
        Random random = new Random(7);
        Logits logits = RandomLogits.ORDINARY.draw(random, 200, 5);

        Calibrator fitted =
                new TemperatureScaling(Optional.empty()).fitted(logits, RandomOutputs.labels(random, 200, 5));

        assertThat(fitted.apply(logits).predictions()).containsExactly(logits.predictions());
    }

    @Test
    void aGivenTemperatureDividesAndIsNotLearnedAgain() {
        TemperatureScaling two = new TemperatureScaling(Optional.of(2.0));
        Logits logits = new Logits(1, 3, new float[] {1, -4, 6});

        assertThat(two.fitted(logits, new Labels(3, new int[] {1}))).isSameAs(two);
        assertThat(two.apply(logits).toDoubles()).containsExactly(0.5, -2, 3);
    }

    @Test
    void whatADivisionMakesInfiniteStaysTheLargestNumber() {
        Logits logits = new Logits(1, 2, new double[] {1e308, -1e308});

        assertThat(new TemperatureScaling(Optional.of(0.01)).apply(logits).toDoubles())
                .containsExactly(Double.MAX_VALUE, -Double.MAX_VALUE);
    }

    @Test
    void refusesWhatNothingCanBeLearnedFrom() {
        TemperatureScaling unfitted = new TemperatureScaling(Optional.empty());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> unfitted.fitted(new Logits(0, 2, new float[0]), new Labels(2, new int[0])))
                .withMessageStartingWith("temperature cannot be learned: the calibration split is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unfitted.fitted(new Logits(1, 2, new float[2]), new Labels(2, new int[2])));
        assertThatIllegalStateException().isThrownBy(() -> unfitted.apply(new Logits(1, 2, new float[2])));
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new TemperatureScaling(Optional.of(wrong)));
        }
    }

    private static double fitted(Logits logits, int... labels) {
        return new TemperatureScaling(Optional.empty())
                .fitted(logits, new Labels(logits.classes(), labels))
                .temperature()
                .orElseThrow();
    }

    private static double likelihood(Logits logits, Labels labels, double temperature) {
        return Likelihood.of(new TemperatureScaling(Optional.of(temperature)).apply(logits), labels)
                .mean();
    }

    private static Labels mostlyRight(Random random, Logits logits) {
        return new Labels(
                logits.classes(),
                Arrays.stream(logits.predictions())
                        .map(predicted -> random.nextInt(3) > 0 ? predicted : random.nextInt(logits.classes()))
                        .toArray());
    }
}
