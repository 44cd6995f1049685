package dev.weir.runtime.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Pareto fronts: what no other candidate beats in quality without costing more. */
final class Front {
    /** Cheapest first; among equal costs the best first. */
    private static final Comparator<Candidate> ORDER = Comparator.comparingDouble(Candidate::cost)
            .thenComparing(Comparator.comparingDouble(Candidate::quality).reversed());

    private Front() {}

    /**
     * The candidates that none of the others equals or betters in both quality and cost, cheapest first, so that
     * quality rises too. Of candidates that are equal in both, the earliest in the list.
     */
    static List<Candidate> of(List<Candidate> candidates) {
        List<Candidate> sorted = new ArrayList<>(candidates);
        sorted.sort(ORDER); // stable
        List<Candidate> front = new ArrayList<>();
        for (Candidate candidate : sorted) {
            if (front.isEmpty()
                    || candidate.quality() > front.get(front.size() - 1).quality()) {
                front.add(candidate);
            }
        }
        return List.copyOf(front);
    }

    /**
     * The area that a front dominates: of all qualities from 0 to 1 and costs from 0 to {@code most}, the share that
     * one of its points equals or betters.
     *
     * @param quality of each point
     * @param cost    of each point; points beyond {@code most} count for nothing
     * @param most    greater than 0
     */
    static double hypervolume(double[] quality, double[] cost, double most) {
        Integer[] order = new Integer[cost.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        Arrays.sort(order, Comparator.comparingDouble(i -> cost[i]));
        double area = 0;
        double best = 0;
        double from = 0;
        for (int i : order) {
            if (cost[i] < most && quality[i] > best) {
                area += best * (cost[i] - from);
                from = cost[i];
                best = quality[i];
            }
        }
        return (area + best * (most - from)) / most;
    }
}
