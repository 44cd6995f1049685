package dev.weir.api.selection;

import java.util.ArrayList;
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
 * @param histories  by data set, then by model: accuracies on the validation split after each epoch, the first epoch
 *     first, in [-1, 1]; empty where they are not known
 */
public record PerformanceMatrix(
        List<String> models, List<String> dataSets, List<List<Double>> accuracies, List<List<List<Double>>> histories) {

    /** A matrix of nothing. */
    public static final PerformanceMatrix EMPTY = new PerformanceMatrix(List.of(), List.of(), List.of());

    public PerformanceMatrix {
        models = List.copyOf(models);
        dataSets = List.copyOf(dataSets);
        accuracies = accuracies.stream().map(List::copyOf).toList();
        histories = histories.stream()
                .map(row -> row.stream().map(List::copyOf).toList())
                .toList();
        requireDistinct("model", models);
        requireDistinct("data set", dataSets);
        requireRows(dataSets, accuracies.size());
        requireRows(dataSets, histories.size());
        for (int set = 0; set < dataSets.size(); set++) {
            requireRow(models, dataSets.get(set), accuracies.get(set));
            requireCells(models, dataSets.get(set), histories.get(set).size());
            for (int model = 0; model < models.size(); model++) {
                for (double accuracy : histories.get(set).get(model)) {
                    requireAccuracy(models.get(model), dataSets.get(set), accuracy);
                }
            }
        }
    }

    /** A matrix without histories. */
    public PerformanceMatrix(List<String> models, List<String> dataSets, List<List<Double>> accuracies) {
        this(
                models,
                dataSets,
                accuracies,
                accuracies.stream()
                        .map(row -> row.stream().map(cell -> List.<Double>of()).toList())
                        .toList());
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

    private static void requireRows(List<String> dataSets, int rows) {
        if (rows != dataSets.size()) {
            throw new IllegalArgumentException(
                    "the matrix has " + rows + " rows for " + dataSets.size() + " data sets");
        }
    }

    private static void requireCells(List<String> models, String dataSet, int cells) {
        if (cells != models.size()) {
            throw new IllegalArgumentException(
                    "the data set '" + dataSet + "' has " + cells + " cells for " + models.size() + " models");
        }
    }

    private static void requireRow(List<String> models, String dataSet, List<Double> row) {
        requireCells(models, dataSet, row.size());
        for (int model = 0; model < row.size(); model++) {
            requireAccuracy(models.get(model), dataSet, row.get(model));
        }
    }

    private static void requireAccuracy(String model, String dataSet, double accuracy) {
        if (!(accuracy >= -1 && accuracy <= 1)) {
            throw new IllegalArgumentException(
                    "the accuracy of '" + model + "' on '" + dataSet + "' must be in [-1, 1], got " + accuracy);
        }
    }

    /** The mean of a model's accuracies over all data sets; empty when the matrix does not know it. */
    public OptionalDouble meanAccuracy(String model) {
        int column = models.indexOf(model);
        return column < 0
                ? OptionalDouble.empty()
                : accuracies.stream().mapToDouble(row -> row.get(column)).average();
    }

    /** The same matrix without a data set; itself where it has none of that name. */
    public PerformanceMatrix without(String dataSet) {
        int left = dataSets.indexOf(dataSet);
        return left < 0
                ? this
                : new PerformanceMatrix(
                        models, except(dataSets, left), except(accuracies, left), except(histories, left));
    }

    private static <T> List<T> except(List<T> list, int place) {
        List<T> others = new ArrayList<>(list);
        others.remove(place);
        return others;
    }
}
