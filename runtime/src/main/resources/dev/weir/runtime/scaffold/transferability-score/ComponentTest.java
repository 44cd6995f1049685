package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TransferabilityScoreContract;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements TransferabilityScoreContract {

    @Override
    public TransferabilityScore score(Random random) {
        return new {{Type}}();
    }

    @Test
    void classesAtZeroAndFourWithASpreadOfOneHaveFourFifthsBetweenThem() {
        Evidence evidence = Evidence.of(new Labels(2, new int[] {0, 0, 1, 1}))
                .with(Need.FEATURES, RowBlocks.of(new Features(4, 1, new double[] {-1, 1, 3, 5})));

        assertThat(new {{Type}}().score(evidence)).isEqualTo(new Transferability.Value(0.8));
    }
}
