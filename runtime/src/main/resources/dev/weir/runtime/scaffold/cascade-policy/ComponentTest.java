package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.CascadePolicyContract;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements CascadePolicyContract {
    private static final ConfidenceScore SUREST =
            outputs -> outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1));

    @Override
    public CascadePolicy policy(Random random) {
        double[] levels = {Double.MIN_NORMAL, 0.1, 0.5, Math.nextDown(1.0)};
        return new {{Type}}(SUREST, levels[random.nextInt(3)], levels[random.nextInt(levels.length)]);
    }

    @Test
    void oneHundredAndFiftyRightAnswersCertifyTenPercentAndOneHundredAndFortyNineDoNot() {
        // sqrt(log(20) / (2 n)) is 0.0999 for 150 and 0.1003 for 149
        assertThat(certifies(300)).isTrue();
        assertThat(certifies(298)).isFalse();
    }

    private static boolean certifies(int rows) {
        Outputs right = Outputs.of(new Logits(rows, 1, new float[rows]));
        List<Outputs> stages = List.of(right, right);
        return new {{Type}}(SUREST, 0.1, 0.05)
                .rules(new CascadeCalibration(
                        stages, stages, new Labels(1, new int[rows]), SUREST, List.of(), 1))
                .certificate()
                .holds();
    }
}
