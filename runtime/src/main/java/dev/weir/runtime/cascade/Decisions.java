package dev.weir.runtime.cascade;

import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who answered each example and with what, decided on recorded outputs.
 *
 * @param stage      the stage that answered each row
 * @param prediction the predicted class; -1 for an answer of several tokens that is none
 * @param confidence the confidence of the answer
 * @param accepted   whether the answer is given; the cascade abstains where it is not
 * @param answered   how many rows each stage answered
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
public record Decisions(int[] stage, int[] prediction, double[] confidence, boolean[] accepted, int[] answered) {

    /** Decides every row of the outputs; nothing is allocated per row. */
    public static Decisions decide(StageOutputs outputs, List<StageRule> rules, ConfidenceScore confidence) {
        int n = outputs.rows();
        Decisions decisions =
                new Decisions(new int[n], new int[n], new double[n], new boolean[n], new int[outputs.stages()]);
        for (int stage = 0; stage < outputs.stages(); stage++) {
            Outputs own = outputs.own().get(stage);
            Outputs answers = outputs.answers().get(stage);
            Optional<DeferralRule> rule = rules.get(stage).deferral();
            Optional<double[]> scores = rule.filter(given -> given.low() <= given.high())
                    .map(given -> given.score().scores(own));
            int here = decisions.passOn(stage, rule, scores);
            if (here > 0) {
                // Most jobs pass on by the score that also is their confidence: it is computed once.
                boolean known = answers == own
                        && rule.filter(given -> given.score().equals(confidence))
                                .isPresent();
                decisions.answer(
                        stage,
                        answers,
                        scores.filter(given -> known).orElseGet(() -> confidence.scores(answers)),
                        rules.get(stage).accept().orElse(Double.NEGATIVE_INFINITY));
            }
        }
        return decisions;
    }

    /** Passes rows that came to a stage on to the next and counts those that stay. */
    private int passOn(int from, Optional<DeferralRule> rule, Optional<double[]> scores) {
        if (rule.isPresent() && scores.isPresent()) {
            DeferralRule given = rule.get();
            double[] values = scores.get();
            for (int row = 0; row < stage.length; row++) {
                if (stage[row] == from && given.defers(values[row])) {
                    stage[row]++;
                }
            }
        }
        for (int at : stage) {
            answered[from] += at == from ? 1 : 0;
        }
        return answered[from];
    }

    private void answer(int by, Outputs answers, double[] scores, double accept) {
        for (int row = 0; row < stage.length; row++) {
            if (stage[row] == by) {
                prediction[row] = answers.prediction(row);
                confidence[row] = scores[row];
                accepted[row] = scores[row] >= accept;
            }
        }
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
        return Arrays.stream(abstainedBy()).sum();
    }

    /** How many rows each stage abstained from, of those that it answered. */
    int[] abstainedBy() {
        int[] counts = new int[answered.length];
        for (int row = 0; row < accepted.length; row++) {
            counts[stage[row]] += accepted[row] ? 0 : 1;
        }
        return counts;
    }
}
