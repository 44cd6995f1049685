package dev.weir.api.deferral;

/**
 * A frozen rule: pass an example on when its score lies in an interval, both ends included.
 *
 * <p>An end may be infinite; an interval with {@code low > high} is empty and never defers.
 * "Defer when the score is below t" is stored as {@code high = Math.nextDown(t)}.
 *
 * @param score what is compared; applied to the stage's own outputs
 * @param low   the lowest score that is passed on, or minus infinity
 * @param high  the highest score that is passed on, or infinity
 */
public record DeferralRule(ConfidenceScore score, double low, double high) {

    public DeferralRule {
        if (Double.isNaN(low) || Double.isNaN(high)) {
            throw new IllegalArgumentException("the ends of a rule must be numbers, got " + low + " and " + high);
        }
    }

    /** Passes on what scores strictly below {@code threshold}. */
    public static DeferralRule below(ConfidenceScore score, double threshold) {
        return new DeferralRule(score, Double.NEGATIVE_INFINITY, Math.nextDown(threshold));
    }

    /** Passes on what scores from {@code low} to {@code high}. */
    public static DeferralRule between(ConfidenceScore score, double low, double high) {
        return new DeferralRule(score, low, high);
    }

    /** Passes nothing on. */
    public static DeferralRule never(ConfidenceScore score) {
        return new DeferralRule(score, 1, 0);
    }

    /** Passes everything on. */
    public static DeferralRule always(ConfidenceScore score) {
        return new DeferralRule(score, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** Whether an example of this score is passed on. */
    public boolean defers(double value) {
        return low <= value && value <= high;
    }
}
