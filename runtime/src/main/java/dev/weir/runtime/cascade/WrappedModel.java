package dev.weir.runtime.cascade;

import dev.weir.api.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** A model around another one, which it is in all but how it answers. */
abstract class WrappedModel implements Model {
    /** The model inside. */
    protected final Model model;

    WrappedModel(Model model) {
        this.model = model;
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
