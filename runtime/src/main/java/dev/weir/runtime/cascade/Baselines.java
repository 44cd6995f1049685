package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.Interval;
import dev.weir.runtime.job.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a cascade is to be compared with, computed from the same recorded outputs. */
final class Baselines {
    private final List<ModelRun> models;
    private final StageOutputs test;
    private final Labels labels;
    private final UserCosts costs;
    private final ArrayNode found = JsonNodeFactory.instance.arrayNode();

    Baselines(List<ModelRun> models, StageOutputs test, Labels labels, UserCosts costs) {
        this.costs = costs;
        this.models = models;
        this.test = test;
        this.labels = labels;
    }

    /**
     * All baselines.
     *
     * @param calibration what the threshold baseline's thresholds are chosen on
     * @param rules       the cascade's rules, whose deferral rates the baselines keep
     * @param decisions   the cascade's decisions on the test split
     */
    ArrayNode compute(
            StageOutputs calibration, List<StageRule> rules, Decisions decisions, ConfidenceScore confidence) {
        for (int stage = 0; stage < models.size(); stage++) {
            alone(stage);
        }
        List<StageRule> thresholds = thresholds(calibration, rules, confidence);
        Decisions byThreshold = Decisions.decide(test, thresholds, confidence);
        add("single threshold at the same deferral rate", false, byThreshold.prediction(), byThreshold.answered());
        if (hasEnsemble(test)) {
            ensemble();
        }
        random(decisions);
        oracle();
        return found;
    }

    private void alone(int stage) {
        ModelRun model = models.get(stage);
        int[] predictions = test.own().get(stage).predictions();
        Metrics metrics = baseline(model.name() + " alone", false);
        share(metrics, labels.matches(predictions));
        metrics.put("averageMacs", model.macs(), CascadeEvaluation.noMacs(model));
        costs.alone(metrics, stage);
        costs.averageLoss(metrics, predictions, labels);
        found.add(metrics.done());
    }

    /** Below a threshold that, on the calibration split, passes on as many as the cascade's rule does, or nearly. */
    private static List<StageRule> thresholds(
            StageOutputs calibration, List<StageRule> rules, ConfidenceScore confidence) {
        Decisions decided = Decisions.decide(calibration, rules, confidence);
        List<StageRule> thresholds = new ArrayList<>();
        for (int stage = 0; stage < rules.size(); stage++) {
            Optional<DeferralRule> rule = rules.get(stage).deferral();
            if (rule.isEmpty()) {
                thresholds.add(new StageRule(Optional.empty(), OptionalDouble.empty()));
                continue;
            }
            ConfidenceScore score = rule.get().score();
            int[] reached = decided.reached(stage);
            int deferred = decided.reached(stage + 1).length;
            double[] all = score.scores(calibration.own().get(stage));
            double[] scores =
                    Arrays.stream(reached).mapToDouble(row -> all[row]).sorted().toArray();
            DeferralRule threshold = deferred == 0
                    ? DeferralRule.never(score)
                    : deferred == scores.length ? DeferralRule.always(score) : nearest(score, scores, deferred);
            thresholds.add(new StageRule(Optional.of(threshold), OptionalDouble.empty()));
        }
        return thresholds;
    }

    /**
     * Where examples of equal scores stand on both sides of the wished number, all of them are passed on or
     * none, whichever is nearer to it; none where both are as near.
     */
    private static DeferralRule nearest(ConfidenceScore score, double[] sorted, int wished) {
        double tied = sorted[wished];
        int below = wished;
        while (below > 0 && sorted[below - 1] == tied) {
            below--;
        }
        int upTo = wished;
        while (upTo < sorted.length && sorted[upTo] == tied) {
            upTo++;
        }
        return wished - below <= upTo - wished
                ? DeferralRule.below(score, tied)
                : DeferralRule.between(score, Double.NEGATIVE_INFINITY, tied);
    }

    /** Asks every model and answers with the mean of their probabilities. */
    private void ensemble() {
        int[] answered = new int[models.size()];
        answered[models.size() - 1] = labels.size();
        add("ensemble of all stages", false, ensemble(test).predictions(), answered);
    }

    /** Whether probabilities can be averaged: those of tokens that stand after other tokens cannot. */
    static boolean hasEnsemble(StageOutputs outputs) {
        return outputs.own().get(0).tokens().isEmpty();
    }

    /** What the models of all stages answer together, in whatever order. */
    static Logits ensemble(StageOutputs outputs) {
        return Logits.meanOfProbabilities(
                outputs.own().stream().map(Outputs::logits).toList());
    }

    /** The expectation over all ways to pass on as many at random. */
    private void random(Decisions decisions) {
        int n = labels.size();
        double[] expected = new double[n];
        double[] losses = new double[n];
        for (int stage = 0; stage < models.size(); stage++) {
            int[] predictions = test.answers().get(stage).predictions();
            double share = (double) decisions.answered()[stage] / n;
            for (int row = 0; row < n; row++) {
                expected[row] += predictions[row] == labels.at(row) ? share : 0;
                losses[row] += costs.hasLoss() ? share * costs.loss(labels.at(row), predictions[row]) : 0;
            }
        }
        double mean = Arrays.stream(expected).sum() / n;
        double variance = Arrays.stream(expected)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / n;
        Interval normal = Interval.ofMean(mean, variance, n);
        Metrics metrics = baseline("random deferral at the same rate", false);
        metrics.put("accuracy", Math.min(1, mean), normal.clipped(0, 1));
        cost(metrics, decisions.answered());
        if (costs.hasLoss()) {
            costs.averageLoss(metrics, losses);
        }
        found.add(metrics.done());
    }

    /** Knows the labels: asks the first stage that is right, or the first of all where none is. */
    private void oracle() {
        int[] answered = new int[models.size()];
        int[] chosen = test.answers().get(0).predictions();
        int[] stageOf = new int[labels.size()];
        for (int stage = models.size() - 1; stage >= 0; stage--) {
            int[] predictions = test.answers().get(stage).predictions();
            for (int row = 0; row < chosen.length; row++) {
                if (predictions[row] == labels.at(row)) {
                    chosen[row] = predictions[row];
                    stageOf[row] = stage;
                }
            }
        }
        for (int stage : stageOf) {
            answered[stage]++;
        }
        add("oracle", true, chosen, answered);
    }

    private void add(String name, boolean oracle, int[] predictions, int[] answered) {
        Metrics metrics = baseline(name, oracle);
        share(metrics, labels.matches(predictions));
        cost(metrics, answered);
        costs.averageLoss(metrics, predictions, labels);
        found.add(metrics.done());
    }

    private static Metrics baseline(String name, boolean oracle) {
        Metrics metrics = new Metrics();
        metrics.node().put("name", name).put("oracle", oracle);
        return metrics;
    }

    private static void share(Metrics metrics, boolean[] right) {
        int count = CascadeEvaluation.count(right);
        metrics.put("accuracy", (double) count / right.length, Interval.ofShare(count, right.length));
    }

    private void cost(Metrics metrics, int[] answered) {
        CascadeEvaluation.averageMacs(metrics, models, answered);
        costs.averageCost(metrics, answered);
    }
}
