package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlurTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        int[] radii = {0, 1, 2, Integer.MAX_VALUE};
        return new Blur(radii[random.nextInt(radii.length)]);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 3, 6, 5);
    }

    @Test
    void aPixelBecomesTheMeanOfTheSquareAroundItWithinTheImage() {
        Inputs blurred = new Blur(1).apply(Tensors.image(3, 3, 36, 0, 0, 0, 0, 0, 0, 0, 0), 0);

        assertThat(Tensors.numbers(blurred)).containsExactly(9, 6, 0, 6, 4, 0, 0, 0, 0);
    }

    @Test
    void noRadiusChangesNothingAndALargeOneLeavesTheMean() {
        Inputs image = Tensors.image(2, 2, 1, 2, 3, 6);

        assertThat(Tensors.numbers(new Blur(0).apply(image, 0))).containsExactly(1, 2, 3, 6);
        assertThat(Tensors.numbers(new Blur(2).apply(image, 0))).containsOnly(3);
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Blur(-1))
                .withMessage("radius must be at least 0, got -1");
    }
}
