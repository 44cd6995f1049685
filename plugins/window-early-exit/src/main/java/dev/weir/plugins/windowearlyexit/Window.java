package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.Quantiles;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Passes on the examples whose score lies around the operating threshold of a task. There a better score can
 * still change the decision to accept; far above and far below it cannot.
 *
 * <p>The operating threshold is read off the risk-coverage curve of the stage's own model on all calibration
 * examples, those that earlier stages answer included, as in the paper. The window holds the share
 * {@code width} of the calibration scores, half on each side; at an end of the scores it is cut off there and
 * holds less. Where many scores are equal it holds more, because no interval can part them. A {@code width}
 * of 0 leaves an interval of one number beside the threshold, which passes on what scores exactly that:
 * nothing, as a rule.
 *
 * <p>{@code adjusted} lays the same width around the same threshold, but counts it on unlabelled examples of the
 * mixture that the rule will meet, foreign ones among them, so that the share that is passed on stays what it was
 * meant to be.
 *
 * @param score               orders the examples; when left out the {@code published} score of the task
 * @param target              the task whose operating threshold the window is laid around; either this or
 *     {@code at}
 * @param at                  the ends themselves, with which the settings below are not read
 * @param width               share of the examples in the window, in [0, 1]
 * @param minCoverageExamples fewest accepted examples whose error rate is trusted, for coverage-at-risk;
 *     {@linkplain RiskCoverageCurve#defaultMinimumAccepted a quarter of the examples, at most 500}, unless
 *     given
 * @param match               which point of the curve meets the target
 * @param published           the scores that the paper's scripts use
 * @param adjusted            whether ranks and ends are those among unlabelled examples
 * @see <a href="https://arxiv.org/abs/2303.08010">Xia and Bouganis, Window-Based Early-Exit Cascades for
 *     Uncertainty Estimation, ICCV 2023</a>
 */
@Extension
@Name("window")
@Doc("passes on the examples whose score lies around the operating threshold of a task")
@Paper("Xia and Bouganis, Window-Based Early-Exit Cascades for Uncertainty Estimation, ICCV 2023,"
        + " https://arxiv.org/abs/2303.08010")
public record Window(
        @Doc("orders the examples; when left out max-softmax, for fpr-at-tpr energy")
        Optional<ConfidenceScore> score,

        @Doc("the task: coverage-at-risk, risk-at-coverage or fpr-at-tpr; either this or at")
        Optional<Target> target,

        @Doc("the ends of the window themselves; either this or target")
        Optional<Ends> at,

        @Default("0.2") @Doc("share of the examples in the window, half on each side of the target; in [0, 1]")
        double width,

        @Doc("fewest accepted examples whose error rate is trusted, for coverage-at-risk; at least 1;"
                + " when left out a quarter of the calibration examples, at most 500")
        Optional<Integer> minCoverageExamples,

        @Default("nearest")
        @Doc("nearest: the point nearest to the target, whose risk may lie above it;"
                + " strict: at most that risk, or at least that coverage")
        Match match,

        @Default("{}") @Doc("the scores of the paper, for a window without a score of its own")
        Published published,

        @Default("false")
        @Doc(
                "whether the width is counted on unlabelled examples, half test, half ood, instead of the calibration split")
        boolean adjusted)
        implements DeferralPolicy {

    /**
     * The scores that the paper's scripts use.
     *
     * @param accepting where answers are accepted or not
     * @param detecting where foreign examples are told from the rest
     */
    public record Published(
            @Default("max-softmax") @Doc("for coverage-at-risk, risk-at-coverage and at")
            ConfidenceScore accepting,

            @Default("energy") @Doc("for fpr-at-tpr") ConfidenceScore detecting) {}

    /** Which point of a risk-coverage curve meets a target. */
    public enum Match {
        /** The point nearest to the target, as in the paper: its risk may lie above the one asked for. */
        NEAREST,
        /** A risk of at most the one asked for, or a coverage of at least the one asked for. */
        STRICT
    }

    /**
     * The ends of a window, both inside it; either may be infinite.
     *
     * @param low  the lowest score that is passed on
     * @param high the highest score that is passed on; not below {@code low}
     */
    public record Ends(
            @Doc("the lowest score that is passed on; not above high")
            double low,

            @Doc("the highest score that is passed on; not below low")
            double high) {

        public Ends {
            if (Double.isNaN(low) || Double.isNaN(high)) {
                throw new IllegalArgumentException("low and high must be numbers, got " + low + " and " + high);
            }
            if (low > high) {
                throw new IllegalArgumentException("low must not be above high, got " + low + " and " + high);
            }
        }
    }

    public Window {
        if (target.isPresent() == at.isPresent()) {
            throw new IllegalArgumentException(
                    "exactly one of target and at must be given, got " + (at.isPresent() ? "both" : "none"));
        }
        Require.share("width", width);
        minCoverageExamples.ifPresent(given -> Require.atLeast("min-coverage-examples", 1, given));
    }

    @Override
    public Set<Need> needs() {
        Set<Need> needs = new HashSet<>(used().needs());
        if (adjusted && target.isPresent()) {
            needs.add(Need.UNLABELLED);
        }
        return Set.copyOf(needs);
    }

    @Override
    public boolean isOfModelAlone() {
        return at.isPresent() || !adjusted;
    }

    /** The score of the rule. */
    private ConfidenceScore used() {
        return score.orElseGet(
                () -> target.filter(Target::detects).isPresent() ? published.detecting() : published.accepting());
    }

    @Override
    public DeferralRule rule(CalibrationOutputs calibration) {
        return at.map(ends -> DeferralRule.between(used(), ends.low(), ends.high()))
                .orElseGet(() -> around(target.orElseThrow(), calibration));
    }

    private DeferralRule around(Target wish, CalibrationOutputs calibration) {
        if (calibration.size() == 0) {
            throw new IllegalArgumentException("target cannot be calibrated: the calibration split is empty"
                    + "\nGive the calibration split examples, or give the ends of the window: at.");
        }
        ConfidenceScore score = used();
        double[] scores = score.scores(calibration.outputs());
        boolean[] right = calibration.labels().matches(calibration.outputs().predictions());
        double[] sorted = Arrays.stream(adjusted ? unlabelled(score, calibration) : scores)
                .map(value -> value + 0.0) // no -0.0
                .sorted()
                .toArray();
        double rank = Quantiles.rank(sorted, operatingThreshold(wish, RiskCoverageCurve.of(scores, right)));
        return DeferralRule.between(
                score,
                Quantiles.linear(sorted, Math.max(0, rank - width / 2)),
                Quantiles.linear(sorted, Math.min(1, rank + width / 2)));
    }

    private static double[] unlabelled(ConfidenceScore score, CalibrationOutputs calibration) {
        double[] scores = calibration.unlabelled().stream()
                .flatMapToDouble(part -> Arrays.stream(score.scores(part)))
                .toArray();
        if (scores.length == 0) {
            throw new IllegalArgumentException("adjusted has no unlabelled examples to count on"
                    + "\nGive the job examples of another distribution: ood.");
        }
        return scores;
    }

    /** The target's threshold on a curve. */
    double operatingThreshold(Target wish, RiskCoverageCurve curve) {
        int minimum = minCoverageExamples.orElseGet(() -> RiskCoverageCurve.defaultMinimumAccepted(curve.examples()));
        return wish.threshold(curve, match, minimum);
    }
}
