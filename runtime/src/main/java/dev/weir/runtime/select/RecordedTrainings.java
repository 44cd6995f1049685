package dev.weir.runtime.select;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trainings on a target that a performance matrix has recorded.
 *
 * @param histories by candidate
 * @param finals    by candidate its accuracy on the test split after all epochs of the matrix, where it is known; of use
 *     for evaluation alone, so no selector is told of it
 */
public record RecordedTrainings(Map<String, History> histories, Map<String, Double> finals) implements Trainings {

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException when the matrix has no such target
     */
    static RecordedTrainings of(ObjectNode matrix, String target) {
        List<String> sets = new ArrayList<>();
        for (JsonNode set : matrix.path("dataSets")) {
            String name = set.path("name").asString("");
            sets.add("'" + name + "'");
            if (name.equals(target)) {
                return of(set.path("results"));
            }
        }
        throw new IllegalArgumentException(
                "has no data set '" + target + "' for the target" + "\nIt has " + String.join(", ", sets) + ".");
    }

    private static RecordedTrainings of(JsonNode results) {
        Map<String, History> histories = new TreeMap<>();
        Map<String, Double> finals = new TreeMap<>();
        for (String model : results.propertyNames()) {
            JsonNode cell = results.path(model);
            List<Double> accuracies = new ArrayList<>();
            cell.path("validation").forEach(accuracy -> accuracies.add(accuracy.asDouble()));
            histories.put(model, new History(accuracies, cell.path("failed").asString("")));
            if (cell.path("accuracy").isNumber()) {
                finals.put(model, cell.path("accuracy").asDouble());
            }
        }
        return new RecordedTrainings(histories, finals);
    }

    @Override
    public History of(String candidate, int epochs) {
        History known = histories.get(candidate);
        if (known == null) {
            return new History(List.of(), "no trial of it is recorded");
        }
        return known.accuracies().size() >= epochs || !known.failed().isEmpty()
                ? known
                : new History(
                        known.accuracies(),
                        "its recorded trial ends after epoch "
                                + known.accuracies().size());
    }

    /** Whether a candidate's training failed where it was recorded. */
    boolean isFailed(String candidate) {
        History known = histories.get(candidate);
        return known != null && !known.failed().isEmpty();
    }

    /** A candidate's accuracy on the test split after all epochs of the matrix. */
    public OptionalDouble accuracy(String candidate) {
        Double known = finals.get(candidate);
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
    }
}
