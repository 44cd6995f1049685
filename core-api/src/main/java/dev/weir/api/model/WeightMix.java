package dev.weir.api.model;

import dev.weir.api.Experimental;
import dev.weir.api.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weighted sums of the weights of one network, in floats: the first set times the sum of the coefficients, and from
 * there a step towards each of the others. So what is lost to rounding is little where the sets are near each other;
 * where the coefficients add up to 1, equal numbers stay what they are, and a coefficient of 1 beside zeros gives its
 * set bit for bit.
 */
@Experimental
public final class WeightMix {
    private static final int BLOCK = 1_024; // numbers that stay in the processor's cache

    private final List<WeightSet> sets;

    /**
     * A mix.
     *
     * @param sets at least one, all of one network; of whole numbers, which are not mixed, those of the first count
     * @throws IllegalArgumentException when a set is of another network than the first
     */
    public WeightMix(List<WeightSet> sets) {
        Require.atLeast("weight sets to mix", 1, sets.size());
        List<WeightSet> ordered = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            try {
                ordered.add(sets.get(0).ordered(sets.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("weight set " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        this.sets = List.copyOf(ordered);
    }

    /** How many sets there are, and so how many coefficients it takes. */
    public int size() {
        return sets.size();
    }

    /** The sets, their tensors in the order of the first one. */
    public List<WeightSet> sets() {
        return sets;
    }

    /**
     * Refuses coefficients that do not fit.
     *
     * @throws IllegalArgumentException when there are not as many as sets, or one is not finite
     */
    public void requireFitting(double[] coefficients) {
        if (coefficients.length != sets.size()) {
            throw new IllegalArgumentException(
                    coefficients.length + " coefficients given for " + sets.size() + " weight sets");
        }
        for (double coefficient : coefficients) {
            if (!Double.isFinite(coefficient)) {
                throw new IllegalArgumentException("coefficients must be finite, got " + coefficient);
            }
        }
    }

    /**
     * Writes one mixed tensor: {@code target[j] = sum over i of coefficients[i] * sets[i][j]}.
     *
     * @param tensor       its place in the sets; one of {@link WeightTensor.Floats}
     * @param coefficients one for each set, finite; they need not add up to 1
     * @param target       as long as the tensor
     */
    public void into(int tensor, double[] coefficients, float[] target) {
        requireFitting(coefficients);
        int[] taken = IntStream.range(0, coefficients.length)
                .filter(i -> coefficients[i] != 0) // a product with 0 could still change the sign of a zero
                .toArray();
        if (taken.length == 0) {
            Arrays.fill(target, 0);
        } else if (taken.length == 1 && coefficients[taken[0]] == 1) {
            System.arraycopy(floats(taken[0], tensor), 0, target, 0, target.length);
        } else {
            add(tensor, taken, coefficients, target);
        }
    }

    private void add(int tensor, int[] taken, double[] coefficients, float[] target) {
        float[] first = floats(taken[0], tensor);
        float sum = (float) Arrays.stream(coefficients).sum();
        for (int start = 0; start < target.length; start += BLOCK) {
            int end = Math.min(target.length, start + BLOCK);
            int i = Math.min(1, taken.length - 1); // towards itself, where there is no other
            step(target, sum, first, first, floats(taken[i], tensor), coefficients[taken[i]], start, end);
            for (i++; i < taken.length; i++) {
                step(target, 1, target, first, floats(taken[i], tensor), coefficients[taken[i]], start, end);
            }
        }
    }

    /** Adds a share of the way between two tensors; subtracts, because a zero less a zero keeps its sign. */
    private static void step(
            float[] target, float scale, float[] base, float[] from, float[] to, double share, int start, int end) {
        float size = (float) Math.abs(share);
        float[] more = share > 0 ? from : to;
        float[] less = share > 0 ? to : from;
        for (int j = start; j < end; j++) {
            target[j] = scale * base[j] - size * (more[j] - less[j]);
        }
    }

    private float[] floats(int set, int tensor) {
        WeightTensor found = sets.get(set).tensors().get(tensor);
        if (found instanceof WeightTensor.Floats floats) {
            return floats.values();
        }
        throw new IllegalArgumentException(found + " cannot be mixed");
    }

    /**
     * The mixed weights as a set of their own; whole numbers are those of the first set.
     *
     * @param coefficients one for each set, finite; they need not add up to 1
     */
    public WeightSet at(double... coefficients) {
        requireFitting(coefficients);
        List<WeightTensor> mixed = new ArrayList<>();
        List<WeightTensor> tensors = sets.get(0).tensors();
        for (int i = 0; i < tensors.size(); i++) {
            WeightTensor tensor = tensors.get(i);
            if (tensor instanceof WeightTensor.Floats) {
                float[] values = new float[tensor.size()];
                into(i, coefficients, values);
                mixed.add(new WeightTensor.Floats(tensor.name(), tensor.dimensions(), values));
            } else {
                mixed.add(tensor);
            }
        }
        return new WeightSet(mixed);
    }
}
