package dev.weir.runtime.explore;

import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.cascade.Combine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What was tried on the calibration split.
 *
 * @param front   what nothing else equals or betters in both quality and cost, cheapest first
 * @param singles every model alone, in the order of the file
 * @param others  of each chain, what nothing of the same chain betters
 * @param chains  how many chains there are
 * @param tried   how many combinations of policies were tried
 * @param refused of those, how many have no rule
 * @param refusal the reason of the first of them; empty when there is none
 */
record Exploration(
        List<Candidate> front,
        List<Candidate> singles,
        List<Candidate> others,
        int chains,
        long tried,
        long refused,
        String refusal) {

    /**
     * Tries all chains.
     *
     * @param threads how many are tried at once; the result does not depend on it
     */
    static Exploration of(
            Pool pool,
            List<Chain> chains,
            List<PolicyChoice> policies,
            Objective objective,
            ConfidenceScore confidence,
            Set<Need> needs,
            int threads,
            Progress progress) {
        Rules rules = new Rules(policies, pool);
        List<Candidate> singles = singles(pool, objective, confidence, needs);
        ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, chains.size())));
        List<Candidate> others = new ArrayList<>();
        long tried = 0;
        long refused = 0;
        String refusal = "";
        try {
            List<Future<ChainSweep.Result>> results = new ArrayList<>();
            for (Chain chain : chains) {
                results.add(
                        workers.submit(() -> new ChainSweep(chain, pool, rules, objective, confidence, needs).run()));
            }
            for (int i = 0; i < results.size(); i++) {
                ChainSweep.Result result = result(results.get(i));
                others.addAll(result.front());
                tried += result.tried();
                refused += result.refused();
                refusal = refusal.isEmpty() ? result.refusal() : refusal;
                progress.report("exploring", i + 1, chains.size(), "chains of models");
            }
        } finally {
            workers.shutdownNow();
        }
        List<Candidate> all = new ArrayList<>(singles);
        all.addAll(others);
        return new Exploration(Front.of(all), singles, List.copyOf(others), chains.size(), tried, refused, refusal);
    }

    private static ChainSweep.Result result(Future<ChainSweep.Result> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while chains of models were tried", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown; // with its message for the user
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static List<Candidate> singles(
            Pool pool, Objective objective, ConfidenceScore confidence, Set<Need> needs) {
        List<Candidate> singles = new ArrayList<>();
        for (int model = 0; model < pool.size(); model++) {
            Chain alone = new Chain(List.of(model), Combine.REPLACE);
            StageView view = StageView.of(alone, pool, needs);
            boolean[] right = view.right(0);
            double quality;
            if (objective instanceof Objective.CoverageAtRisk wish) {
                quality = RiskCoverageCurve.of(confidence.scores(view.own(0)), right)
                        .coverageAtRisk(wish.risk());
            } else {
                int count = 0;
                for (boolean value : right) {
                    count += value ? 1 : 0;
                }
                quality = (double) count / right.length;
            }
            singles.add(
                    new Candidate(alone, new int[0], List.of(), quality, pool.costs()[model], new int[] {pool.rows()}));
        }
        return List.copyOf(singles);
    }
}
