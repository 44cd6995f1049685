package dev.weir.plugins.windowearlyexit;

import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.ScoreThreshold;
import dev.weir.api.metrics.Quantiles;

/**
 * The threshold that passes on the share nearest to a wish; of two as near, the one that passes on less. Only
 * thresholds between different scores are looked at.
 *
 * @param score orders the examples
 * @param rate  the wish, in [0, 1]
 */
record NearestRate(ConfidenceScore score, double rate) implements ScoreThreshold {

    @Override
    public DeferralRule rule(double[] ascending) {
        if (rate == 0) {
            return DeferralRule.never(score);
        }
        if (rate == 1) {
            return DeferralRule.always(score);
        }
        double wished = rate * ascending.length;
        double at = ascending[Math.min(ascending.length - 1, (int) wished)];
        int fewer = Quantiles.countBelow(ascending, at);
        int more = Quantiles.countBelow(ascending, Math.nextUp(at));
        int passedOn = Math.abs(fewer - wished) <= Math.abs(more - wished) ? fewer : more;
        if (passedOn == 0) {
            return DeferralRule.never(score);
        }
        return passedOn == ascending.length
                ? DeferralRule.always(score)
                : DeferralRule.below(score, ascending[passedOn]);
    }
}
