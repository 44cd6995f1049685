package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.interpolation.MergeTask;
import dev.weir.api.interpolation.WeightMerge;
import dev.weir.api.interpolation.WeightMergeContract;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements WeightMergeContract {

    @Override
    public WeightMerge merge(Random random) {
        double[] shares = {0, 0.5, 1, 0.25};
        return new {{Type}}(shares[random.nextInt(shares.length)]);
    }

    @Test
    void aQuarterOfFourAndThreeQuartersOfEightAreSeven() {
        WeightSet merged = new {{Type}}(0.25)
                .merge(new MergeTask(List.of(set(4), set(8)), Optional.empty(), Optional.empty()));

        assertThat(((WeightTensor.Floats) merged.tensors().get(0)).values()).containsExactly(7);
    }

    private static WeightSet set(float value) {
        return new WeightSet(List.of(new WeightTensor.Floats("weight", List.of(1), new float[] {value})));
    }
}
