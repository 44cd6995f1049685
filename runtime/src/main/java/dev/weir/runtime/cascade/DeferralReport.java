package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.metrics.ConfidenceOverlap;
import dev.weir.api.metrics.DeferralCurve;
import dev.weir.api.metrics.Interval;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.job.Bootstrap;
import dev.weir.runtime.job.Metrics;
import dev.weir.runtime.split.Seeds;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The report's {@code deferral}: how well a score picks what two stages should pass on, whatever the rule's
 * threshold.
 *
 * @param score  orders the examples
 * @param labels of the split
 * @param seed   of the intervals
 */
record DeferralReport(ConfidenceScore score, Labels labels, long seed) {
    private static final int CURVE_POINTS = 200;

    /**
     * The group of metrics.
     *
     * @param small what the first stage puts out
     * @param large what the cascade answers with what is passed on
     */
    ObjectNode of(Outputs small, Outputs large) {
        double[] confidence = score.scores(small);
        boolean[] right = labels.matches(small.predictions());
        DeferralCurve curve = DeferralCurve.of(confidence, right, labels.matches(large.predictions()));
        Metrics metrics = new Metrics();
        points(curve, metrics.node().putArray("curve"));
        int count = CascadeEvaluation.count(right);
        metrics.put("accuracy", curve.smallAccuracy(), Interval.ofShare(count, right.length));
        if (curve.sd().isPresent()) {
            metrics.put("sd", curve.sd().getAsDouble(), Bootstrap.ofDeferral(curve, Seeds.of(seed, "s_d")));
        } else {
            metrics.missing("sd", curve.undefined().orElse(""));
        }
        if (count == 0 || count == right.length) {
            String reason = CascadeEvaluation.nothingToTellApart(curve.smallAccuracy());
            metrics.missing("so", reason).missing("auroc", reason);
            return metrics.done();
        }
        overlap(metrics, confidence, right);
        RiskCoverageCurve risks = RiskCoverageCurve.of(confidence, right);
        metrics.put(
                "auroc",
                auroc(risks),
                Bootstrap.ofCurve(risks, Seeds.of(seed, "auroc"), of -> new double[] {auroc(of)})[0]);
        return metrics.done();
    }

    private static double auroc(RiskCoverageCurve curve) {
        return curve.auroc().orElse(Double.NaN);
    }

    private void overlap(Metrics metrics, double[] confidence, boolean[] right) {
        if (!Arrays.stream(confidence).allMatch(value -> value >= 0 && value <= 1)) {
            metrics.missing("so", "the rule's score leaves [0, 1], on which the overlap is defined");
            return;
        }
        int n = right.length;
        int[] points = new int[n];
        for (int row = 0; row < n; row++) {
            points[row] = ConfidenceOverlap.point(confidence[row]);
        }
        int[] drawn = new int[n];
        boolean[] drawnRight = new boolean[n];
        Interval interval = Bootstrap.ofRows(n, Seeds.of(seed, "s_o"), rows -> {
            for (int i = 0; i < n; i++) {
                drawn[i] = points[rows[i]];
                drawnRight[i] = right[rows[i]];
            }
            return ConfidenceOverlap.ofPoints(drawn, drawnRight).orElse(0); // one kind alone overlaps with nothing
        });
        metrics.put("so", ConfidenceOverlap.of(confidence, right).getAsDouble(), interval);
    }

    /** Evenly spread numbers of deferred examples, both ends included; the metrics are of all of them. */
    private static void points(DeferralCurve curve, ArrayNode points) {
        int n = curve.examples();
        int steps = Math.min(CURVE_POINTS, n);
        for (int i = 0; i <= steps; i++) {
            int deferred = (int) Math.round((double) n * i / steps);
            points.addObject().put("rate", (double) deferred / n).put("accuracy", curve.accuracy(deferred));
        }
    }
}
