package dev.weir.runtime.explore;

import dev.weir.api.Need;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.ScoreThreshold;
import dev.weir.runtime.cascade.RuleFitter;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.plugin.PluginException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Asks the policies for rules on the calibration split, never twice for the same, and keeps the scores that the rules
 * compare. May be asked by several threads.
 */
final class Rules {
    private final List<PolicyChoice> policies;
    private final Pool pool;
    private final Map<ScoreOf, double[]> scores = new ConcurrentHashMap<>();
    private final Map<ScoreOf, RankedRows> ranked = new ConcurrentHashMap<>();
    private final Map<PolicyOf, Answer> ofModel = new ConcurrentHashMap<>();

    /** A score of a model: of the last one of a chain, where the score looks at earlier stages, else of a chain of one. */
    private record ScoreOf(ConfidenceScore score, List<Integer> chain) {}

    private record PolicyOf(int policy, int model) {}

    /**
     * What a policy answered.
     *
     * @param rule    empty where it says that no rule can be had
     * @param refusal why there is none
     */
    record Answer(Optional<DeferralRule> rule, String refusal) {}

    Rules(List<PolicyChoice> policies, Pool pool) {
        this.policies = List.copyOf(policies);
        this.pool = pool;
    }

    int policies() {
        return policies.size();
    }

    /**
     * The rows that reach a stage, in the order of a score of its model.
     *
     * @param chain   the models up to the stage
     * @param reached the rows; all of them for the first stage
     * @param count   how many
     */
    RankedRows ranked(ConfidenceScore score, List<Integer> chain, StageView view, boolean[] reached, int count) {
        RankedRows all = ranked.computeIfAbsent(key(score, chain), key -> RankedRows.of(column(score, chain, view)));
        return count == pool.rows() ? all : all.among(reached, count);
    }

    private double[] column(ConfidenceScore score, List<Integer> chain, StageView view) {
        return scores.computeIfAbsent(key(score, chain), key -> score.scores(view.own(chain.size() - 1)));
    }

    private static ScoreOf key(ConfidenceScore score, List<Integer> chain) {
        return new ScoreOf(
                score,
                score.needs().contains(Need.EARLIER_STAGES)
                        ? List.copyOf(chain)
                        : List.of(chain.get(chain.size() - 1)));
    }

    /** The rule of one policy, for a stage of a chain that some rows reach. */
    Answer rule(int index, StageView view, int stage, List<Integer> chain, boolean[] reached, int count) {
        PolicyChoice choice = policies.get(index);
        DeferralPolicy policy = choice.policy();
        boolean seesEarlier = policy.needs().contains(Need.EARLIER_STAGES);
        if (policy.isOfModelAlone() && !seesEarlier) {
            return ofModel.computeIfAbsent(
                    new PolicyOf(index, chain.get(stage)),
                    key -> asked(choice, () -> policy.rule(view.calibration(stage, rowsOf(reached, count)))));
        }
        if (count > 0 && policy.byScore().isPresent()) {
            ScoreThreshold byScore = policy.byScore().get();
            return asked(
                    choice,
                    () -> byScore.rule(ranked(byScore.score(), chain.subList(0, stage + 1), view, reached, count)
                            .scores()));
        }
        CalibrationOutputs calibration = view.calibration(stage, rowsOf(reached, count));
        return asked(choice, () -> policy.rule(calibration));
    }

    private static int[] rowsOf(boolean[] marked, int count) {
        int[] rows = new int[count];
        int next = 0;
        for (int row = 0; row < marked.length; row++) {
            if (marked[row]) {
                rows[next++] = row;
            }
        }
        return rows;
    }

    private static Answer asked(PolicyChoice choice, Supplier<DeferralRule> question) {
        Origin origin = choice.origin();
        DeferralRule rule;
        try {
            rule = question.get();
        } catch (PluginException e) {
            throw e; // of the score that the policy asked
        } catch (RuntimeException | LinkageError e) {
            if (!RuleFitter.isRefusal(e)) {
                throw origin.component().broken("threw " + e, "a rule", e);
            }
            return new Answer(Optional.empty(), String.valueOf(e.getMessage()));
        }
        if (rule == null) {
            throw origin.component().broken("returned null", "a rule", null);
        }
        return new Answer(Optional.of(RuleFitter.storable(origin, rule)), "");
    }
}
