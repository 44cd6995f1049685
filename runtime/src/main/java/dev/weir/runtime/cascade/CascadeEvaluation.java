package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.TokenMask;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.metrics.AverageCost;
import dev.weir.api.metrics.CalibrationError;
import dev.weir.api.metrics.Interval;
import dev.weir.api.metrics.Likelihood;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.job.Bootstrap;
import dev.weir.runtime.job.Metrics;
import dev.weir.runtime.split.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ObjectNode;

/** Measures each stage alone and the cascade, on the recorded outputs of the test split. */
final class CascadeEvaluation {
    private static final double[] RISKS = {0.05, 0.1};
    private static final double[] COVERAGES = {0.5, 0.8};

    private final List<ModelRun> models;
    private final StageOutputs test;
    private final Labels labels;
    private final ConfidenceScore confidence;
    private final long seed;
    private final UserCosts costs;

    CascadeEvaluation(
            List<ModelRun> models,
            StageOutputs test,
            Labels labels,
            ConfidenceScore confidence,
            long seed,
            UserCosts costs) {
        this.models = models;
        this.test = test;
        this.labels = labels;
        this.confidence = confidence;
        this.seed = seed;
        this.costs = costs;
    }

    /** The curve of a stage's model alone, on the whole split. */
    RiskCoverageCurve curve(int stage) {
        return RiskCoverageCurve.of(
                confidence.scores(test.own().get(stage)),
                labels.matches(test.own().get(stage).predictions()));
    }

    /** The curve of the mean of all stages' probabilities. */
    RiskCoverageCurve ensembleCurve() {
        Logits mean = Baselines.ensemble(test);
        Outputs last = test.own().get(test.stages() - 1);
        return RiskCoverageCurve.of(
                confidence.scores(last.withLogits(mean).withMembers(test.own())), labels.matches(mean.predictions()));
    }

    /** The curve of the cascade's answers. */
    RiskCoverageCurve curve(Decisions decisions) {
        return RiskCoverageCurve.of(decisions.confidence(), labels.matches(decisions.prediction()));
    }

    /** One entry of the report's stages: what reached it, and how its model does alone on the whole split. */
    ObjectNode stage(int stage, Decisions decisions) {
        ModelRun model = models.get(stage);
        Metrics metrics = new Metrics();
        metrics.node().put("model", model.name());
        metrics.put("parameters", model.parameters(), "the model does not state its parameters");
        metrics.put("macs", model.macs(), noMacs(model));
        metrics.put("millisPerRow", model.millisPerRow(), "recorded outputs take no time");
        costs.stage(metrics, stage);
        long reached = Arrays.stream(decisions.answered()).skip(stage).sum();
        long deferred = reached - decisions.answered()[stage];
        metrics.node().put("examples", reached);
        if (reached == 0) {
            metrics.missing("deferred", "no example reached this stage");
        } else if (stage == models.size() - 1) {
            metrics.put("deferred", 0); // nobody to pass on to: nothing was estimated
        } else {
            metrics.put("deferred", (double) deferred / reached, Interval.ofShare(deferred, reached));
        }
        Outputs outputs = test.own().get(stage);
        int[] predictions = outputs.predictions();
        boolean[] right = labels.matches(predictions);
        accuracy(metrics, right);
        costs.averageLoss(metrics, predictions, labels);
        curveMetrics(metrics, curve(stage), "stage " + stage);
        Outputs.Graded graded = outputs.graded(labels);
        Likelihood likelihood = Likelihood.of(graded.logits(), graded.labels());
        metrics.put("nll", likelihood.mean(), likelihood.interval());
        calibrationError(metrics, outputs.probabilities(1), right, stage);
        outputs.tokens().ifPresent(tokens -> tokensPerSecond(metrics, model, tokens));
        return metrics.done();
    }

    /** How many tokens of answers the model puts out in a second. */
    private static void tokensPerSecond(Metrics metrics, ModelRun model, TokenMask tokens) {
        metrics.put("tokensPerAnswer", (double) tokens.count() / tokens.rows());
        metrics.put(
                "tokensPerSecond",
                model.millisPerRow().isPresent()
                        ? OptionalDouble.of(1000.0
                                * tokens.count()
                                / tokens.rows()
                                / model.millisPerRow().getAsDouble())
                        : OptionalDouble.empty(),
                "recorded outputs take no time");
    }

    private void calibrationError(Metrics metrics, double[] probability, boolean[] right, int stage) {
        double[] drawn = new double[right.length];
        boolean[] drawnRight = new boolean[right.length];
        Interval interval = Bootstrap.ofRows(right.length, Seeds.of(seed, "ece " + stage), rows -> {
            for (int i = 0; i < rows.length; i++) {
                drawn[i] = probability[rows[i]];
                drawnRight[i] = right[rows[i]];
            }
            return CalibrationError.expected(drawn, drawnRight, CalibrationError.BINS);
        });
        metrics.put("ece", CalibrationError.expected(probability, right, CalibrationError.BINS), interval);
    }

