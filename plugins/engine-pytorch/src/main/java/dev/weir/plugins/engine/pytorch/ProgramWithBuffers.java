package dev.weir.plugins.engine.pytorch;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A TorchScript program that keeps more than its parameters, such as the statistics of batch normalization. PyTorch
 * shows the parameters alone, so it answers, and its weights can be neither read nor mixed.
 */
record ProgramWithBuffers(TorchScriptModel program) implements Model {

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return program.outputs(inputs, needs);
    }

    @Override
    public OptionalLong parameters() {
        return program.parameters();
    }

    @Override
    public OptionalLong macs() {
        return program.macs();
    }

    @Override
    public void save(Path folder) throws IOException {
        program.save(folder);
    }

    @Override
    public void close() {
        program.close();
    }
}
