package dev.weir.api.selection;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How well models did after they were fine-tuned on benchmark data sets: an accuracy for each model on each set.
 *
 * @param models     names of the models; no two are equal
 * @param dataSets   names of the data sets; no two are equal
 * @param accuracies by data set, then by model; every cell in [-1, 1]. A correlation, which may be negative,
 *     can stand for an accuracy
 */
public record PerformanceMatrix(List<String> models, List<String> dataSets, List<List<Double>> accuracies) {

    /** A matrix of nothing. */
    public static final PerformanceMatrix EMPTY = new PerformanceMatrix(List.of(), List.of(), List.of());

    public PerformanceMatrix {
        models = List.copyOf(models);
        dataSets = List.copyOf(dataSets);
        accuracies = accuracies.stream().map(List::copyOf).toList();
        requireDistinct("model", models);
        requireDistinct("data set", dataSets);
        if (accuracies.size() != dataSets.size()) {
            throw new IllegalArgumentException(
                    "the matrix has " + accuracies.size() + " rows for " + dataSets.size() + " data sets");
        }
        for (int set = 0; set < dataSets.size(); set++) {
            requireRow(models, dataSets.get(set), accuracies.get(set));
        }
    }

    /** Refuses names of which two are equal. */
    public static void requireDistinct(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the " + what + " '" + name + "' stands twice in the matrix"
                        + "\nGive one of the two another name.");
            }
        }
    }

    private static void requireRow(List<String> models, String dataSet, List<Double> row) {
        if (row.size() != models.size()) {
            throw new IllegalArgumentException(
                    "the data set '" + dataSet + "' has " + row.size() + " cells for " + models.size() + " models");
        }
        for (int model = 0; model < row.size(); model++) {
            double accuracy = row.get(model);
            if (!(accuracy >= -1 && accuracy <= 1)) {
                throw new IllegalArgumentException("the accuracy of '" + models.get(model) + "' on '" + dataSet
                        + "' must be in [-1, 1], got " + accuracy);
            }
        }
    }

    /** The mean of a model's accuracies over all data sets; empty when the matrix does not know it. */
    public OptionalDouble meanAccuracy(String model) {
        int column = models.indexOf(model);
        return column < 0
                ? OptionalDouble.empty()
                : accuracies.stream().mapToDouble(row -> row.get(column)).average();
    }
}
