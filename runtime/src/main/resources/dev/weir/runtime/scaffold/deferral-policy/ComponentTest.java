package {{package}};

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralPolicyContract;
import dev.weir.api.deferral.DeferralRule;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class {{Type}}Test implements DeferralPolicyContract {
    private static final ConfidenceScore FIRST =
            outputs -> outputs.logits().mapRows(row -> outputs.logits().at(row, 0));

    @Override
    public DeferralPolicy policy(Random random) {
        double[] shares = {0, 1, random.nextDouble()};
        return new {{Type}}(FIRST, shares[random.nextInt(shares.length)]);
    }

    @Test
    void halfOfFourExamplesAreTheTwoThatScoreBelowTheThird() {
        List<Outputs> stages = List.of(scored(4, 1, 3, 2), scored(0, 0, 0, 0));
        Labels labels = new Labels(2, new int[4]);

        DeferralRule rule = new {{Type}}(FIRST, 0.5)
                .rule(new CalibrationOutputs(0, stages, stages, labels, new int[] {0, 1, 2, 3}));

        assertThat(rule).isEqualTo(DeferralRule.below(FIRST, 3));
    }

    private static Outputs scored(double... scores) {
        double[] logits = new double[2 * scores.length];
        for (int row = 0; row < scores.length; row++) {
            logits[2 * row] = scores[row];
        }
        return Outputs.of(new Logits(scores.length, 2, logits));
    }
}
