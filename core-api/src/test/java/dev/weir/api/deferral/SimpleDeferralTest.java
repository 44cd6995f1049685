package dev.weir.api.deferral;

import dev.weir.api.metrics.Quantiles;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;

/** The contracts hold for the simplest score and the simplest policy there are. */
class SimpleDeferralTest {

    private static ConfidenceScore maxSoftmax(double temperature) {
        return outputs -> outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, temperature));
    }

    @Nested
    class MaxSoftmax implements ConfidenceScoreContract {

        @Override
        public ConfidenceScore score(Random random) {
            double[] temperatures = {Double.MIN_NORMAL, 1, 1e6, random.nextDouble(0.1, 10)};
            return maxSoftmax(temperatures[random.nextInt(temperatures.length)]);
        }
    }

    @Nested
    class TheLeastSureShare implements DeferralPolicyContract {

        @Override
        public DeferralPolicy policy(Random random) {
            double[] shares = {0, 1, random.nextDouble()};
            double share = shares[random.nextInt(shares.length)];
            return calibration -> {
                int[] reached = calibration.reached();
                if (reached.length == 0) {
                    throw new IllegalArgumentException("no calibration example reaches the stage");
                }
                ConfidenceScore score = maxSoftmax(1);
                double[] scores = score.scores(calibration.outputs());
                double[] sorted =
                        IntStream.of(reached).mapToDouble(row -> scores[row]).toArray();
                Arrays.sort(sorted);
                return DeferralRule.below(score, Quantiles.linear(sorted, share));
            };
        }
    }
}
