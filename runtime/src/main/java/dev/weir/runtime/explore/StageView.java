package dev.weir.runtime.explore;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CalibrationOutputs;
import dev.weir.runtime.cascade.StageOutputs;
import java.util.Set;

/**
 * What a cascade job would see of a chain on one split.
 *
 * @param outputs of the stages
 * @param labels  the true classes
 */
record StageView(StageOutputs outputs, Labels labels) {

    static StageView of(Chain chain, Pool pool, Set<Need> needs) {
        return new StageView(
                StageOutputs.combine(pool.outputs(chain.models()), chain.combines(), needs), pool.labels());
    }

    /** What a stage's model put out. */
    Outputs own(int stage) {
        return outputs.own().get(stage);
    }

    /** What a stage would answer with. */
    Outputs answers(int stage) {
        return outputs.answers().get(stage);
    }

    /** Which answers of a stage would be right. */
    boolean[] right(int stage) {
        return labels.matches(answers(stage).predictions());
    }

    /** What a policy sees that decides for a stage. */
    CalibrationOutputs calibration(int stage, int[] reached) {
        return new CalibrationOutputs(stage, outputs.own(), outputs.answers(), labels, reached);
    }
}
