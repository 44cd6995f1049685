package {{package}};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.InterpolationTask;
import dev.weir.api.interpolation.Interpolator;
import dev.weir.api.interpolation.InterpolatorContract;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements InterpolatorContract {

    @Override
    public Interpolator interpolator(Random random) {
        double[] temperatures = {Double.MIN_NORMAL, 1, 1e6, random.nextDouble(0.1, 10)};
        return new {{Type}}(temperatures[random.nextInt(temperatures.length)]);
    }

    @Test
    void anEndpointThatIsTwiceAsSureHasTwoThirds() {
        Logits sure = new Logits(1, 2, new float[] {1000, 0});
        Logits unsure = new Logits(1, 2, new float[] {0, 0});

        InterpolationPlan plan = new {{Type}}(1)
                .plan(new InterpolationTask(List.of(sure, unsure), false, Optional.empty(), 7));

        assertThat(plan.mixes().get(0).coefficients().get(0)).isCloseTo(2.0 / 3, within(1e-12));
    }
}
