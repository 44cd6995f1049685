package dev.weir.runtime.explore;

import dev.weir.api.Labels;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.metrics.AverageCost;
import dev.weir.api.metrics.Interval;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.cascade.Decisions;
import dev.weir.runtime.cascade.StageRule;
import dev.weir.runtime.job.Bootstrap;
import dev.weir.runtime.split.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A candidate on one split, decided by the code that decides for a cascade job.
 *
 * @param answered how many examples each stage answered
 * @param right    whether each example was answered rightly
 * @param curve    of the answers
 * @param cost     of an example
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
record Measured(int[] answered, boolean[] right, RiskCoverageCurve curve, AverageCost cost) {

    /** Decides. */
    static Measured of(Candidate candidate, StageView view, double[] costs, ConfidenceScore confidence) {
        List<StageRule> rules = new ArrayList<>();
        candidate.rules().forEach(rule -> rules.add(new StageRule(Optional.of(rule), OptionalDouble.empty())));
        rules.add(new StageRule(Optional.empty(), OptionalDouble.empty()));
        Decisions decisions = Decisions.decide(view.outputs(), rules, confidence);
        Labels labels = view.labels();
        boolean[] right = labels.matches(decisions.prediction());
        return new Measured(
                decisions.answered(),
                right,
                RiskCoverageCurve.of(decisions.confidence(), right),
                AverageCost.of(decisions.answered(), costs));
    }

    int rightCount() {
        int count = 0;
        for (boolean value : right) {
            count += value ? 1 : 0;
        }
        return count;
    }

    double accuracy() {
        return (double) rightCount() / right.length;
    }

    Interval accuracyInterval() {
        return Interval.ofShare(rightCount(), right.length);
    }

    /** What the objective asks for. */
    double quality(Objective objective) {
        return objective instanceof Objective.CoverageAtRisk wish ? curve.coverageAtRisk(wish.risk()) : accuracy();
    }

    /** Its interval; that of a coverage by the resamples of a cascade job. */
    Interval qualityInterval(Objective objective, long seed) {
        return objective instanceof Objective.CoverageAtRisk wish
                ? Bootstrap.ofCurve(curve, Seeds.of(seed, "bootstrap cascade"), drawn ->
                        new double[] {drawn.coverageAtRisk(wish.risk())})[0]
                : accuracyInterval();
    }

    /** The interval of how much more often this is right than another, example by example. */
    Interval moreOftenRight(Measured other) {
        int n = right.length;
        int better = 0;
        int worse = 0;
        for (int row = 0; row < n; row++) {
            better += right[row] && !other.right[row] ? 1 : 0;
            worse += !right[row] && other.right[row] ? 1 : 0;
        }
        double mean = (double) (better - worse) / n;
        double variance = (double) (better + worse) / n - mean * mean;
        return Interval.ofMean(mean, Math.max(0, variance), n);
    }
}
