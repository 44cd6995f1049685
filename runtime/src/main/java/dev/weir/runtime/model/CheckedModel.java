package dev.weir.runtime.model;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import dev.weir.api.model.Model;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/** A model held to its contract: what it throws beyond a refusal is told as its plugin's mistake. */
public final class CheckedModel implements ExitModel {
    private final ExitModel model;
    private final Component component;
    private volatile boolean closed;

    /**
     * A checked model.
     *
     * @param model     the plugin's own
     * @param component its provider
     */
    public CheckedModel(Model model, Component component) {
        this.model = ExitModel.of(model);
        this.component = component;
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return checked(inputs.rows(), () -> model.outputs(inputs, needs));
    }

    @Override
    public AtExit proceed(ExitState from, int exit, Set<Need> needs) {
        AtExit at = checked(from.rows(), () -> model.proceed(from, exit, needs));
        boolean isLast = exit == exits();
        boolean keepsState = at.state()
                .filter(state -> state.exit() == exit && state.rows() == from.rows())
                .isPresent();
        if (at.outputs().rows() != from.rows() || (!isLast && !keepsState)) {
            throw component.broken(
                    "put out " + at + " at exit " + exit, "answers and a state for " + from.rows() + " examples", null);
        }
        return at;
    }

    private <T> T checked(int rows, Supplier<T> asked) {
        try {
            return asked.get();
        } catch (IllegalArgumentException e) {
            throw e; // a refusal of the inputs
        } catch (RuntimeException | LinkageError e) {
            if (closed && e instanceof IllegalStateException refusal) {
                throw refusal;
            }
            throw component.broken("threw " + e, "logits for " + rows + " examples", e);
        }
    }

    @Override
    public int exits() {
        return model.exits();
    }

    @Override
    public OptionalLong parameters() {
        return model.parameters();
    }

    @Override
    public OptionalLong parameters(int exit) {
        return model.parameters(exit);
    }

    @Override
    public OptionalLong macs() {
        return model.macs();
    }

    @Override
    public OptionalLong macs(int from, int exit) {
        return model.macs(from, exit);
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
        closed = true;
        model.close();
    }
}
