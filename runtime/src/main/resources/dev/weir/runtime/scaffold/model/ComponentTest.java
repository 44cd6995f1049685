package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContract;
import dev.weir.api.model.ModelProvider;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements ModelContract {

    @Override
    public ModelProvider provider(Random random) {
        double[] scales = {Double.MIN_NORMAL, 1, 1e6};
        return new {{Type}}(3, scales[random.nextInt(scales.length)]);
    }

    @Override
    public Inputs inputs(Random random, int rows) {
        float[] values = new float[6 * rows];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FloatTensor(rows, new int[] {6}, values);
    }

    @Override
    public int classes() {
        return 3;
    }

    @Test
    void everyThirdNumberCountsForItsClass() {
        FloatTensor one = new FloatTensor(1, new int[] {6}, new float[] {6, 0, 0, 6, 0, 3});

        try (Model model = new {{Type}}(3, 1).open(context(1))) {
            Logits logits = model.outputs(one, Set.of()).logits();
            assertThat(logits.toDoubles()).containsExactly(2, 0, 0.5);
        }
    }
}
