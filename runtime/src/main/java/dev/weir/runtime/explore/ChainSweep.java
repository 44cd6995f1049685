package dev.weir.runtime.explore;

import dev.weir.api.Need;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.metrics.AverageCost;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.cascade.Combine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tries one chain with every policy at every stage but the last, on the calibration split. What a rule passes on is a
 * stretch of the rows in the order of its score, so that all rules of one score are counted off the same two arrays.
 */
final class ChainSweep {
    /** How many candidates may wait before those are dropped that cannot be on the front. */
    private static final int WAITING = 4096;

    private final Chain chain;
    private final Rules rules;
    private final Objective objective;
    private final StageView view;
    private final boolean[][] right;
    private final double[] costs;
    private final RankedRows[] byConfidence;
    private final byte[][] wrongByPlace;
    private final int[][] places;
    private final int n;

    private final int[] answered;
    private final int[] policies;
    private final DeferralRule[] chosen;
    private final byte[] stageOf;
    private List<Candidate> found = new ArrayList<>();
    private long tried;
    private long refused;
    private String refusal = "";

    /**
     * What came of a chain.
     *
     * @param front   of its candidates alone
     * @param tried   how many combinations of policies were tried
     * @param refused of those, how many have no rule
     * @param refusal the reason of the first of them; empty when there is none
     */
    record Result(List<Candidate> front, long tried, long refused, String refusal) {}

    ChainSweep(Chain chain, Pool pool, Rules rules, Objective objective, ConfidenceScore confidence, Set<Need> needs) {
        this.chain = chain;
        this.rules = rules;
        this.objective = objective;
        this.view = StageView.of(chain, pool, needs);
        this.costs = pool.costs(chain.models());
        this.n = pool.rows();
        int stages = chain.stages();
        right = new boolean[stages][];
        byConfidence = new RankedRows[stages];
        wrongByPlace = new byte[stages][];
        places = new int[stages][];
        for (int stage = 0; stage < stages; stage++) {
            right[stage] = view.right(stage);
            byConfidence[stage] = objective instanceof Objective.CoverageAtRisk
                    ? ranked(confidence, stage)
                    : new RankedRows(new double[0], new int[0]);
            wrongByPlace[stage] = byConfidence[stage].withoutMark(right[stage]);
            places[stage] = new int[byConfidence[stage].size()];
        }
        answered = new int[stages];
        policies = new int[stages - 1];
        chosen = new DeferralRule[stages - 1];
        stageOf = new byte[n];
    }

    private RankedRows ranked(ConfidenceScore confidence, int stage) {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        return stage == 0 || chain.combine() == Combine.REPLACE
                ? rules.ranked(confidence, chain.models().subList(0, stage + 1), view, all, n)
                : RankedRows.of(confidence.scores(view.answers(stage)));
    }

    Result run() {
        boolean[] all = new boolean[n];
        Arrays.fill(all, true);
        stage(0, all, n, 0);
        return new Result(Front.of(found), tried, refused, refusal);
    }

    /** What an interval of one score can be counted off: the rows that reach the stage, and who is right on them. */
    @SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
    private record Sorted(RankedRows rows, int[] ownRight, int[] nextRight) {}

