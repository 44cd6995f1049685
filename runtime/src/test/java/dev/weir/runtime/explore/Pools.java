package dev.weir.runtime.explore;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.ScoreThreshold;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.plugin.CheckedScore;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.Kind;
import dev.weir.runtime.plugin.PluginInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Pools of models and policies that tests can follow by hand. */
final class Pools {
    private static final PluginInfo PLUGIN = new PluginInfo("tests", "1.0.0", Path.of("tests.jar"));
    static final ConfidenceScore MAX_LOGIT =
            new CheckedScore(new MaxLogit(), new Component(Kind.CONFIDENCE_SCORE, "max-logit", MaxLogit.class, PLUGIN));
    static final ConfidenceScore MARGIN =
            new CheckedScore(new Margin(), new Component(Kind.CONFIDENCE_SCORE, "margin", Margin.class, PLUGIN));

    private Pools() {}

    @Name("max-logit")
    record MaxLogit() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return outputs.logits().mapRows(outputs.logits()::max);
        }
    }

    /** Of two classes. */
    @Name("margin")
    record Margin() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            Logits logits = outputs.logits();
            return logits.mapRows(row -> Math.abs(logits.at(row, 0) - logits.at(row, 1)));
        }
    }

    /** Passes on the given number of rows, those of the lowest score; says that the scores are all it looks at. */
    @Name("lowest")
    record Lowest(ConfidenceScore score, double share) implements DeferralPolicy, ScoreThreshold {
        @Override
        public DeferralRule rule(CalibrationOutputs calibration) {
            double[] scores = score.scores(calibration.outputs());
            if (calibration.reached().length == 0) {
                throw refused();
            }
            return rule(Arrays.stream(calibration.reached())
                    .mapToDouble(row -> scores[row])
                    .sorted()
                    .toArray());
        }

        private static IllegalArgumentException refused() {
            return new IllegalArgumentException("nothing reaches the stage\nLet more through.");
        }

        @Override
        public DeferralRule rule(double[] ascending) {
            int count = (int) Math.round(share * ascending.length);
            return count == ascending.length ? DeferralRule.always(score) : DeferralRule.below(score, ascending[count]);
        }

        @Override
        public Optional<ScoreThreshold> byScore() {
            return Optional.of(this);
        }
    }

    /** A window between two quantiles of the scores of all rows; says that it looks at its model alone. */
    @Name("between")
    record Between(ConfidenceScore score, double low, double high) implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs calibration) {
            double[] sorted = score.scores(calibration.outputs()).clone();
            Arrays.sort(sorted);
            return DeferralRule.between(
                    score, sorted[(int) (low * (sorted.length - 1))], sorted[(int) (high * (sorted.length - 1))]);
        }

        @Override
        public boolean isOfModelAlone() {
            return true;
        }
    }

    /** Of a third party: looks at everything, and passes on what scores below the mean of what reaches the stage. */
    @Name("below-mean")
    record BelowMean(ConfidenceScore score) implements DeferralPolicy {
        @Override
        public DeferralRule rule(CalibrationOutputs calibration) {
            if (calibration.reached().length < 2) {
                throw new IllegalArgumentException("too few\nLet more through.");
            }
            double[] scores = score.scores(calibration.outputs());
            return DeferralRule.below(
                    score,
                    Arrays.stream(calibration.reached())
                            .mapToDouble(row -> scores[row])
                            .average()
                            .orElseThrow());
        }
    }

    static List<PolicyChoice> choices(DeferralPolicy... policies) {
        return Arrays.stream(policies)
                .map(policy -> new PolicyChoice(
                        policy,
                        new Origin(
                                "job.yaml:1:1",
                                "policies[0]",
                                new Component(Kind.DEFERRAL_POLICY, "policy", ((Record) policy).getClass(), PLUGIN))))
                .toList();
    }

    /** Models of two classes: a positive number predicts class 0, a negative one class 1; its size is the score. */
    static Pool signed(double[] costs, int[] labels, double[]... scores) {
        List<Outputs> outputs = new ArrayList<>();
        for (double[] of : scores) {
            double[] logits = new double[2 * of.length];
            for (int row = 0; row < of.length; row++) {
                logits[2 * row + (of[row] > 0 ? 0 : 1)] = Math.abs(of[row]);
            }
            outputs.add(Outputs.of(new Logits(of.length, 2, logits)));
        }
        return new Pool(
                IntStream.range(0, scores.length).mapToObj(i -> "m" + i).toList(),
                outputs,
                new Labels(2, labels),
                costs);
    }

    /** Random models of growing accuracy and cost, with scores that tie a lot. */
    static Pool random(Random random, int models, int rows) {
        int[] labels = random.ints(rows, 0, 2).toArray();
        double[][] scores = new double[models][rows];
        double[] costs = new double[models];
        for (int model = 0; model < models; model++) {
            costs[model] = 1 + 10 * model * random.nextDouble();
            for (int row = 0; row < rows; row++) {
                double sure = (1 + random.nextInt(12)) / 4.0;
                boolean right = random.nextDouble() < 0.5 + 0.05 * model + sure / 10;
                scores[model][row] = right == (labels[row] == 0) ? sure : -sure;
            }
        }
        return signed(costs, labels, scores);
    }
}
