package dev.weir.runtime.cascade;

import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import java.util.List;
import java.util.Optional;

/**
 * Who answered each example and with what, decided on recorded outputs.
 *
 * @param stage      the stage that answered each row
 * @param prediction the predicted class
 * @param confidence the confidence of the answer
 * @param accepted   whether the answer is given; the cascade abstains where it is not
 * @param answered   how many rows each stage answered
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
record Decisions(int[] stage, int[] prediction, double[] confidence, boolean[] accepted, int[] answered) {

    /** Decides every row of the outputs; nothing is allocated per row. */
    static Decisions decide(StageOutputs outputs, List<StageRule> rules, ConfidenceScore confidence) {
        int n = outputs.rows();
        int[] stageOf = new int[n];
        int[] answered = new int[outputs.stages()];
        boolean[] passedOn = new boolean[n];
        for (int stage = 0; stage < outputs.stages(); stage++) {
            boolean[] deferred = deferred(outputs, stage, rules.get(stage).deferral());
            for (int row = 0; row < n; row++) {
                boolean here = stage == 0 || passedOn[row];
                passedOn[row] = here && deferred[row];
                if (here && !passedOn[row]) {
                    stageOf[row] = stage;
                    answered[stage]++;
                }
            }
        }
        return answers(outputs, rules, confidence, stageOf, answered);
    }

    private static boolean[] deferred(StageOutputs outputs, int stage, Optional<DeferralRule> rule) {
        boolean[] deferred = new boolean[outputs.rows()];
        if (rule.isPresent() && rule.get().low() <= rule.get().high()) {
            double[] scores = rule.get().score().scores(outputs.own().get(stage));
            for (int row = 0; row < deferred.length; row++) {
                deferred[row] = rule.get().defers(scores[row]);
            }
        }
        return deferred;
    }

    private static Decisions answers(
            StageOutputs outputs, List<StageRule> rules, ConfidenceScore score, int[] stageOf, int[] answered) {
        int n = stageOf.length;
        int[] prediction = new int[n];
        double[] confidence = new double[n];
        boolean[] accepted = new boolean[n];
        for (int stage = 0; stage < answered.length; stage++) {
            if (answered[stage] == 0) {
                continue;
            }
            double[] scores = score.scores(outputs.answers().get(stage));
            double accept = rules.get(stage).accept().orElse(Double.NEGATIVE_INFINITY);
            for (int row = 0; row < n; row++) {
                if (stageOf[row] == stage) {
                    prediction[row] = outputs.answers().get(stage).logits().argMax(row);
                    confidence[row] = scores[row];
                    accepted[row] = scores[row] >= accept;
                }
            }
        }
        return new Decisions(stageOf, prediction, confidence, accepted, answered);
    }

    /** The rows that reached a stage, ascending. */
    int[] reached(int asked) {
        int count = 0;
        for (int answeredBy : stage) {
            count += answeredBy >= asked ? 1 : 0;
        }
        int[] rows = new int[count];
        int next = 0;
        for (int row = 0; row < stage.length; row++) {
            if (stage[row] >= asked) {
                rows[next++] = row;
            }
        }
        return rows;
    }

    int abstained() {
        int count = 0;
        for (boolean given : accepted) {
            count += given ? 0 : 1;
        }
        return count;
    }
}
