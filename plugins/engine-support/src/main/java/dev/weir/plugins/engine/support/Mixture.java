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
import java.util.Arrays;
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
    private final float largest;

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
        float found = 0;
        for (WeightSet set : mix.sets()) {
            for (WeightTensor tensor : set.tensors()) {
                for (float value : ((WeightTensor.Floats) tensor).values()) {
                    found = Math.max(found, Math.abs(value));
                }
            }
        }
        this.largest = found;
    }

    @Override
    public int sets() {
        return mix.size();
    }

    @Override
    public void mix(double... coefficients) {
        mix.requireFitting(coefficients);
        guard.alone(() -> {
            for (int i = 0; i < mixed.size(); i++) {
                mix.into(i, coefficients, mixed.get(i));
            }
            if (mayOverflow(coefficients)) {
                requireFinite();
            }
            writing.accept(mixed);
            return this;
        });
    }

    /** Whether a step or a sum could leave the floats; a look at every number takes longer than the mix. */
    private boolean mayOverflow(double[] coefficients) {
        double sizes = Arrays.stream(coefficients).map(Math::abs).sum();
        return !(3 * Math.max(1, sizes) * largest < Float.MAX_VALUE);
    }

    private void requireFinite() {
        List<WeightTensor> named = new ArrayList<>();
        for (int i = 0; i < mixed.size(); i++) {
            WeightTensor tensor = mix.sets().get(0).tensors().get(i);
            named.add(new WeightTensor.Floats(tensor.name(), tensor.dimensions(), mixed.get(i)));
        }
        new WeightSet(named).requireFinite();
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
