package dev.weir.plugins.windowearlyexit;

import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.Quantiles;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.plugins.windowearlyexit.StageColumns.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The rules that are looked at, made and ordered on the rows for choosing alone: for each stage a few intervals
 * that pass on more and more, all their combinations, and for each of those a few levels of acceptance.
 */
final class Candidates {
    /** Steps of a stage's deferral rate or width, and of how far a proposed rule is widened. */
    static final int STEPS = 10;

    /** Steps of coverage. */
    static final int LEVELS = 50;

    private final StageColumns chosenOn;
    private final double risk;
    private final Certified.Shape shape;
    private final List<DeferralRule> proposed;
    private final List<Candidate> found = new ArrayList<>();

    private Candidates(StageColumns chosenOn, double risk, Certified.Shape shape, List<DeferralRule> proposed) {
        this.chosenOn = chosenOn;
        this.risk = risk;
        this.shape = shape;
        this.proposed = proposed;
    }

    /** All candidates that accept something. */
    static List<Candidate> of(StageColumns chosenOn, double risk, Certified.Shape shape, List<DeferralRule> proposed) {
        Candidates candidates = new Candidates(chosenOn, risk, shape, proposed);
        candidates.combine(new ArrayList<>());
        return candidates.found;
    }

    /**
     * Those that none beats in both worth and safety, the safest first: the order of the tests. Each next one is
     * worth more and less likely to pass.
     *
     * @see <a href="https://arxiv.org/abs/2210.07913">Laufer-Goldshtein et al., Efficiently Controlling Multiple
     *     Risks with Pareto Testing, ICLR 2023</a>
     */
    static List<Candidate> ordered(List<Candidate> candidates, double risk, double price) {
        record Ranked(Candidate candidate, double pValue, double worth) {}
        List<Ranked> ranked = candidates.stream()
                .map(candidate -> new Ranked(
                        candidate,
                        Binomial.pValue(
                                candidate.counts().errors(), candidate.counts().accepted(), risk),
                        candidate.worth(price)))
                .sorted(Comparator.comparingDouble(Ranked::pValue)
                        .thenComparing(Comparator.comparingDouble(Ranked::worth).reversed()))
                .toList();
        List<Candidate> front = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        for (Ranked next : ranked) {
            if (next.worth() > best) {
                best = next.worth();
                front.add(next.candidate());
            }
        }
        return front;
    }

    private void combine(List<Span> soFar) {
        int stage = soFar.size();
        if (stage == chosenOn.stages() - 1) {
            accepting(List.copyOf(soFar));
            return;
        }
        for (Span span : spans(stage)) {
            soFar.add(span);
            combine(soFar);
            soFar.remove(stage);
        }
    }

    private List<Span> spans(int stage) {
        double[] sorted = Arrays.stream(chosenOn.scores()[stage])
                .map(value -> value + 0.0) // no -0.0
                .sorted()
                .toArray();
        if (!proposed.isEmpty()
                && proposed.get(stage).low() <= proposed.get(stage).high()) {
            return widened(proposed.get(stage), sorted);
        }
        return shape == Certified.Shape.WINDOW && proposed.isEmpty() ? windows(stage, sorted) : thresholds(sorted);
    }

    private static List<Span> thresholds(double[] sorted) {
        List<Span> spans = new ArrayList<>(List.of(Span.NONE));
        for (int step = 1; step < STEPS; step++) {
            double threshold = Quantiles.linear(sorted, (double) step / STEPS);
            spans.add(new Span(Double.NEGATIVE_INFINITY, Math.nextDown(threshold)));
        }
        spans.add(new Span(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        return spans;
    }

    /** Around the threshold at which the stage alone would have the wished risk. */
    private List<Span> windows(int stage, double[] sorted) {
        RiskCoverageCurve curve = RiskCoverageCurve.of(chosenOn.scores()[stage], chosenOn.right()[stage]);
        int point = curve.nearestRisk(risk, RiskCoverageCurve.defaultMinimumAccepted(curve.examples()));
        double rank = Quantiles.rank(sorted, curve.threshold(point));
        List<Span> spans = new ArrayList<>(List.of(Span.NONE));
        for (int step = 1; step <= STEPS; step++) {
            spans.add(around(rank, rank, (double) step / STEPS / 2, sorted));
        }
        return spans;
    }

    /** The proposed interval, and wider ones. An end beyond the scores stays where it is. */
    private static List<Span> widened(DeferralRule rule, double[] sorted) {
        List<Span> spans = new ArrayList<>(List.of(new Span(rule.low(), rule.high())));
        double low = (double) Quantiles.countBelow(sorted, rule.low()) / sorted.length;
        double high = (double) Quantiles.countBelow(sorted, Math.nextUp(rule.high())) / sorted.length;
        for (int step = 1; step <= STEPS / 2; step++) {
            Span wider = around(low, high, (double) step / STEPS, sorted);
            spans.add(new Span(Math.min(rule.low(), wider.low()), Math.max(rule.high(), wider.high())));
        }
        return spans;
    }

    private static Span around(double lowRank, double highRank, double margin, double[] sorted) {
        return new Span(
                Quantiles.linear(sorted, Math.max(0, lowRank - margin)),
                Quantiles.linear(sorted, Math.min(1, highRank + margin)));
    }

    /** Adds these intervals with each level of acceptance. */
    private void accepting(List<Span> spans) {
        int n = chosenOn.rows();
        double[] confidence = new double[n];
        boolean[] right = new boolean[n];
        long passedOn = 0;
        for (int row = 0; row < n; row++) {
            int stage = chosenOn.answering(row, spans);
            passedOn += stage;
            confidence[row] = chosenOn.confidence()[stage][row];
            right[row] = chosenOn.right()[stage][row];
        }
        double deferred = (double) passedOn / (chosenOn.stages() - 1);
        RiskCoverageCurve curve = RiskCoverageCurve.of(confidence, right);
        int last = curve.points() - 1;
        int next = 1;
        for (int point = 1; point <= last; point++) {
            if (point == last || (long) curve.accepted(point) * LEVELS >= (long) next * n) {
                double accept = point == last ? Double.NEGATIVE_INFINITY : curve.threshold(point);
                found.add(new Candidate(
                        spans, accept, deferred, new Candidate.Counts(n, curve.accepted(point), curve.errors(point))));
                next = 1 + (int) ((long) curve.accepted(point) * LEVELS / n);
            }
        }
    }
}
