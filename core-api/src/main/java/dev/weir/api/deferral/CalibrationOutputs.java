package dev.weir.api.deferral;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import java.util.List;

/**
 * What all stages of a cascade put out on the calibration split, for the stage a policy decides for.
 *
 * @param stage   the stage that is decided for, from 0; never the last
 * @param own     what each stage's model put out, first stage first
 * @param answers what each stage would answer with: its own outputs, or its combination with the stages
 *                before it
 * @param labels  the true classes
 * @param reached the rows that the rules of earlier stages pass on to this stage, ascending; all rows for
 *                the first stage. The array is not to be written to
 * @param unlabelled what the stage that is decided for put out on examples of the mixture that the rules will
 *                meet, in parts; empty unless {@link dev.weir.api.Need#UNLABELLED} was declared
 */
@SuppressWarnings("ArrayRecordComponent") // a view of many rows, compared by nobody
public record CalibrationOutputs(
        int stage, List<Outputs> own, List<Outputs> answers, Labels labels, int[] reached, List<Outputs> unlabelled) {

    /** Without unlabelled examples. */
    public CalibrationOutputs(int stage, List<Outputs> own, List<Outputs> answers, Labels labels, int[] reached) {
        this(stage, own, answers, labels, reached, List.of());
    }

    public CalibrationOutputs {
        own = List.copyOf(own);
        answers = List.copyOf(answers);
        unlabelled = List.copyOf(unlabelled);
        if (stage < 0 || stage >= own.size() - 1 || own.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "stage " + stage + " of " + own.size() + " stages and " + answers.size() + " answers");
        }
    }

    /** What the stage that is decided for put out. */
    public Outputs outputs() {
        return own.get(stage);
    }

    public int size() {
        return labels.size();
    }
}
