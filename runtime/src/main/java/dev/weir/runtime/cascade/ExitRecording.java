package dev.weir.runtime.cascade;

import dev.weir.api.Features;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a model puts out at several exits, each going on from the one before, so that nothing is computed twice.
 *
 * @param outputs for each of the exits
 * @param millis  for each of the exits, what going on to it took for one example
 */
@SuppressWarnings("ArrayRecordComponent") // times, compared by nobody
record ExitRecording(List<Outputs> outputs, double[] millis) {

    /** Examples that are run through all exits at a time: the states between are kept for as many. */
    static final int BLOCK = 1024;

    /**
     * Records.
     *
     * @param exits ascending
     */
    static ExitRecording of(ExitModel model, List<Integer> exits, Inputs inputs, Set<Need> needs) {
        List<List<Outputs>> blocks = new ArrayList<>();
        exits.forEach(exit -> blocks.add(new ArrayList<>()));
        double[] nanos = new double[exits.size()];
        int n = inputs.rows();
        for (int from = 0; from < n || from == 0; from += BLOCK) {
            ExitState state = ExitState.of(inputs.select(
                    IntStream.range(from, Math.min(n, from + BLOCK)).toArray()));
            for (int i = 0; i < exits.size(); i++) {
                long start = System.nanoTime();
                AtExit at = model.proceed(state, exits.get(i), needs);
                nanos[i] += System.nanoTime() - start;
                blocks.get(i).add(at.outputs());
                state = at.state().orElse(state);
            }
        }
        return new ExitRecording(
                blocks.stream().map(ExitRecording::joined).toList(),
                Arrays.stream(nanos).map(sum -> sum / 1e6 / n).toArray());
    }

    /** The rows of all blocks, in order. */
    private static Outputs joined(List<Outputs> blocks) {
        int rows = blocks.stream().mapToInt(Outputs::rows).sum();
        Logits first = blocks.get(0).logits();
        Outputs outputs = Outputs.of(
                first.isDouble()
                        ? new Logits(
                                rows,
                                first.classes(),
                                joined(blocks, of -> of.logits().toDoubles()))
                        : new Logits(
                                rows,
                                first.classes(),
                                narrowed(blocks, of -> of.logits().toFloats())));
        if (!blocks.get(0).hasFeatures()) {
            return outputs;
        }
        Features features = blocks.get(0).features();
        return outputs.withFeatures(
                features.isDouble()
                        ? new Features(
                                rows,
                                features.width(),
                                joined(blocks, of -> of.features().toDoubles()))
                        : new Features(
                                rows,
                                features.width(),
                                narrowed(blocks, of -> of.features().toFloats())));
    }

    private static double[] joined(List<Outputs> blocks, Function<Outputs, double[]> values) {
        return blocks.stream().map(values).flatMapToDouble(Arrays::stream).toArray();
    }

    private static float[] narrowed(List<Outputs> blocks, Function<Outputs, float[]> values) {
        List<float[]> parts = blocks.stream().map(values).toList();
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int end = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, end, part.length);
            end += part.length;
        }
        return all;
    }
}
