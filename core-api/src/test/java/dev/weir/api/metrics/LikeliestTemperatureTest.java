package dev.weir.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.RandomLogits;
import dev.weir.api.RandomOutputs;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LikeliestTemperatureTest {

    @Test
    void twoClassesThatAreRightThreeTimesInFourGetTheTemperatureThatSaysSo() {
        // softmax(z / T) = 3/4 where z / T = log 3
        Logits logits = new Logits(4, 2, new double[] {5, 0, 5, 0, 5, 0, 5, 0});

        assertThat(of(logits, 0, 0, 0, 1)).isCloseTo(5 / Math.log(3), within(1e-8));
    }

    @Test
    void aFactorOfTheLogitsIsAFactorOfTheTemperature() {
        Random random = new Random(1);
        Logits logits = RandomLogits.ORDINARY.draw(random, 300, 4);
        int[] right = logits.predictions();
        for (int row = 0; row < right.length; row += 4) {
            right[row] = random.nextInt(4);
        }
        Labels labels = new Labels(4, right);
        double[] stretched = logits.toDoubles();
        for (int i = 0; i < stretched.length; i++) {
            stretched[i] /= 3;
        }

        double temperature = LikeliestTemperature.of(logits, labels);

        assertThat(LikeliestTemperature.of(new Logits(300, 4, stretched), labels))
                .isCloseTo(temperature / 3, within(1e-7));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theSlopeIsTheDerivativeByTheInverseTemperature(long seed) {
        Random random = new Random(seed);
        Logits logits = RandomLogits.ORDINARY.draw(random, 50, 4);
        Labels labels = RandomOutputs.labels(random, 50, 4);
        double inverse = random.nextDouble(0.2, 3);
        double step = 1e-6;

        double difference = (loss(logits, labels, inverse + step) - loss(logits, labels, inverse - step)) / (2 * step);

        assertThat(LikeliestTemperature.slope(logits, labels, 1 / inverse) / 50).isCloseTo(difference, within(1e-6));
    }

    @Test
    void whereEveryAnswerIsRightOrEveryAnswerIsWrongItIsAnEnd() {
        Logits logits = new Logits(2, 2, new double[] {3, 0, 0, 3});

        assertThat(of(logits, 0, 1)).isCloseTo(Math.exp(-3), within(1e-6));
        assertThat(of(logits, 1, 0)).isCloseTo(Math.exp(3), within(1e-6));
    }

    @Test
    void noRowsAndLogitsThatDoNotDependOnItGiveOne() {
        assertThat(of(new Logits(0, 2, new double[0]))).isEqualTo(1);
        assertThat(of(new Logits(2, 3, new double[] {7, 7, 7, 2, 2, 2}), 0, 2)).isEqualTo(1);
    }

    @Test
    void labelsOfOtherRowsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> of(new Logits(1, 2, new double[2]), 0, 1));
    }

    private static double of(Logits logits, int... labels) {
        return LikeliestTemperature.of(logits, new Labels(logits.classes(), labels));
    }

    private static double loss(Logits logits, Labels labels, double inverse) {
        double[] scaled = logits.toDoubles();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= inverse;
        }
        return Likelihood.of(new Logits(logits.rows(), logits.classes(), scaled), labels)
                .mean();
    }
}
