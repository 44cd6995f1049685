package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContrastTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        double[] factors = {0, 1, 0.5, random.nextDouble(0, 3)};
        return new Contrast(factors[random.nextInt(factors.length)]);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 3, 6, 5);
    }

    @Test
    void halfTheContrastHalvesTheDistanceToTheMeanOfTheChannel() {
        Inputs images = new FloatTensor(1, new int[] {2, 1, 2}, new float[] {0, 1, 4, 8});

        assertThat(Tensors.numbers(new Contrast(0.5).apply(images, 0))).containsExactly(0.25f, 0.75f, 5, 7);
    }

    @Test
    void noneLeavesTheMeanAloneAndOneChangesNothing() {
        Inputs image = Tensors.image(1, 3, 0.1f, 0.7f, 0.1f);

        assertThat(Tensors.numbers(new Contrast(0).apply(image, 0))).containsOnly(0.3f);
        assertThat(Tensors.numbers(new Contrast(1).apply(image, 0))).containsExactly(0.1f, 0.7f, 0.1f);
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Contrast(-0.1))
                .withMessage("factor must be finite and at least 0, got -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Contrast(Double.NaN))
                .withMessage("factor must be finite and at least 0, got NaN");
    }
}
