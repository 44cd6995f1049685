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
import dev.weir.api.metrics.Quantiles;
import dev.weir.api.metrics.RiskCoverageCurve;
import java.util.Arrays;
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
 * @param score               orders the examples
 * @param target              the task whose operating threshold the window is laid around; either this or
 *     {@code at}
 * @param at                  the ends themselves, with which the settings below are not read
 * @param width               share of the examples in the window, in [0, 1]
 * @param minCoverageExamples fewest accepted examples whose error rate is trusted, for coverage-at-risk;
 *     {@linkplain RiskCoverageCurve#defaultMinimumAccepted a quarter of the examples, at most 500}, unless
 *     given
 * @param match               which point of the curve meets the target
 * @see <a href="https://arxiv.org/abs/2303.08010">Xia and Bouganis, Window-Based Early-Exit Cascades for
 *     Uncertainty Estimation, ICCV 2023</a>
 */
@Extension
@Name("window")
@Doc("passes on the examples whose score lies around the operating threshold of a task")
public record Window(
        @Default("max-softmax") @Doc("orders the examples") ConfidenceScore score,

        @Doc("the task: coverage-at-risk or risk-at-coverage; either this or at")
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
        Match match)
        implements DeferralPolicy {

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
        return score.needs();
    }

    @Override
    public DeferralRule rule(CalibrationOutputs calibration) {
        return at.map(ends -> DeferralRule.between(score, ends.low(), ends.high()))
                .orElseGet(() -> around(target.orElseThrow(), calibration));
    }

    private DeferralRule around(Target wish, CalibrationOutputs calibration) {
        if (calibration.size() == 0) {
            throw new IllegalArgumentException("target cannot be calibrated: the calibration split is empty"
                    + "\nGive the calibration split examples, or give the ends of the window: at.");
        }
        double[] scores = score.scores(calibration.outputs());
        boolean[] right =
                calibration.labels().matches(calibration.outputs().logits().predictions());
        double[] sorted =
                Arrays.stream(scores).map(value -> value + 0.0).sorted().toArray(); // no -0.0
        double rank = Quantiles.rank(sorted, operatingThreshold(wish, RiskCoverageCurve.of(scores, right)));
        return DeferralRule.between(
                score,
                Quantiles.linear(sorted, Math.max(0, rank - width / 2)),
                Quantiles.linear(sorted, Math.min(1, rank + width / 2)));
    }

    /**
     * The highest confidence that the target's point does not accept, as in the paper's code; the lowest of
     * all where it accepts everything.
     */
    double operatingThreshold(Target wish, RiskCoverageCurve curve) {
        int minimum = minCoverageExamples.orElseGet(() -> RiskCoverageCurve.defaultMinimumAccepted(curve.examples()));
        int point = wish.point(curve, match, minimum);
        return curve.threshold(Math.min(point + 1, curve.points() - 1));
    }
}
