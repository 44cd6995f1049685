package dev.weir.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NoiseTest implements InputTransformContract {
    @Override
    public InputTransform transform(Random random) {
        double[] sigmas = {0, 0.3, random.nextDouble(0, 2)};
        return new Noise(sigmas[random.nextInt(sigmas.length)]);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        return Tensors.random(random, rows, 7);
    }

    /** Of 100,000 draws the mean has a standard error of 0.001, the deviation of 0.0007. */
    @Test
    void hasTheMeanAndTheDeviationOfItsSigma() {
        FloatTensor zeros = Tensors.image(1, 1000, new float[100_000]);
        FloatTensor many = Tensors.random(new Random(1), 100, 1000);

        float[] before = Tensors.numbers(many);
        float[] after = Tensors.numbers(new Noise(0.3).apply(many, 5));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < after.length; i++) {
            sum += after[i] - before[i];
            squares += (after[i] - before[i]) * (after[i] - before[i]);
        }

        assertThat(sum / after.length).isCloseTo(0, Offset.offset(0.005));
        assertThat(Math.sqrt(squares / after.length)).isCloseTo(0.3, Offset.offset(0.004));
        assertThat(Tensors.numbers(new Noise(0).apply(zeros, 5))).containsOnly(0);
    }

    @Test
    void seedsAndRowsDrawDifferently() {
        FloatTensor two = Tensors.image(1, 2, 0, 0, 0, 1);
        Noise noise = new Noise(1);

        float[] first = Tensors.numbers(noise.apply(two, 1));
        float[] second = Tensors.numbers(noise.apply(two, 2));

        assertThat(first[0]).isNotEqualTo(second[0]);
        assertThat(first[0]).isNotEqualTo(first[2]);
    }

    @Test
    void settingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Noise(-1))
                .withMessage("sigma must be finite and at least 0, got -1.0");
    }
}
