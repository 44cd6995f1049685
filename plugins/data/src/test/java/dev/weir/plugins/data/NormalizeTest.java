package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class NormalizeTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Normalize(Optional.empty(), Optional.empty());
            case 1 -> given(List.of(0.5), List.of(random.nextDouble(0.1, 2)));
            default -> given(List.of(0.0, 0.5, -1.0), List.of(1.0, 0.25, 3.0));
        };
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 3, 6, 5);
    }

    private static Normalize given(List<Double> mean, List<Double> std) {
        return new Normalize(Optional.of(mean), Optional.of(std));
    }

    @Test
    void eachChannelHasItsOwnNumbersOrOneForAll() {
        FloatTensor images = new FloatTensor(1, new int[] {2, 1, 2}, new float[] {1, 2, 3, 4});

        assertThat(Tensors.numbers(given(List.of(1.0, 2.0), List.of(1.0, 4.0)).apply(images, 0)))
                .containsExactly(0, 1, 0.25f, 0.5f);
        assertThat(Tensors.numbers(given(List.of(1.0), List.of(2.0)).apply(images, 0)))
                .containsExactly(0, 0.5f, 1, 1.5f);
    }

    @Test
    void learnsTheMeanAndDeviationOfEachColumn() {
        FloatTensor table = new FloatTensor(2, new int[] {2}, new float[] {1, 5, 3, 5});

        InputTransform fitted = new Normalize(Optional.empty(), Optional.empty()).fitted(table);

        assertThat(fitted).isEqualTo(given(List.of(2.0, 5.0), List.of(1.0, 1.0)));
        assertThat(Tensors.numbers(fitted.apply(table, 0))).containsExactly(-1, 0, 1, 0);
    }

    @Test
    void withoutHavingLearnedItAppliesToNothing() {
        Normalize unfitted = new Normalize(Optional.empty(), Optional.empty());

        Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> unfitted.apply(Tensors.image(1, 1, 1), 0))
                .withMessage("normalize has neither mean and std nor learned them");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> unfitted.fitted(Tensors.image(1, 1)))
                .withMessageStartingWith("normalize learns from the train split, which has no examples");
    }

    @Test
    void otherNumbersOfChannelsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given(List.of(1.0, 2.0), List.of(1.0)).apply(Tensors.image(1, 1, 1), 0))
                .withMessage("mean has 2 numbers, but the inputs have 1 channels\n"
                        + "Give a number for each, or one for all.");
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Normalize(Optional.of(List.of(1.0)), Optional.empty()))
                .withMessageStartingWith("std is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given(List.of(1.0), List.of(0.0)))
                .withMessage("std must be finite and greater than 0, got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given(List.of(Double.NaN), List.of(1.0)))
                .withMessage("mean must be finite, got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given(List.of(), List.of()))
                .withMessage("mean and std must have at least one number");
    }
}
