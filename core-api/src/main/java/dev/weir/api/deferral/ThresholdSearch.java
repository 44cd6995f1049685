package dev.weir.api.deferral;

import dev.weir.api.metrics.RiskCoverageCurve;

/**
 * The thresholds on a stage's score that part calibration examples of different scores, and what each of them
 * would do to the examples that reach the stage. They are the points of {@link #kept}: point 0 passes everything
 * on, the last one nothing.
 */
public final class ThresholdSearch {
    private final ConfidenceScore score;
    private final CalibrationOutputs calibration;
    private final double[] scores;
    private final RiskCoverageCurve kept;

    /**
     * The thresholds of a stage.
     *
     * @param score       orders the examples
     * @param calibration for the stage; at least one example reaches it
     */
    public ThresholdSearch(ConfidenceScore score, CalibrationOutputs calibration) {
        this.score = score;
        this.calibration = calibration;
        int[] reached = calibration.reached();
        double[] all = score.scores(calibration.outputs());
        scores = new double[reached.length];
        for (int i = 0; i < reached.length; i++) {
            scores[i] = all[reached[i]];
        }
        kept = curve(calibration.stage());
    }

    /** What the stage would keep, against whether its answers are right. */
    public RiskCoverageCurve kept() {
        return kept;
    }

    /** How many examples the threshold of a point passes on. */
    public int deferred(int point) {
        return kept.examples() - kept.accepted(point);
    }

    /** The rule that keeps what a point of {@link #kept} accepts. */
    public DeferralRule keeping(int point) {
        if (deferred(point) == 0) {
            return DeferralRule.never(score);
        }
        return point == 0 ? DeferralRule.always(score) : DeferralRule.below(score, kept.threshold(point));
    }

    /**
     * The rule that passes on as few as possible so that what the stage keeps and the next stage's answers to the
     * rest are right at least as often as wished.
     *
     * @param wish in [0, 1]
     * @throws NoRuleException when no threshold reaches it; the message has the best one and the remedy
     */
    public DeferralRule forAccuracy(double wish) {
        RiskCoverageCurve next = curve(calibration.stage() + 1);
        int best = kept.points() - 1;
        for (int point = best; point >= 0; point--) {
            if (jointAccuracy(next, point) >= wish) {
                return keeping(point);
            }
            if (jointAccuracy(next, point) > jointAccuracy(next, best)) {
                best = point;
            }
        }
        throw new NoRuleException("accuracy " + wish + " cannot be had: of the " + kept.examples()
                + " calibration examples that reach stages[" + calibration.stage() + "], the best joint accuracy is "
                + jointAccuracy(next, best) + ", at a deferral rate of " + (double) deferred(best) / kept.examples()
                + "\nAsk for that accuracy or less, or make the next stage more accurate.");
    }

    /** Both curves order the same scores, so a point parts the examples alike in both. */
    private double jointAccuracy(RiskCoverageCurve next, int point) {
        int errors = kept.errors(point) + next.errors(next.points() - 1) - next.errors(point);
        return (double) (kept.examples() - errors) / kept.examples();
    }

    /** The stage's scores of the examples that reach it, against whether {@code answering} is right on them. */
    private RiskCoverageCurve curve(int answering) {
        boolean[] all = calibration
                .labels()
                .matches(calibration.answers().get(answering).predictions());
        boolean[] right = new boolean[scores.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = all[calibration.reached()[i]];
        }
        return RiskCoverageCurve.of(scores, right);
    }
}
