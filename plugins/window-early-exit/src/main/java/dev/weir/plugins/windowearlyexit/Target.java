package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.metrics.RiskCoverageCurve;

/** The point of a stage's risk-coverage curve that a window is laid around. */
public sealed interface Target {

    /**
     * Finds the point.
     *
     * @param curve   of the stage alone, on the calibration split
     * @param minimum fewest examples whose error rate is trusted; read by {@link CoverageAtRisk} alone
     * @throws IllegalArgumentException when the curve has no such point
     */
    int point(RiskCoverageCurve curve, Window.Match match, int minimum);

    /**
     * The operating threshold: the highest confidence that the target's point does not accept, as in the paper's
     * code; the lowest of all where it accepts everything.
     *
     * @throws IllegalArgumentException when the curve has no such point
     */
    default double threshold(RiskCoverageCurve curve, Window.Match match, int minimum) {
        return curve.threshold(Math.min(point(curve, match, minimum) + 1, curve.points() - 1));
    }

    /** Whether the task is to tell foreign examples, not mistakes, from the rest. */
    default boolean detects() {
        return false;
    }

    /**
     * The most that can be accepted at a risk.
     *
     * @param risk error rate among the accepted
     */
    @Doc("the most that can be accepted at this error rate among the accepted")
    record CoverageAtRisk(
            @Doc("error rate among the accepted; in [0, 1]") double risk) implements Target {

        public CoverageAtRisk {
            Require.share("risk", risk);
        }

        @Override
        public int point(RiskCoverageCurve curve, Window.Match match, int minimum) {
            if (minimum > curve.examples()) {
                throw new IllegalArgumentException("min-coverage-examples must be at most the number of calibration"
                        + " examples, " + curve.examples() + ", got " + minimum
                        + "\nLower it, or leave it out for "
                        + RiskCoverageCurve.defaultMinimumAccepted(curve.examples()) + ".");
            }
            if (match == Window.Match.NEAREST) {
                return curve.nearestRisk(risk, minimum);
            }
            int point = curve.largestWithin(risk, minimum);
            if (point < 0) {
                throw new IllegalArgumentException("coverage-at-risk " + risk + " cannot be had with match: strict:"
                        + " accepting at least " + minimum + " of " + curve.examples()
                        + " calibration examples, the lowest risk is " + lowestRisk(curve, minimum)
                        + "\nAsk for that risk or more, lower min-coverage-examples, or use match: nearest.");
            }
            return point;
        }

        private static double lowestRisk(RiskCoverageCurve curve, int minimum) {
            return curve.risk(curve.nearestRisk(0, minimum));
        }
    }

    /**
     * The risk of accepting a given share.
     *
     * @param coverage share of the examples that is accepted
     */
    @Doc("the error rate among this share of the examples, the surest")
    record RiskAtCoverage(
            @Doc("share of the examples that is accepted; in [0, 1]")
            double coverage) implements Target {

        public RiskAtCoverage {
            Require.share("coverage", coverage);
        }

        @Override
        public int point(RiskCoverageCurve curve, Window.Match match, int minimum) {
            if (match == Window.Match.NEAREST) {
                return curve.nearestCoverage(coverage);
            }
            return firstCovering(curve, coverage);
        }
    }

    /**
     * Letting in a given share of the examples of the distribution, against foreign ones. Foreign examples are
     * not needed: the threshold is read off the calibration split alone.
     *
     * @param tpr share of the examples of the distribution that is let in
     */
    @Doc("let in this share of the examples of the distribution, against foreign ones")
    record FprAtTpr(
            @Doc("share of the examples of the distribution that is let in; in [0, 1]")
            double tpr) implements Target {

        public FprAtTpr {
            Require.share("tpr", tpr);
        }

        @Override
        public int point(RiskCoverageCurve curve, Window.Match match, int minimum) {
            return match == Window.Match.NEAREST ? curve.nearestCoverage(tpr) : firstCovering(curve, tpr);
        }

        /** The lowest confidence that is let in: here the paper's code reads the point itself, not the next. */
        @Override
        public double threshold(RiskCoverageCurve curve, Window.Match match, int minimum) {
            return curve.threshold(Math.max(1, point(curve, match, minimum)));
        }

        @Override
        public boolean detects() {
            return true;
        }
    }

    private static int firstCovering(RiskCoverageCurve curve, double coverage) {
        int point = 0;
        while (curve.coverage(point) < coverage) {
            point++;
        }
        return point;
    }
}
