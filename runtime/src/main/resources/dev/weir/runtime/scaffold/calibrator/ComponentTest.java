package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.deferral.CalibratorContract;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements CalibratorContract {

    @Override
    public Calibrator calibrator(Random random) {
        List<Double> five = List.of(Double.MIN_VALUE, 0.1, 1.0, random.nextDouble() + 0.1, Double.MAX_VALUE);
        return new {{Type}}(random.nextBoolean() ? Optional.of(five) : Optional.empty());
    }

    @Test
    void oneOfTwoExamplesAndOneMoreOfEachClassMakeThreeQuarters() {
        Logits logits = new Logits(2, 2, new double[4]);

        Calibrator fitted = new {{Type}}(Optional.empty()).fitted(logits, new Labels(2, new int[] {0, 0}));

        assertThat(fitted).isEqualTo(new {{Type}}(Optional.of(List.of(0.75, 0.25))));
        assertThat(fitted.apply(logits).row(0).toDoubles()).containsExactly(Math.log(0.75), Math.log(0.25));
    }
}
