package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Model;
import java.util.Set;

/** A model whose logits a fitted calibrator changes. */
final class CalibratedModel extends WrappedModel {
    private final CheckedCalibrator calibrator;

    CalibratedModel(Model model, CheckedCalibrator calibrator) {
        super(model);
        this.calibrator = calibrator;
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        Outputs outputs = model.outputs(inputs, needs);
        return outputs.withLogits(calibrator.apply(outputs.logits()));
    }
}
