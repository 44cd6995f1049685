package dev.weir.plugins.twophase;

import dev.weir.api.selection.PerformanceMatrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Foretells how well a candidate will do after fine-tuning from how well it does now, by its own histories on
 * benchmark data sets: those are divided by what they had come to after as many epochs, and the final accuracies of
 * the nearest group are averaged.
 *
 * @param matrix without the target
 * @param groups into how many the histories are divided; fewer where there are fewer histories
 */
record Trends(PerformanceMatrix matrix, int groups) {

    /** A history's accuracy after some epochs, and what it came to in the end. */
    private record Past(double then, double end) {}

    /**
     * The accuracy to expect.
     *
     * @param epoch    after which the accuracy was measured; from 1
     * @param accuracy on the validation split
     * @return empty where the candidate has no history that long
     */
    OptionalDouble predicted(String candidate, int epoch, double accuracy) {
        List<Past> pasts = pasts(candidate, epoch);
        if (pasts.isEmpty()) {
            return OptionalDouble.empty();
        }
        Segments segments = Segments.of(pasts.stream().mapToDouble(Past::then).toArray(), groups);
        int group = segments.nearest(accuracy);
        return pasts.subList(segments.from(group), segments.from(group + 1)).stream()
                .mapToDouble(Past::end)
                .average();
    }

    /** How many histories of a candidate are long enough. */
    int histories(String candidate, int epoch) {
        return pasts(candidate, epoch).size();
    }

    private List<Past> pasts(String candidate, int epoch) {
        int model = matrix.models().indexOf(candidate);
        List<Past> pasts = new ArrayList<>();
        for (int set = 0; model >= 0 && set < matrix.dataSets().size(); set++) {
            List<Double> history = matrix.histories().get(set).get(model);
            if (history.size() >= epoch) {
                pasts.add(new Past(
                        history.get(epoch - 1), matrix.accuracies().get(set).get(model)));
            }
        }
        pasts.sort(Comparator.comparingDouble(Past::then).thenComparingDouble(Past::end));
        return pasts;
    }
}
