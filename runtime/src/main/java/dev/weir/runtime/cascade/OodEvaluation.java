package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.metrics.Detection;
import dev.weir.api.metrics.Interval;
import dev.weir.api.metrics.MixtureRisk;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.job.Bootstrap;
import dev.weir.runtime.job.Metrics;
import dev.weir.runtime.split.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import tools.jackson.databind.node.ObjectNode;

/** Measures how confidence tells the test split from foreign examples, of each stage alone and of the cascade. */
final class OodEvaluation {
    private static final double[] COVERAGES = {0.5, 0.8};
    private static final MixtureRisk MIXTURE = MixtureRisk.EVEN;
    private static final String NOTHING = "there is nothing to tell apart";

    private final StageOutputs test;
    private final StageOutputs ood;
    private final Labels labels;
    private final ConfidenceScore confidence;
    private final long seed;

    OodEvaluation(StageOutputs test, StageOutputs ood, Labels labels, ConfidenceScore confidence, long seed) {
        this.test = test;
        this.ood = ood;
        this.labels = labels;
        this.confidence = confidence;
        this.seed = seed;
    }

    /** Of a stage's model alone. */
    ObjectNode stage(int stage) {
        return metrics(
                        "stage " + stage,
                        confidence.scores(test.own().get(stage)),
                        labels.matches(test.own().get(stage).predictions()),
                        confidence.scores(ood.own().get(stage)))
                .done();
    }

    /** Of the cascade's answers. */
    ObjectNode cascade(Decisions own, Decisions foreign) {
        Metrics metrics = metrics("cascade", own.confidence(), labels.matches(own.prediction()), foreign.confidence());
        int n = foreign.confidence().length;
        int accepted = n - foreign.abstained();
        metrics.put("accepted", (double) accepted / n, Interval.ofShare(accepted, n));
        Arrays.stream(foreign.answered())
                .forEach(count -> metrics.node().withArrayProperty("answeredBy").add((double) count / n));
        return metrics.done();
    }

    private Metrics metrics(String name, double[] own, boolean[] right, double[] foreign) {
        Metrics metrics = new Metrics();
        metrics.node().put("examples", foreign.length);
        Detection detection = Detection.of(own, foreign);
        Interval[] intervals =
                Bootstrap.ofCurve(detection.curve(), Seeds.of(seed, "ood " + name), OodEvaluation::detection);
        double[] values = detection(detection.curve());
        String[] keys = {"auroc", "fprAt95", "fprAt80"};
        for (int i = 0; i < keys.length; i++) {
            if (Double.isNaN(values[i])) {
                metrics.missing(keys[i], NOTHING);
            } else {
                metrics.put(keys[i], values[i], intervals[i]);
            }
        }
        mixture(metrics, name, RiskCoverageCurve.of(own, right), foreign);
        return metrics;
    }

    private static double[] detection(RiskCoverageCurve curve) {
        Detection detection = new Detection(curve);
        return new double[] {
            detection.auroc().orElse(Double.NaN),
            detection.fprAt(0.95).orElse(Double.NaN),
            detection.fprAt(0.8).orElse(Double.NaN)
        };
    }

    /** SCOD: the risk at a coverage of the test split, once foreign examples come too. */
    private void mixture(Metrics metrics, String name, RiskCoverageCurve curve, double[] foreign) {
        double[] sorted = Arrays.stream(foreign).sorted().toArray();
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, "scod foreign " + name));
        Interval[] intervals = Bootstrap.ofCurve(
                curve, Seeds.of(seed, "scod " + name), drawn -> risks(drawn, resampled(sorted, random)));
        double[] values = risks(curve, sorted);
        Metrics scod = new Metrics();
        scod.put("own", MIXTURE.own()).put("weight", MIXTURE.weight());
        for (int i = 0; i < COVERAGES.length; i++) {
            scod.putAt("riskAtCoverage", String.valueOf(COVERAGES[i]), values[i], intervals[i]);
        }
        metrics.node().set("scod", scod.done());
    }

    private static double[] risks(RiskCoverageCurve curve, double[] sortedForeign) {
        return DoubleStream.of(COVERAGES)
                .map(coverage -> MIXTURE.atCoverage(curve, sortedForeign, coverage))
                .toArray();
    }

    /** As many, drawn with replacement, ascending; in O(n). */
    private static double[] resampled(double[] sorted, SplittableRandom random) {
        int[] counts = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            counts[random.nextInt(sorted.length)]++;
        }
        double[] drawn = new double[sorted.length];
        int next = 0;
        for (int i = 0; i < sorted.length; i++) {
            Arrays.fill(drawn, next, next + counts[i], sorted[i]);
            next += counts[i];
        }
        return drawn;
    }
}