    private void stage(int stage, boolean[] reached, int count, int rightSoFar) {
        Map<ConfidenceScore, Sorted> byScore = new HashMap<>();
        boolean isLastRule = stage == chosen.length - 1;
        for (int policy = 0; policy < rules.policies(); policy++) {
            Rules.Answer answer = rules.rule(policy, view, stage, chain.models(), reached, count);
            if (answer.rule().isEmpty()) {
                tried++;
                refused++;
                refusal = refusal.isEmpty() ? answer.refusal() : refusal;
                continue;
            }
            DeferralRule rule = answer.rule().get();
            Sorted sorted =
                    byScore.computeIfAbsent(rule.score(), score -> sorted(score, stage, reached, count, isLastRule));
            int from = sorted.rows().from(rule.low());
            int to = rule.low() <= rule.high() ? Math.max(from, sorted.rows().upTo(rule.high())) : from;
            policies[stage] = policy;
            chosen[stage] = rule;
            answered[stage] = count - (to - from);
            int[] own = sorted.ownRight();
            int rightKept = rightSoFar + own[count] - (own[to] - own[from]);
            mark(sorted.rows(), from, to, stage + 1);
            if (isLastRule) {
                answered[stage + 1] = to - from;
                int[] next = sorted.nextRight();
                finish(rightKept + next[to] - next[from]);
            } else if (to > from) { // else it is the shorter chain, which is tried too
                boolean[] passed = new boolean[n];
                for (int i = from; i < to; i++) {
                    passed[sorted.rows().rows()[i]] = true;
                }
                stage(stage + 1, passed, to - from, rightKept);
            }
            mark(sorted.rows(), from, to, stage);
        }
    }

    private Sorted sorted(ConfidenceScore score, int stage, boolean[] reached, int count, boolean withNext) {
        RankedRows rows = rules.ranked(score, chain.models().subList(0, stage + 1), view, reached, count);
        return new Sorted(rows, rows.countsOf(right[stage]), withNext ? rows.countsOf(right[stage + 1]) : new int[0]);
    }

    /** Notes which stage has the rows; read for coverage alone. */
    private void mark(RankedRows ranked, int from, int to, int stage) {
        if (objective instanceof Objective.CoverageAtRisk) {
            for (int i = from; i < to; i++) {
                stageOf[ranked.rows()[i]] = (byte) stage;
            }
        }
    }

    private void finish(int rightCount) {
        tried++;
        double quality =
                objective instanceof Objective.CoverageAtRisk wish ? coverage(wish.risk()) : (double) rightCount / n;
        found.add(new Candidate(
                chain,
                policies.clone(),
                List.of(chosen),
                quality,
                AverageCost.of(answered, costs).mean(),
                answered.clone()));
        if (found.size() >= WAITING) {
            found = new ArrayList<>(Front.of(found));
        }
    }

    /** As {@link RiskCoverageCurve#coverageAtRisk}, from confidences that are sorted stage by stage. */
    private double coverage(double risk) {
        int minimum = RiskCoverageCurve.defaultMinimumAccepted(n);
        int stages = byConfidence.length;
        int[] sizes = new int[stages];
        int[] next = new int[stages];
        for (int stage = 0; stage < stages; stage++) {
            sizes[stage] = keep(stage);
        }
        int accepted = 0;
        int errors = 0;
        int best = n;
        double nearest = Double.POSITIVE_INFINITY;
        while (accepted < n) {
            double threshold = Double.NEGATIVE_INFINITY;
            for (int stage = 0; stage < stages; stage++) {
                if (next[stage] < sizes[stage]) {
                    threshold = Math.max(threshold, byConfidence[stage].scores()[places[stage][next[stage]]]);
                }
            }
            for (int stage = 0; stage < stages; stage++) {
                double[] scores = byConfidence[stage].scores();
                int[] kept = places[stage];
                while (next[stage] < sizes[stage] && scores[kept[next[stage]]] == threshold) {
                    errors += wrongByPlace[stage][kept[next[stage]]];
                    accepted++;
                    next[stage]++;
                }
            }
            double distance = Math.abs((double) errors / accepted - risk);
            if (accepted >= minimum && distance < nearest) {
                nearest = distance;
                best = accepted;
            }
        }
        return (double) best / n;
    }

    /** Notes the places of a stage's rows, the surest first, and counts them; without a branch that is hard to foresee. */
    private int keep(int stage) {
        int[] rows = byConfidence[stage].rows();
        int[] kept = places[stage];
        int size = 0;
        for (int place = n - 1; place >= 0; place--) {
            kept[size] = place;
            size += stageOf[rows[place]] == stage ? 1 : 0;
        }
        return size;
    }
}
