package dev.weir.plugins.gatekeeper;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralPolicy;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.deferral.ThresholdSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Passes on what scores strictly below the {@code r}-quantile of the calibration scores.
 *
 * <p>By rank, because tuned confidences tie a lot near {@code 1 / k}: of {@code n} calibration examples that
 * reach the stage, the quantile is the {@code (floor(r n) + 1)}-th lowest score, so that at most the share
 * {@code r} of them is passed on, fewer where scores tie; {@code r = 1} passes everything on.
 *
 * @param score        orders the examples
 * @param deferralRate {@code r} itself
 * @param accuracy     {@code r} is the lowest share at which what the stage keeps and the next stage's answers
 *     to the rest are right this often
 * @param budget       {@code r} is the largest share that an average cost allows
 * @see <a href="https://arxiv.org/abs/2502.19335">Rabanser et al., Gatekeeper: Improving Model Cascades
 *     Through Confidence Tuning, 2025</a>
 */
@Extension
@Name("gatekeeper")
@Doc("passes on what scores below a quantile of the scores; exactly one of deferral-rate, accuracy, budget")
@Paper("Rabanser et al., Gatekeeper: Improving Model Cascades Through Confidence Tuning, 2025,"
        + " https://arxiv.org/abs/2502.19335")
public record GatekeeperPolicy(
        @Default("max-softmax") @Doc("orders the examples") ConfidenceScore score,

        @Doc("share of the examples that reach the stage to pass on, at most; in [0, 1]")
        Optional<Double> deferralRate,

        @Doc("lowest joint accuracy of this stage and the next, as few as possible passed on; in [0, 1]")
        Optional<Double> accuracy,

        @Doc("what an example may cost on average, as many as possible passed on")
        Optional<Budget> budget)
        implements DeferralPolicy {

    public GatekeeperPolicy {
        List<String> given = new ArrayList<>();
        deferralRate.ifPresent(value -> given.add("deferral-rate"));
        accuracy.ifPresent(value -> given.add("accuracy"));
        budget.ifPresent(value -> given.add("budget"));
        if (given.size() != 1) {
            throw new IllegalArgumentException("exactly one of deferral-rate, accuracy and budget must be given, got "
                    + (given.isEmpty() ? "none" : String.join(", ", given)));
        }
        deferralRate.ifPresent(value -> Require.share("deferral-rate", value));
        accuracy.ifPresent(value -> Require.share("accuracy", value));
    }

    @Override
    public Set<Need> needs() {
        return score.needs();
    }

    @Override
    public DeferralRule rule(CalibrationOutputs calibration) {
        int[] reached = calibration.reached();
        if (reached.length == 0) {
            throw new IllegalArgumentException("no calibration example reaches stages[" + calibration.stage()
                    + "], so its scores have no quantile\nLet the stages before it pass on more.");
        }
        if (accuracy.isPresent()) {
            return new ThresholdSearch(score, calibration).forAccuracy(accuracy.get());
        }
        double[] scores = score.scores(calibration.outputs());
        double[] sorted = IntStream.of(reached)
                .mapToDouble(row -> scores[row] + 0.0) // no -0.0
                .sorted()
                .toArray();
        double rate = deferralRate.orElseGet(() -> budget.orElseThrow().deferralRate());
        // a product such as 0.29 * 100 = 28.999999999999996 is meant as 29
        return belowRank((int) Math.min(sorted.length, Math.floor(rate * sorted.length + 1e-9)), sorted);
    }

    /** Passes on what scores below the score of a rank, counted from 0: at most so many. */
    private DeferralRule belowRank(int rank, double[] sorted) {
        if (rank >= sorted.length) {
            return DeferralRule.always(score);
        }
        return sorted[rank] == sorted[0] ? DeferralRule.never(score) : DeferralRule.below(score, sorted[rank]);
    }
}
