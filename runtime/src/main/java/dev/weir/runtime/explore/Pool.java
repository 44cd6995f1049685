package dev.weir.runtime.explore;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import java.util.List;

/**
 * What the models of the pool put out on one split, and what each costs.
 *
 * @param names   of the models, in the order of the file
 * @param outputs of each, of the same rows
 * @param labels  the true classes
 * @param costs   of running each for one example
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
record Pool(List<String> names, List<Outputs> outputs, Labels labels, double[] costs) {

    Pool {
        names = List.copyOf(names);
        outputs = List.copyOf(outputs);
    }

    int size() {
        return names.size();
    }

    int rows() {
        return labels.size();
    }

    /** What each stage of a chain costs. */
    double[] costs(List<Integer> chain) {
        return chain.stream().mapToDouble(model -> costs[model]).toArray();
    }

    /** What the stages of a chain put out alone. */
    List<Outputs> outputs(List<Integer> chain) {
        return chain.stream().map(outputs::get).toList();
    }
}
