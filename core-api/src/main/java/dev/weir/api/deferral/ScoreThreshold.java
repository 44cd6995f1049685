package dev.weir.api.deferral;

/** How a {@link DeferralPolicy} chooses its rule when it looks at one score alone. */
public interface ScoreThreshold {

    /** Orders the examples; the score of the rule. */
    ConfidenceScore score();

    /**
     * The rule that {@link DeferralPolicy#rule} gives where these are the scores of the examples that reach the stage.
     *
     * @param ascending the scores from the lowest to the highest, at least one; not to be written to
     * @throws IllegalArgumentException when no rule can be had, as there
     */
    DeferralRule rule(double[] ascending);
}
