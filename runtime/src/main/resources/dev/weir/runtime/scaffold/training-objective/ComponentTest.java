package {{package}};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.model.Loss;
import dev.weir.api.model.TrainingBlock;
import dev.weir.api.model.TrainingObjective;
import dev.weir.api.model.TrainingObjectiveContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements TrainingObjectiveContract {

    @Override
    public TrainingObjective objective(Random random) {
        double[] shares = {0, 1, random.nextDouble()};
        return new {{Type}}(shares[random.nextInt(shares.length)]);
    }

    @Test
    void halfOfAnEvenGuessBetweenTwoClasses() {
        Logits even = new Logits(1, 2, new double[2]);

        Loss loss = new {{Type}}(0.5).evaluate(TrainingBlock.whole(even, new Labels(2, new int[1])));

        assertThat(loss.value()).isCloseTo(Math.log(2) / 2, within(1e-15));
        assertThat(loss.gradient()).containsExactly(new double[] {-0.25, 0.25}, within(1e-15));
    }
}
