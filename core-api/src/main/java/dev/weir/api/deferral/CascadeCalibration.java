package dev.weir.api.deferral;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import java.util.List;

/**
 * What all stages of a cascade put out on the calibration split, for a policy that decides for all of them.
 *
 * @param own        what each stage's model put out, first stage first; at least two stages
 * @param answers    what each stage would answer with: its own outputs, or its combination with the stages
 *                   before it
 * @param labels     the true classes
 * @param confidence ranks answers: what a stage answers is accepted by it
 * @param proposed   a rule for each stage but the last, chosen on the {@linkplain CascadePolicy#choosing rows for
 *                   choosing} alone, which the policy starts from; empty when the policy is to propose its own
 * @param seed       of the run
 */
public record CascadeCalibration(
        List<Outputs> own,
        List<Outputs> answers,
        Labels labels,
        ConfidenceScore confidence,
        List<DeferralRule> proposed,
        long seed) {

    public CascadeCalibration {
        own = List.copyOf(own);
        answers = List.copyOf(answers);
        proposed = List.copyOf(proposed);
        boolean fits = proposed.isEmpty() || proposed.size() == own.size() - 1;
        if (own.size() < 2 || own.size() != answers.size() || !fits) {
            throw new IllegalArgumentException(
                    own.size() + " stages, " + answers.size() + " answers and " + proposed.size() + " proposed rules");
        }
        for (int stage = 0; stage < own.size(); stage++) {
            if (own.get(stage).rows() != labels.size() || answers.get(stage).rows() != labels.size()) {
                throw new IllegalArgumentException(
                        "stage " + stage + " has " + own.get(stage).rows() + " rows for " + labels.size() + " labels");
            }
        }
    }

    public int stages() {
        return own.size();
    }

    public int size() {
        return labels.size();
    }
}
