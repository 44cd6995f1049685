package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.CalibrationError;
import dev.weir.api.metrics.ReliabilityDiagram;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.config.SettingsTree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The numbers behind the plots of a cascade's report, few enough to stand in a page. */
final class CascadePlots {
    private static final int CURVE_POINTS = 400;
    private static final int BINS = 40;

    private final ObjectNode plots = JsonNodeFactory.instance.objectNode();

    ObjectNode done() {
        return plots;
    }

    /** Adds a risk-coverage curve, thinned out evenly in coverage. */
    void curve(String name, RiskCoverageCurve curve) {
        ObjectNode node = plots.withArrayProperty("riskCoverage").addObject().put("name", name);
        ArrayNode points = node.putArray("points");
        double next = 0;
        for (int point = 1; point < curve.points(); point++) {
            if (curve.coverage(point) >= next || point == curve.points() - 1) {
                points.addArray().add(curve.coverage(point)).add(curve.risk(point));
                next = curve.coverage(point) + 1.0 / CURVE_POINTS;
            }
        }
    }

    /** Adds the histogram of a stage's score over right and wrong answers, with the rule's interval. */
    void scores(String stage, DeferralRule rule, double[] scores, boolean[] right) {
        double low = Arrays.stream(scores).min().orElse(0);
        double high = Arrays.stream(scores).max().orElse(1);
        double width = high > low ? (high - low) / BINS : 1;
        int[] rights = new int[BINS];
        int[] wrongs = new int[BINS];
        for (int row = 0; row < scores.length; row++) {
            int bin = Math.min(BINS - 1, (int) ((scores[row] - low) / width));
            (right[row] ? rights : wrongs)[bin]++;
        }
        ObjectNode node = plots.withArrayProperty("scores").addObject().put("stage", stage);
        node.put("score", scoreName(rule));
        CascadeReport.bound(node, "low", rule.low());
        CascadeReport.bound(node, "high", rule.high());
        ArrayNode edges = node.putArray("edges");
        for (int bin = 0; bin <= BINS; bin++) {
            edges.add(low + bin * width);
        }
        Arrays.stream(rights).forEach(node.putArray("right")::add);
        Arrays.stream(wrongs).forEach(node.putArray("wrong")::add);
    }

    /** Adds a stage's reliability diagram, and that before it was calibrated or tuned. */
    void reliability(String stage, Outputs before, Outputs after, Labels labels) {
        ObjectNode node = plots.withArrayProperty("reliability").addObject().put("stage", stage);
        bins(node.putArray("before"), before, labels);
        bins(node.putArray("after"), after, labels);
    }

    /** Bins that hold something: mean probability, accuracy, how many. */
    private static void bins(ArrayNode bins, Outputs outputs, Labels labels) {
        ReliabilityDiagram diagram = ReliabilityDiagram.of(
                outputs.probabilities(1), labels.matches(outputs.predictions()), CalibrationError.BINS);
        for (int bin = 0; bin < CalibrationError.BINS; bin++) {
            if (diagram.counts()[bin] > 0) {
                bins.addArray()
                        .add(diagram.probabilities()[bin])
                        .add(diagram.accuracies()[bin])
                        .add(diagram.counts()[bin]);
            }
        }
    }

    static String scoreName(DeferralRule rule) {
        Object tree = SettingsTree.shortOf(rule.score());
        return tree instanceof Map<?, ?> map ? String.valueOf(map.get("use")) : String.valueOf(tree);
    }

    /**
     * The plots of a cascade.
     *
     * @param before what stages put out before they were tuned and calibrated, by stage; those that were
     */
    static ObjectNode of(
            CascadeEvaluation evaluation,
            List<ModelRun> models,
            StageOutputs test,
            Labels labels,
            List<StageRule> rules,
            Decisions decisions,
            Map<Integer, Outputs> before) {
        CascadePlots plots = new CascadePlots();
        for (int stage = 0; stage < models.size(); stage++) {
            plots.curve(models.get(stage).name(), evaluation.curve(stage));
        }
        if (Baselines.hasEnsemble(test)) {
            plots.curve("ensemble", evaluation.ensembleCurve());
        }
        plots.curve("cascade", evaluation.curve(decisions));
        for (int stage = 0; stage < rules.size(); stage++) {
            if (rules.get(stage).deferral().isPresent()) {
                DeferralRule rule = rules.get(stage).deferral().get();
                plots.scores(
                        models.get(stage).name(),
                        rule,
                        rule.score().scores(test.own().get(stage)),
                        labels.matches(test.own().get(stage).predictions()));
                Outputs earlier = before.get(stage);
                if (earlier != null) {
                    plots.scores(
                            models.get(stage).name() + " before",
                            rule,
                            rule.score().scores(earlier),
                            labels.matches(earlier.predictions()));
                }
            }
        }
        before.forEach((stage, earlier) ->
                plots.reliability(models.get(stage).name(), earlier, test.own().get(stage), labels));
        return plots.done();
    }
}
