package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RotateTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        double[] degrees = {0, 90, -360, 1e6, random.nextDouble(-45, 45)};
        return new Rotate(degrees[random.nextInt(degrees.length)]);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 3, 6, 5);
    }

    @Test
    void aQuarterTurnGoesCounterClockwise() {
        Inputs turned = new Rotate(90).apply(Tensors.image(2, 2, 1, 2, 3, 4), 0);

        assertThat(Tensors.numbers(turned)).containsExactly(2, 4, 1, 3);
    }

    @Test
    void halfATurnReversesThePixelsAndAWholeOneChangesNothing() {
        Inputs image = Tensors.image(2, 3, 1, 2, 3, 4, 5, 6);

        assertThat(Tensors.numbers(new Rotate(180).apply(image, 0))).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(Tensors.numbers(new Rotate(-360).apply(image, 0))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void whatComesInFromOutsideIsZero() {
        Inputs turned = new Rotate(90).apply(Tensors.image(1, 3, 1, 2, 3), 0);

        assertThat(Tensors.numbers(turned)).containsExactly(0, 2, 0);
    }

    /** The corner of a 3 x 3 image comes, at 45 degrees, from the square root of 2 beside the middle. */
    @Test
    void betweenPixelsValuesAreMixedBilinearly() {
        Inputs turned = new Rotate(45).apply(Tensors.image(3, 3, 0, 0, 0, 0, 0, 1, 0, 0, 0), 0);

        assertThat(Tensors.numbers(turned)[2]).isEqualTo((float) (2 - Math.sqrt(2)));
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rotate(Double.POSITIVE_INFINITY))
                .withMessage("degrees must be finite, got Infinity");
    }
}
