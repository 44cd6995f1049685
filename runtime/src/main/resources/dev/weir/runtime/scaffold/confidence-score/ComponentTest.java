package {{package}};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.ConfidenceScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements ConfidenceScoreContract {

    @Override
    public ConfidenceScore score(Random random) {
        double[] temperatures = {Double.MIN_NORMAL, 1, Double.MAX_VALUE, 0.1 + 10 * random.nextDouble()};
        return new {{Type}}(temperatures[random.nextInt(temperatures.length)]);
    }

    @Test
    void threeQuartersScoreThreeQuarters() {
        Logits logits = new Logits(1, 2, new double[] {Math.log(3), 0});

        assertThat(new {{Type}}(1).scores(Outputs.of(logits))[0]).isCloseTo(0.75, within(1e-15));
    }
}
