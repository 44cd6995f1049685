package dev.weir.runtime.cascade;

import dev.weir.api.Logits;
import dev.weir.api.Name;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Recorded outputs of two classes whose scores can be read off the test. */
final class Recordings {
    static final ConfidenceScore MAX_LOGIT = new MaxLogit();

    private Recordings() {}

    /** The larger logit, bit for bit. */
    @Name("max-logit")
    record MaxLogit() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return outputs.logits().mapRows(outputs.logits()::max);
        }
    }

    /** The probability of the predicted class. */
    @Name("max-softmax")
    record MaxSoftmax() implements ConfidenceScore {
        @Override
        public double[] scores(Outputs outputs) {
            return outputs.logits().mapRows(row -> outputs.logits().maxSoftmax(row, 1));
        }
    }

    /** A row for each number: it predicts class 0 when positive, class 1 when negative; its size is the largest logit. */
    static Outputs signed(double... scores) {
        double[] logits = new double[scores.length * 2];
        for (int row = 0; row < scores.length; row++) {
            logits[2 * row + (scores[row] > 0 ? 0 : 1)] = Math.abs(scores[row]);
        }
        return Outputs.of(new Logits(scores.length, 2, logits));
    }

    /** A row for each probability of class 0. */
    static Outputs probabilities(double... first) {
        double[] logits = new double[first.length * 2];
        for (int row = 0; row < first.length; row++) {
            logits[2 * row] = Math.log(first[row]);
            logits[2 * row + 1] = Math.log(1 - first[row]);
        }
        return Outputs.of(new Logits(first.length, 2, logits));
    }

    /** Stages that answer with their own outputs. */
    static StageOutputs stages(Outputs... stages) {
        return StageOutputs.combine(
                List.of(stages),
                List.of(stages).stream().map(stage -> Combine.REPLACE).toList(),
                Set.of());
    }

    static StageRule passOn(double low, double high) {
        return new StageRule(Optional.of(DeferralRule.between(MAX_LOGIT, low, high)), OptionalDouble.empty());
    }

    static StageRule answer() {
        return new StageRule(Optional.empty(), OptionalDouble.empty());
    }

    static StageRule accept(double confidence) {
        return new StageRule(Optional.empty(), OptionalDouble.of(confidence));
    }

    static ModelRun model(String name, long macs) {
        return new ModelRun(
                name,
                Map.of(),
                OptionalLong.of(10),
                OptionalLong.of(macs),
                OptionalDouble.of(macs / 100.0),
                Optional.empty());
    }

    /** A model that states nothing of itself. */
    static ModelRun silent(String name) {
        return new ModelRun(
                name, Map.of(), OptionalLong.empty(), OptionalLong.empty(), OptionalDouble.empty(), Optional.empty());
    }
}
