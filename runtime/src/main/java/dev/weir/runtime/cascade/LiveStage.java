package dev.weir.runtime.cascade;

import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import dev.weir.api.model.Model;
import java.util.Optional;
import java.util.Set;

/**
 * A stage as it is asked.
 *
 * @param model      shared by the stages that are exits of one network
 * @param exit       of the model, counted from 1
 * @param calibrator changes the logits, fitted
 */
record LiveStage(ExitModel model, int exit, Optional<CheckedCalibrator> calibrator) {

    /** A stage that is the last exit of a model, as it answers itself. */
    static LiveStage of(Model model) {
        ExitModel exits = ExitModel.of(model);
        return new LiveStage(exits, exits.exits(), Optional.empty());
    }

    /** Answers, going on from the inputs or from what an earlier stage of the same model left. */
    AtExit ask(ExitState from, Set<Need> needs) {
        AtExit at = model.proceed(from, exit, needs);
        Outputs outputs = at.outputs();
        return calibrator
                .map(fitted -> new AtExit(outputs.withLogits(fitted.apply(outputs.logits())), at.state()))
                .orElse(at);
    }
}
