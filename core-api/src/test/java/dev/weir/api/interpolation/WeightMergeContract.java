package dev.weir.api.interpolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.TwoThreads;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WeightMerge} must keep. Implement it in the plugin's own test class. */
public interface WeightMergeContract {

    /** A merge with settings drawn from their valid ranges. */
    WeightMerge merge(Random random);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theResultIsAFiniteSetOfTheSameNetworkWithTheFirstOnesWholeNumbers(long seed) {
        Random random = new Random(seed);
        WeightMerge merge = merge(random);
        List<WeightSet> endpoints = List.of(set(random), set(random));

        WeightSet merged = merge.merge(task(endpoints, set(random)));

        assertThat(endpoints.get(0).ordered(merged.requireFinite()).tensors()).hasSize(4);
        assertThat(((WeightTensor.Integers) merged.find("steps").orElseThrow()).values())
                .containsExactly(3);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void equalEndpointsThatAreTheirAncestorComeBackUnchanged(long seed) {
        WeightMerge merge = merge(new Random(seed));

        WeightSet merged = merge.merge(task(List.of(set(new Random(9)), set(new Random(9))), set(new Random(9))));

        assertThat(values(merged)).isEqualTo(values(set(new Random(9))));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void theSameTaskGivesTheSameWeightsAndIsNotWrittenTo(long seed) {
        WeightMerge merge = merge(new Random(seed));
        List<WeightSet> endpoints = List.of(set(new Random(1)), set(new Random(2)));
        WeightSet ancestor = set(new Random(3));

        List<String> first = values(merge.merge(task(endpoints, ancestor)));

        assertThat(values(merge.merge(task(endpoints, ancestor)))).isEqualTo(first);
        assertThat(values(endpoints.get(0))).isEqualTo(values(set(new Random(1))));
        assertThat(values(endpoints.get(1))).isEqualTo(values(set(new Random(2))));
        assertThat(values(ancestor)).isEqualTo(values(set(new Random(3))));
    }

    @Test
    default void mergesAlikeOnTwoThreads() {
        WeightMerge merge = merge(new Random(1));
        MergeTask task = task(List.of(set(new Random(1)), set(new Random(2))), set(new Random(3)));
        List<String> expected = values(merge.merge(task));

        TwoThreads.run(() -> assertThat(values(merge.merge(task))).isEqualTo(expected));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    default void whatIsMergedTensorByTensorIsWhatIsMergedAsAWhole(long seed) {
        Random random = new Random(seed);
        WeightMerge merge = merge(random);
        List<WeightSet> endpoints = List.of(set(random), set(random));
        WeightSet ancestor = set(random);
        if (!merge.isTensorwise()) {
            return;
        }

        List<String> whole = values(merge.merge(task(endpoints, ancestor)));

        for (int i = 0; i < whole.size(); i++) {
            int at = i;
            WeightSet alone = merge.merge(new MergeTask(
                    endpoints.stream().map(set -> only(set, at)).toList(),
                    Optional.of(only(ancestor, at)),
                    Optional.empty()));
            assertThat(values(alone)).containsExactly(whole.get(i));
        }
    }

    private static WeightSet only(WeightSet set, int tensor) {
        return new WeightSet(List.of(set.tensors().get(tensor)));
    }

    private static MergeTask task(List<WeightSet> endpoints, WeightSet ancestor) {
        return new MergeTask(
                endpoints,
                Optional.of(ancestor),
                Optional.of(set -> ((WeightTensor.Floats) set.tensors().get(0)).values()[0] > 0 ? 0.75 : 0.5));
    }

    private static WeightSet set(Random random) {
        return new WeightSet(List.of(
                floats(random, "weight", List.of(3, 40)),
                floats(random, "bias", List.of(3)),
                floats(random, "one", List.of()),
                new WeightTensor.Integers("steps", List.of(1), new long[] {3})));
    }

    private static WeightTensor floats(Random random, String name, List<Integer> dimensions) {
        float[] values = new float[dimensions.stream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new WeightTensor.Floats(name, dimensions, values);
    }

    private static List<String> values(WeightSet set) {
        return set.tensors().stream()
                .map(tensor -> tensor instanceof WeightTensor.Floats floats
                        ? tensor + Arrays.toString(floats.values())
                        : tensor.toString())
                .toList();
    }
}
