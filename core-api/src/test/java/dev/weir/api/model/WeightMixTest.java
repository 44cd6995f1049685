package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightMixTest {
    private final float[] first = numbers(1);
    private final float[] second = numbers(2);

    /** More than a block of the sum, with zeros of both signs. */
    private static float[] numbers(long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[5_000];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        numbers[0] = -0.0f;
        numbers[1] = Float.MIN_VALUE;
        numbers[2] = Float.MAX_VALUE;
        return numbers;
    }

    @Test
    void eachNumberIsTheSumOfItsProducts() {
        float[] mixed = at(0.25, -1.5);

        for (int i = 3; i < mixed.length; i++) {
            // half a unit in the last place of -1.25 x, 1.5 times of x - y, of 1.5 (x - y), and of the result
            double rounding = 9 * Math.max(Math.abs(first[i]), Math.abs(second[i])) * 0x1p-24;
            assertThat((double) mixed[i]).isCloseTo(0.25 * first[i] - 1.5 * second[i], within(rounding));
        }
    }

    @Test
    void setsNearEachOtherAreMixedToTheLastBitOrTheOneBefore() {
        float[] near = first.clone();
        for (int i = 3; i < near.length; i++) {
            near[i] *= 1.001f;
        }
        float[] mixed = new float[near.length];
        new WeightMix(List.of(set(first), set(near))).into(0, new double[] {0.3, 0.7}, mixed);

        for (int i = 3; i < near.length; i++) {
            assertThat((double) mixed[i]).isCloseTo(0.3 * first[i] + 0.7 * near[i], within((double) Math.ulp(near[i])));
        }
    }

    @Test
    void aCoefficientOfOneBesideZerosGivesItsSetBitForBit() {
        assertThat(bits(at(1, 0))).containsExactly(bits(first));
        assertThat(bits(at(0, 1))).containsExactly(bits(second));
    }

    @Test
    void equalSetsStayWhatTheyAreWhereTheCoefficientsAddUpToOne() {
        Random random = new Random(3);
        for (int i = 0; i < 20; i++) {
            double share = random.nextDouble();

            assertThat(new WeightMix(List.of(set(first), set(first), set(first)))
                            .at(share, (1 - share) / 2, (1 - share) / 2)
                            .tensors())
                    .first()
                    .satisfies(tensor ->
                            assertThat(((WeightTensor.Floats) tensor).values()).containsExactly(first));
        }
    }

    @Test
    void noCoefficientAboveZeroLeavesNothing() {
        assertThat(at(0, 0)).containsOnly(0);
    }

    @Test
    void wholeNumbersAreKept() {
        WeightTensor steps = new WeightTensor.Integers("steps", List.of(1), new long[] {7});
        WeightMix mix = new WeightMix(List.of(new WeightSet(List.of(steps)), new WeightSet(List.of(steps))));

        assertThat(mix.at(0.5, 0.5).tensors()).containsExactly(steps);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.into(0, new double[] {0.5, 0.5}, new float[1]))
                .withMessage("steps[1] of whole numbers cannot be mixed");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        WeightMix mix = new WeightMix(List.of(set(first), set(second)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.at(1))
                .withMessage("1 coefficients given for 2 weight sets");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mix.at(1, Double.POSITIVE_INFINITY))
                .withMessage("coefficients must be finite, got Infinity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightMix(List.of()))
                .withMessage("weight sets to mix must be at least 1, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightMix(List.of(set(first), set(new float[3]))))
                .withMessage("weight set 2: weights of another network: w[3] is there instead of w[5000]");
    }

    private float[] at(double... coefficients) {
        WeightTensor mixed = new WeightMix(List.of(set(first), set(second)))
                .at(coefficients)
                .tensors()
                .get(0);
        return ((WeightTensor.Floats) mixed).values();
    }

    private static WeightSet set(float[] values) {
        return new WeightSet(List.of(new WeightTensor.Floats("w", List.of(values.length), values)));
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
