package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PadTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        return new Pad(List.of(6 + random.nextInt(4), 5 + random.nextInt(4)), random.nextInt(3) - 1);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 3, 6, 5);
    }

    @Test
    void imagesStandInTheMiddleAndAnOddRestGoesBelowAndToTheRight() {
        Inputs padded = new Pad(List.of(3, 4), 9).apply(Tensors.image(2, 2, 1, 2, 3, 4), 0);

        assertThat(Tensors.shape(padded)).containsExactly(1, 3, 4);
        assertThat(Tensors.numbers(padded)).containsExactly(9, 1, 2, 9, 9, 3, 4, 9, 9, 9, 9, 9);
    }

    @Test
    void everyChannelIsPadded() {
        Inputs padded = new Pad(List.of(1, 3), 0).apply(Tensors.random(new Random(1), 1, 2, 1, 1), 0);

        float[] numbers = Tensors.numbers(padded);
        assertThat(numbers).hasSize(6);
        assertThat(numbers[1]).isPositive();
        assertThat(numbers[4]).isPositive();
        assertThat(numbers[0] + numbers[2] + numbers[3] + numbers[5]).isZero();
    }

    @Test
    void largerImagesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pad(List.of(1, 4), 0).apply(Tensors.image(2, 2, 1, 2, 3, 4), 0))
                .withMessage("pad makes images larger, not smaller: to is [1, 4], got float tensors of shape"
                        + " [1, 2, 2]\nMake them smaller with resize first.");
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pad(List.of(1, 2, 3), 0))
                .withMessage("to must be [height, width], got [1, 2, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pad(List.of(1, 2), Double.NaN))
                .withMessage("value must be finite, got NaN");
    }
}
