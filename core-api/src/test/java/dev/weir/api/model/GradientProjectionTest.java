package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GradientProjectionTest {

    @Test
    void innerProductsAreKeptOnAverageOverTheSeeds() {
        float[] first = numbers(1, 100);
        float[] second = numbers(2, 100);
        double sum = 0;
        double squares = 0;
        int seeds = 4_000;
        for (int seed = 0; seed < seeds; seed++) {
            UnaryOperator<float[]> projection = new GradientProjection(16, seed).of(100);
            double product = product(projection.apply(first), projection.apply(second));
            sum += product;
            squares += product * product;
        }
        double mean = sum / seeds;
        double error = Math.sqrt((squares / seeds - mean * mean) / seeds);

        assertThat(mean).isCloseTo(product(first, second), within(4 * error));
        assertThat(error).isLessThan(1);
    }

    @Test
    void everyDirectionIsOfPlusAndMinusOnes() {
        UnaryOperator<float[]> projection = new GradientProjection(8, 5).of(21);
        for (int i = 0; i < 21; i++) {
            float[] unit = new float[21];
            unit[i] = 1;

            for (float entry : projection.apply(unit)) {
                assertThat(Math.abs(entry)).isCloseTo((float) (1 / Math.sqrt(8)), within(1e-6f));
            }
        }
    }

    @Test
    void moreDirectionsKeepAnInnerProductBetter() {
        assertThat(error(64)).isLessThan(error(4));
    }

    private static double error(int directions) {
        float[] vector = numbers(3, 500);
        double error = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] projected = new GradientProjection(directions, seed).of(500).apply(vector);
            error += Math.abs(product(projected, projected) - product(vector, vector));
        }
        return error;
    }

    @Test
    void aVectorThatIsNotLongerThanTheDirectionsIsLeftWhole() {
        float[] vector = numbers(4, 10);

        assertThat(GradientProjection.NONE.of(10).apply(vector)).containsExactly(vector);
        assertThat(new GradientProjection(10, 1).of(10).apply(vector)).containsExactly(vector);
        assertThat(new GradientProjection(11, 1).width(10)).isEqualTo(10);
        assertThat(new GradientProjection(9, 1).width(10)).isEqualTo(9);
        assertThat(new GradientProjection(9, 1).of(10).apply(vector)).hasSize(9);
    }

    @Test
    void theSameSeedIsTheSameProjectionAndNothingGivenIsChanged() {
        float[] vector = numbers(4, 33);
        float[] copy = vector.clone();
        float[] projected = new GradientProjection(4, 1).of(33).apply(vector);

        assertThat(new GradientProjection(4, 1).of(33).apply(vector)).containsExactly(projected);
        assertThat(new GradientProjection(4, 2).of(33).apply(vector)).isNotEqualTo(projected);
        assertThat(vector).containsExactly(copy);
    }

    @Test
    void fewerThanNoDirectionsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GradientProjection(-1, 1))
                .withMessage("directions must be at least 0, got -1");
    }

    private static float[] numbers(long seed, int size) {
        Random random = new Random(seed);
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static double product(float[] first, float[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += (double) first[i] * second[i];
        }
        return sum;
    }
}
