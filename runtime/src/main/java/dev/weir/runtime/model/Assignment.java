package dev.weir.runtime.model;

import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Which mix of weights serves each example.
 *
 * @param mixes coefficients, one for each set of weights
 * @param mixOf the place of each example's mix among them; not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // read by index only
public record Assignment(List<List<Double>> mixes, int[] mixOf) {

    public Assignment {
        mixes = List.copyOf(mixes);
    }

    /** One mix for all. */
    public static Assignment ofAll(List<Double> mix, int examples) {
        return new Assignment(List.of(mix), new int[examples]);
    }

    /** The mix of each; equal ones are one. */
    public static Assignment ofEach(List<List<Double>> mixes) {
        Map<List<Double>, Integer> places = new HashMap<>();
        List<List<Double>> different = new ArrayList<>();
        int[] mixOf = new int[mixes.size()];
        for (int row = 0; row < mixOf.length; row++) {
            Integer place = places.putIfAbsent(mixes.get(row), different.size());
            if (place == null) {
                different.add(mixes.get(row));
            }
            mixOf[row] = place == null ? different.size() - 1 : place;
        }
        return new Assignment(different, mixOf);
    }

    /**
     * As a plan says.
     *
     * @param coefficients each example's own
     */
    public static Assignment of(InterpolationPlan plan, double[][] coefficients) {
        if (plan.isPerExample()) {
            return ofEach(Arrays.stream(coefficients)
                    .map(own -> Arrays.stream(own).boxed().toList())
                    .toList());
        }
        int[] mixOf = new int[coefficients.length];
        Arrays.setAll(mixOf, row -> plan.mixOf(coefficients[row]));
        return new Assignment(plan.mixes().stream().map(Mix::coefficients).toList(), mixOf);
    }

    /** How many examples there are. */
    public int examples() {
        return mixOf.length;
    }

    /** With other coefficients. */
    Assignment map(UnaryOperator<List<Double>> change) {
        return new Assignment(mixes.stream().map(change).toList(), mixOf);
    }

    /** The examples of each mix, in ascending order. */
    int[][] rowsByMix() {
        int[] counts = new int[mixes.size()];
        for (int mix : mixOf) {
            counts[mix]++;
        }
        int[][] rows = new int[counts.length][];
        Arrays.setAll(rows, mix -> new int[counts[mix]]);
        int[] next = new int[counts.length];
        for (int row = 0; row < mixOf.length; row++) {
            rows[mixOf[row]][next[mixOf[row]]++] = row;
        }
        return rows;
    }
}
