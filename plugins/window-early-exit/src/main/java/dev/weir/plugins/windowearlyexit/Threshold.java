package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Require;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.ScoreThreshold;
import dev.weir.api.deferral.ThresholdSearch;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Passes on the examples that score below one threshold, chosen for a wish: exactly one of four.
 *
 * <p>The threshold is calibrated on the examples that reach the stage. Only thresholds that part examples of
 * different scores are looked at: a wish that passes on all of them becomes a rule that always defers, and one
 * that passes on none a rule that never does.
 *
 * @param score        orders the examples
 * @param deferralRate share of the examples that reach the stage to pass on, the least sure first. Among equal
 *     scores the achievable rate nearest to it; of two the lower
 * @param accuracy     joint accuracy of what the stage keeps and the next stage answers of the rest, at least;
 *     as few as possible are passed on
 * @param risk         error rate among what the stage keeps, at most; as many as possible are kept, at least one
 * @param at           the threshold itself
 */
@Extension
@Name("threshold")
@Doc("passes on the examples that score below one threshold; exactly one of deferral-rate, accuracy, risk, at")
public record Threshold(
        @Default("max-softmax") @Doc("orders the examples") ConfidenceScore score,

        @Doc("share of the examples that reach the stage to pass on; in [0, 1], 0 = never, 1 = all")
        Optional<Double> deferralRate,

        @Doc("lowest joint accuracy of this stage and the next, as few as possible passed on; in [0, 1]")
        Optional<Double> accuracy,

        @Doc("highest error rate among the examples kept, as many as possible kept; in [0, 1]")
        Optional<Double> risk,

        @Doc("the threshold itself: what scores below it is passed on")
        Optional<Double> at)
        implements DeferralPolicy {

    public Threshold {
        List<String> given = new ArrayList<>();
        deferralRate.ifPresent(value -> given.add("deferral-rate"));
        accuracy.ifPresent(value -> given.add("accuracy"));
        risk.ifPresent(value -> given.add("risk"));
        at.ifPresent(value -> given.add("at"));
        if (given.size() != 1) {
            throw new IllegalArgumentException("exactly one of deferral-rate, accuracy, risk and at must be given, got "
                    + (given.isEmpty() ? "none" : String.join(", ", given)));
        }
        deferralRate.ifPresent(value -> Require.share("deferral-rate", value));
        accuracy.ifPresent(value -> Require.share("accuracy", value));
        risk.ifPresent(value -> Require.share("risk", value));
        if (at.isPresent() && at.get().isNaN()) {
            throw new IllegalArgumentException("at must be a number, got NaN");
        }
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }

    @Override
    public DeferralRule rule(CalibrationOutputs calibration) {
        if (at.isPresent()) {
            return DeferralRule.below(score, at.get());
        }
        if (deferralRate.isPresent()) {
            return forDeferralRate(deferralRate.get(), calibration);
        }
        return accuracy.isPresent()
                ? search("accuracy", calibration).forAccuracy(accuracy.get())
                : forRisk(risk.orElseThrow(), calibration);
    }

    @Override
    public Optional<ScoreThreshold> byScore() {
        return deferralRate.map(rate -> new NearestRate(score, rate));
    }

    @Override
    public boolean isOfModelAlone() {
        return at.isPresent();
    }

    private DeferralRule forDeferralRate(double wish, CalibrationOutputs calibration) {
        if (wish == 0) {
            return DeferralRule.never(score);
        }
        if (wish == 1) {
            return DeferralRule.always(score);
        }
        requireReached("deferral-rate", calibration);
        int[] reached = calibration.reached();
        double[] all = score.scores(calibration.outputs());
        double[] ascending = new double[reached.length];
        for (int i = 0; i < reached.length; i++) {
            ascending[i] = all[reached[i]];
        }
        Arrays.sort(ascending);
        return new NearestRate(score, wish).rule(ascending);
    }

    private DeferralRule forRisk(double wish, CalibrationOutputs calibration) {
        ThresholdSearch search = search("risk", calibration);
        RiskCoverageCurve kept = search.kept();
        int point = kept.largestWithin(wish, 1);
        if (point < 0) {
            int best = kept.nearestRisk(0, 1);
            throw new IllegalArgumentException("risk " + wish + " cannot be had: of the " + kept.examples()
                    + " calibration examples that reach stages[" + calibration.stage() + "], the lowest risk is "
                    + kept.risk(best) + ", at a deferral rate of " + (double) search.deferred(best) / kept.examples()
                    + "\nAsk for that risk or more, or pass everything on with deferral-rate: 1.");
        }
        return search.keeping(point);
    }

    private ThresholdSearch search(String wish, CalibrationOutputs calibration) {
        requireReached(wish, calibration);
        return new ThresholdSearch(score, calibration);
    }

    private static void requireReached(String wish, CalibrationOutputs calibration) {
        if (calibration.reached().length == 0) {
            throw new IllegalArgumentException(wish + " cannot be calibrated: no calibration example reaches stages["
                    + calibration.stage() + "]\nLet the stages before it pass on more, or give the threshold: at.");
        }
    }
}
