package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Inputs;
import dev.weir.api.Texts;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResizeTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        return new Resize(List.of(1 + random.nextInt(12), 1 + random.nextInt(12)));
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 3, 6, 5);
    }

    @Test
    void theSameSizeChangesNothing() {
        Inputs image = Tensors.image(2, 3, 1, 2, 3, 4, 5, 6);

        assertThat(Tensors.numbers(new Resize(List.of(2, 3)).apply(image, 0))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    /** Twice as wide, the new centres lie a quarter of a pixel beside the old: 3/4 of the one, 1/4 of the other. */
    @Test
    void twiceTheSizeMixesNeighboursThreeToOne() {
        Inputs resized = new Resize(List.of(1, 4)).apply(Tensors.image(1, 2, 0, 1), 0);

        assertThat(Tensors.shape(resized)).containsExactly(1, 1, 4);
        assertThat(Tensors.numbers(resized)).containsExactly(0, 0.25f, 0.75f, 1);
    }

    @Test
    void halfTheSizeIsTheMeanOfFourPixels() {
        Inputs resized = new Resize(List.of(1, 1)).apply(Tensors.image(2, 2, 1, 2, 3, 6), 0);

        assertThat(Tensors.numbers(resized)).containsExactly(3);
    }

    @Test
    void anEvenImageStaysEven() {
        float[] grey = new float[64];
        Arrays.fill(grey, 0.5f);

        assertThat(Tensors.numbers(new Resize(List.of(20, 20)).apply(Tensors.image(8, 8, grey), 0)))
                .containsOnly(0.5f);
    }

    @Test
    void whatIsNoImageIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resize(List.of(2, 2)).apply(new Texts(List.of("a")), 0))
                .withMessageStartingWith("resize takes float tensors of shape [channels, height, width], got texts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resize(List.of(2, 2)).apply(Tensors.random(new Random(1), 2, 64), 0))
                .withMessageContaining("got float tensors of shape [64]");
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resize(List.of(28)))
                .withMessage("to must be [height, width], got [28]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Resize(List.of(28, 0)))
                .withMessage("to must be at least 1, got 0");
    }
}
