package dev.weir.plugins.engine.support;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** A model that is written again for each mix, from arrays that are kept. */
public final class Mixture implements MixedModel {
    private final Model model;
    private final OpenOrClosed guard;
    private final WeightMix mix;
    private final Consumer<List<float[]>> writing;
    private final List<float[]> mixed = new ArrayList<>();

    /**
     * A mixture.
     *
     * @param model   answers, and is closed with this
     * @param guard   of the model
     * @param mix     of sets in the order of the model's weights
     * @param writing replaces the weights of the model
     */
    public Mixture(Model model, OpenOrClosed guard, WeightMix mix, Consumer<List<float[]>> writing) {
        this.model = model;
        this.guard = guard;
        this.mix = mix;
        this.writing = writing;
        mix.sets().get(0).tensors().forEach(tensor -> mixed.add(new float[tensor.size()]));
    }

    @Override
    public int sets() {
        return mix.size();
    }

    @Override
    public void mix(double... coefficients) {
        mix.requireFitting(coefficients);
        guard.alone(() -> {
            List<WeightTensor> named = new ArrayList<>();
            for (int i = 0; i < mixed.size(); i++) {
                mix.into(i, coefficients, mixed.get(i));
                WeightTensor tensor = mix.sets().get(0).tensors().get(i);
                named.add(new WeightTensor.Floats(tensor.name(), tensor.dimensions(), mixed.get(i)));
            }
            new WeightSet(named).requireFinite();
            writing.accept(mixed);
            return this;
        });
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        return model.outputs(inputs, needs);
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
    public void close() {
        model.close();
    }
}
