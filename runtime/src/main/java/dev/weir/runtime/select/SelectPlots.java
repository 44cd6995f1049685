package dev.weir.runtime.select;

import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.SelectionTrace;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The numbers behind the plots of a selection: how models were clustered, beside what the matrix says of them. */
final class SelectPlots {
    /** More models are too many to be read. */
    private static final int MOST = 200;

    private SelectPlots() {}

    static ObjectNode of(SelectionTrace.Clustering clustering, PerformanceMatrix matrix) {
        ObjectNode plots = JsonNodeFactory.instance.objectNode();
        if (clustering.models().isEmpty() || clustering.models().size() > MOST) {
            return plots;
        }
        ObjectNode plot = plots.putObject("clustering");
        clustering.models().forEach(plot.putArray("models")::add);
        plot.put("threshold", clustering.threshold());
        ArrayNode merges = plot.putArray("merges");
        for (SelectionTrace.Merge merge : clustering.merges()) {
            merges.addArray().add(merge.first()).add(merge.second()).add(merge.distance());
        }
        matrix.dataSets().forEach(plot.putArray("dataSets")::add);
        ArrayNode accuracies = plot.putArray("accuracies");
        for (String model : clustering.models()) {
            int column = matrix.models().indexOf(model);
            ArrayNode row = accuracies.addArray();
            matrix.accuracies().forEach(set -> row.add(set.get(column)));
        }
        return plots;
    }
}
