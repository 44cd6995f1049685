package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A model whose logits a fitted calibrator changes.
 *
 * @param model      answers
 * @param calibrator changes what it answers
 */
record CalibratedModel(Model model, Calibrator calibrator) implements Model {

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        Outputs outputs = model.outputs(inputs, needs);
        return outputs.withLogits(calibrator.apply(outputs.logits()));
    }

    @Override
    public OptionalLong parameters() {
        return model.parameters();
    }

    @Override
    public OptionalLong macs() {
        return model.macs();
    }

    @Override
    public boolean isTimed() {
        return model.isTimed();
    }

    @Override
    public void save(Path folder) throws IOException {
        model.save(folder);
    }

    @Override
    public void close() {
        model.close();
    }
}
