package dev.weir.plugins.twophase;

import dev.weir.api.selection.PerformanceMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The performance matrix of the candidates as flat numbers, in the order in which the matrix has them.
 *
 * @param models that are candidates, {@code n}
 * @param sets   number of data sets
 * @param scores {@code n x sets}, model by model
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Performance(List<String> models, int sets, double[] scores) {

    /** What the matrix says of the models of these names. */
    static Performance of(PerformanceMatrix matrix, Set<String> names) {
        List<String> models = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (int model = 0; model < matrix.models().size(); model++) {
            if (names.contains(matrix.models().get(model))) {
                models.add(matrix.models().get(model));
                columns.add(model);
            }
        }
        int sets = matrix.dataSets().size();
        double[] scores = new double[models.size() * sets];
        for (int set = 0; set < sets; set++) {
            List<Double> row = matrix.accuracies().get(set);
            for (int model = 0; model < models.size(); model++) {
                scores[model * sets + set] = row.get(columns.get(model));
            }
        }
        return new Performance(List.copyOf(models), sets, scores);
    }

    int size() {
        return models.size();
    }

    /** The mean of a model's scores over all data sets, those that are not positive included. */
    double mean(int model) {
        double sum = 0;
        for (int set = 0; set < sets; set++) {
            sum += scores[model * sets + set];
        }
        return sum / sets;
    }

    /** The cosine of two models' scores over all data sets; 0 where one has nothing but zeros. */
    double cosine(int first, int second) {
        double product = 0;
        double ofFirst = 0;
        double ofSecond = 0;
        for (int set = 0; set < sets; set++) {
            double u = scores[first * sets + set];
            double v = scores[second * sets + set];
            product += u * v;
            ofFirst += u * u;
            ofSecond += v * v;
        }
        double norm = Math.sqrt(ofFirst) * Math.sqrt(ofSecond);
        return norm == 0 ? 0 : product / norm;
    }

    /** How many cells are not positive, so that they count as missing where models are compared. */
    long missing() {
        return IntStream.range(0, scores.length)
                .filter(cell -> !(scores[cell] > 0))
                .count();
    }

    /** The places of the models by their names. */
    Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (int model = 0; model < models.size(); model++) {
            places.put(models.get(model), model);
        }
        return places;
    }

    /** Refuses a model whose scores tell nothing. */
    void requireTelling() {
        for (int model = 0; model < models.size(); model++) {
            int from = model * sets;
            double first = scores[from];
            boolean isConstant = IntStream.range(0, sets).allMatch(set -> scores[from + set] == first);
            boolean isMissing = IntStream.range(0, sets).noneMatch(set -> scores[from + set] > 0);
            if (isMissing || (isConstant && sets >= Distances.LEAST_SETS)) {
                throw new IllegalArgumentException("the matrix has "
                        + (isConstant ? "the same accuracy " + first : "no positive accuracy")
                        + " of '" + models.get(model) + "' on every data set"
                        + "\nNothing can be told from that: measure the model again, or take it out of the zoo.");
            }
        }
    }
}
