package dev.weir.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightSetTest {
    private static final WeightTensor W = new WeightTensor.Floats("w", List.of(2), new float[] {1, 2});
    private static final WeightTensor B = new WeightTensor.Floats("b", List.of(), new float[] {3});
    private static final WeightTensor STEPS = new WeightTensor.Integers("steps", List.of(1), new long[] {1L << 60});

    @Test
    void tensorsAreFoundByNameAndCounted() {
        WeightSet set = new WeightSet(List.of(W, B, STEPS));

        assertThat(set.find("b")).contains(B);
        assertThat(set.find("c")).isEmpty();
        assertThat(set.size()).isEqualTo(4);
        assertThat(set).hasToString("3 tensors, 4 numbers");
    }

    @Test
    void anotherSetIsPutInTheOrderOfThisOne() {
        WeightSet other = new WeightSet(List.of(STEPS, B, W));

        assertThat(new WeightSet(List.of(W, B, STEPS)).ordered(other).tensors()).containsExactly(W, B, STEPS);
    }

    @Test
    void aSetOfAnotherNetworkIsRefusedByItsFirstThreeDifferences() {
        WeightSet set = new WeightSet(List.of(W, B, STEPS));
        WeightSet other = new WeightSet(List.of(
                new WeightTensor.Floats("w", List.of(1, 2), new float[2]),
                new WeightTensor.Floats("steps", List.of(1), new float[1]),
                new WeightTensor.Floats("d", List.of(0), new float[0])));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> set.ordered(other))
                .withMessage("weights of another network: w[1, 2] is there instead of w[2], b[] is missing, steps[1] is"
                        + " there instead of steps[1] of whole numbers, and 1 more");
    }

    @Test
    void equalNamesAndWrongSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightSet(List.of(W, B, W)))
                .withMessage("two tensors are named w");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightTensor.Floats("w", List.of(2, 2), new float[3]))
                .withMessage("tensor w of dimensions [2, 2] has 3 values");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightTensor.Integers("w", List.of(-1), new long[0]))
                .withMessage("dimensions of w must be at least 0, got -1");
    }

    @Test
    void aNumberThatIsNotFiniteIsRefusedByItsTensor() {
        WeightTensor infinite = new WeightTensor.Floats("w", List.of(2), new float[] {1, Float.NEGATIVE_INFINITY});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WeightSet(List.of(B, infinite)).requireFinite())
                .withMessage("w[2] holds -Infinity");
    }
}
