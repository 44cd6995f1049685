package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Model;
import dev.weir.runtime.plugin.Component;
import java.util.Set;

/** A model held to its contract: what it throws beyond a refusal is told as its plugin's mistake. */
final class CheckedModel extends WrappedModel {
    private final Component component;
    private volatile boolean closed;

    /**
     * A checked model.
     *
     * @param model     the plugin's own
     * @param component its provider
     */
    CheckedModel(Model model, Component component) {
        super(model);
        this.component = component;
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        try {
            return model.outputs(inputs, needs);
        } catch (IllegalArgumentException e) {
            throw e; // a refusal of the inputs
        } catch (RuntimeException | LinkageError e) {
            if (closed && e instanceof IllegalStateException refusal) {
                throw refusal;
            }
            throw component.broken("threw " + e, "logits for " + inputs.rows() + " examples", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        super.close();
    }
}
