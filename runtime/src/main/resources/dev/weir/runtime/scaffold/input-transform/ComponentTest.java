package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.InputTransformContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements InputTransformContract {

    @Override
    public InputTransform transform(Random random) {
        double[] powers = {0, 1, random.nextDouble()};
        return new {{Type}}(powers[random.nextInt(powers.length)]);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[3 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {3}, values);
    }

    @Test
    void thePowerOfAHalfIsTheRoot() {
        FloatTensor one = new FloatTensor(1, new int[] {3}, new float[] {4, -9, 0});

        FloatTensor root = (FloatTensor) new {{Type}}(0.5).apply(one, 1);

        assertThat(new float[] {root.at(0, 0), root.at(0, 1), root.at(0, 2)}).containsExactly(2, -3, 0);
    }
}
