package dev.weir.runtime.interpolate;

import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.WeightSet;
import dev.weir.runtime.cascade.CheckedModel;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Answers examples with mixes of weights. A mix is made once and kept; of more than may be kept the least recently
 * used is given up, and its memory takes the next one. Examples of one mix are asked about together, whatever stands
 * between them, and answers come back in the order of the examples.
 */
public final class MixServer implements AutoCloseable {
    private final MixableModel model;
    private final List<WeightSet> sets;
    private final Component component;
    private final int most;
    private final LinkedHashMap<List<Double>, MixedModel> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long made;
    private long forwards;

    /**
     * A server.
     *
     * @param model     of the network
     * @param sets      what is mixed
     * @param component the provider of the models
     * @param most      how many mixes are kept; at least 1
     */
    public MixServer(MixableModel model, List<WeightSet> sets, Component component, int most) {
        this.model = model;
        this.sets = List.copyOf(sets);
        this.component = component;
        this.most = most;
    }

    /**
     * Answers examples.
     *
     * @param inputs at least one
     * @param mixes  the coefficients that serve each example, one for each set
     */
    public Logits answers(Inputs inputs, List<List<Double>> mixes) throws IOException {
        Map<List<Double>, List<Integer>> rowsByMix = new LinkedHashMap<>();
        for (int row = 0; row < mixes.size(); row++) {
            rowsByMix.computeIfAbsent(mixes.get(row), mix -> new ArrayList<>()).add(row);
        }
        double[] values = new double[0];
        boolean isDouble = false;
        int k = 0;
        for (Map.Entry<List<Double>, List<Integer>> entry : rowsByMix.entrySet()) {
            int[] rows = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
            Logits answered = asked(mixed(entry.getKey()), inputs.select(rows));
            if (k == 0) {
                k = answered.classes();
                values = new double[mixes.size() * k];
            }
            isDouble |= answered.isDouble();
            for (int i = 0; i < rows.length; i++) {
                for (int c = 0; c < k; c++) {
                    values[rows[i] * k + c] = answered.at(i, c);
                }
            }
        }
        return isDouble ? new Logits(mixes.size(), k, values) : floats(mixes.size(), k, values);
    }

    private static Logits floats(int rows, int k, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return new Logits(rows, k, floats);
    }

    /** Answers examples with weights of their own, which are not kept. */
    Logits answers(Inputs inputs, WeightSet weights) throws IOException {
        try (MixedModel merged = model.mixed(List.of(weights))) {
            return asked(merged, inputs);
        }
    }

    private Logits asked(Model mixed, Inputs inputs) {
        forwards += inputs.rows();
        return new CheckedModel(mixed, component).outputs(inputs, Set.of()).logits();
    }

    private MixedModel mixed(List<Double> coefficients) throws IOException {
        MixedModel found = kept.get(coefficients);
        if (found != null) {
            return found;
        }
        made++;
        MixedModel next;
        if (kept.size() < most) {
            next = model.mixed(sets);
        } else {
            Iterator<Map.Entry<List<Double>, MixedModel>> oldest =
                    kept.entrySet().iterator();
            next = oldest.next().getValue();
            oldest.remove();
        }
        try {
            next.mix(coefficients.stream().mapToDouble(Double::doubleValue).toArray());
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        kept.put(coefficients, next);
        return next;
    }

    /** How many mixes have been made. */
    long made() {
        return made;
    }

    /** How many examples have gone through a network here. */
    long forwards() {
        return forwards;
    }

    @Override
    public void close() {
        kept.values().forEach(MixedModel::close);
        kept.clear();
        model.close();
    }
}