    /** The report's {@code cascade}. Accuracy counts every answer, also those the cascade abstains from. */
    ObjectNode cascade(Decisions decisions) {
        Metrics metrics = new Metrics();
        int n = labels.size();
        boolean[] right = labels.matches(decisions.prediction());
        metrics.node().put("examples", n);
        accuracy(metrics, right);
        averageMacs(metrics, models, decisions.answered());
        averageMillis(metrics, decisions);
        costs.averageCost(metrics, decisions.answered());
        costs.averageLoss(metrics, decisions.prediction(), labels);
        curveMetrics(metrics, curve(decisions), "cascade");
        Arrays.stream(decisions.answered())
                .forEach(count -> metrics.node().withArrayProperty("answeredBy").add((double) count / n));
        Arrays.stream(decisions.abstainedBy())
                .forEach(
                        count -> metrics.node().withArrayProperty("abstainedBy").add((double) count / n));
        abstention(metrics, decisions, right);
        return metrics.done();
    }

    private static void abstention(Metrics metrics, Decisions decisions, boolean[] right) {
        int n = right.length;
        int abstained = decisions.abstained();
        int accepted = n - abstained;
        metrics.put("abstained", (double) abstained / n, Interval.ofShare(abstained, n));
        metrics.put("coverage", (double) accepted / n, Interval.ofShare(accepted, n));
        if (accepted == 0) {
            metrics.missing("selectiveRisk", "the cascade abstained from every example");
            return;
        }
        int errors = 0;
        for (int row = 0; row < n; row++) {
            errors += decisions.accepted()[row] && !right[row] ? 1 : 0;
        }
        metrics.put("selectiveRisk", (double) errors / accepted, Interval.ofShare(errors, accepted));
    }

    private void curveMetrics(Metrics metrics, RiskCoverageCurve curve, String name) {
        Interval[] intervals = Bootstrap.ofCurve(curve, Seeds.of(seed, "bootstrap " + name), CascadeEvaluation::read);
        double[] values = read(curve);
        metrics.put("aurc", values[0], intervals[0]);
        if (curve.auroc().isPresent()) {
            metrics.put("auroc", values[1], intervals[1]);
        } else {
            metrics.missing("auroc", nothingToTellApart(1 - curve.risk(curve.points() - 1)));
        }
        int next = 2;
        for (double risk : RISKS) {
            metrics.putAt("coverageAtRisk", String.valueOf(risk), values[next], intervals[next]);
            next++;
        }
        for (double coverage : COVERAGES) {
            metrics.putAt("riskAtCoverage", String.valueOf(coverage), values[next], intervals[next]);
            next++;
        }
    }

    /** Why right and wrong answers cannot be told apart, where all are one of the two. */
    static String nothingToTellApart(double accuracy) {
        return "every prediction is " + (accuracy > 0.5 ? "right" : "wrong") + ": there is nothing to tell apart";
    }

    private static double[] read(RiskCoverageCurve curve) {
        return new double[] {
            curve.area(),
            curve.auroc().orElse(Double.NaN),
            curve.coverageAtRisk(RISKS[0]),
            curve.coverageAtRisk(RISKS[1]),
            curve.riskAtCoverage(COVERAGES[0]),
            curve.riskAtCoverage(COVERAGES[1])
        };
    }

    private static void accuracy(Metrics metrics, boolean[] right) {
        int count = count(right);
        metrics.put("accuracy", (double) count / right.length, Interval.ofShare(count, right.length));
    }

    private void averageMillis(Metrics metrics, Decisions decisions) {
        Optional<ModelRun> untimed = models.stream()
                .filter(model -> model.added().millis().isEmpty())
                .findFirst();
        if (untimed.isPresent()) {
            metrics.missing(
                    "averageMillis", "the outputs of '" + untimed.get().name() + "' are recorded and take no time");
            return;
        }
        double[] millis = models.stream()
                .mapToDouble(model -> model.added().millis().getAsDouble())
                .toArray();
        AverageCost cost = AverageCost.of(decisions.answered(), millis);
        metrics.put("averageMillis", cost.mean(), cost.interval());
    }

    /** Average MACs where every stage states its own, or the reason why there is none. */
    static void averageMacs(Metrics metrics, List<ModelRun> models, int[] answered) {
        Optional<ModelRun> unknown =
                models.stream().filter(model -> model.added().macs().isEmpty()).findFirst();
        if (unknown.isPresent()) {
            metrics.missing("averageMacs", noMacs(unknown.get()));
            return;
        }
        AverageCost cost = AverageCost.of(
                answered,
                models.stream()
                        .mapToDouble(model -> model.added().macs().getAsLong())
                        .toArray());
        metrics.put("averageMacs", cost.mean(), cost.interval());
    }

    static String noMacs(ModelRun model) {
        return "the model '" + model.name() + "' does not state its MACs";
    }

    static int count(boolean[] right) {
        int count = 0;
        for (boolean value : right) {
            count += value ? 1 : 0;
        }
        return count;
    }
}
