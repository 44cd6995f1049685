package dev.weir.runtime.explore;

import dev.weir.runtime.cascade.Combine;
import java.util.ArrayList;
import java.util.List;

/**
 * Models of the pool in the order in which they are asked.
 *
 * @param models  indexes into the pool, each once
 * @param combine what the stages after the first answer with
 */
record Chain(List<Integer> models, Combine combine) {

    Chain {
        models = List.copyOf(models);
    }

    int stages() {
        return models.size();
    }

    /** What each stage answers with; the first has nothing to average with. */
    List<Combine> combines() {
        List<Combine> combines = new ArrayList<>(List.of(Combine.REPLACE));
        while (combines.size() < stages()) {
            combines.add(combine);
        }
        return combines;
    }

    /**
     * All ordered choices of two models or more: shorter ones first, then by the first model's place in the pool, the
     * second's and so on, then by the way of combining.
     *
     * @param pool   how many models there are
     * @param stages most models of a chain
     */
    static List<Chain> all(int pool, int stages, List<Combine> combines) {
        List<Chain> chains = new ArrayList<>();
        List<List<Integer>> longer = List.of(List.of());
        for (int length = 1; length <= stages; length++) {
            List<List<Integer>> extended = new ArrayList<>();
            for (List<Integer> start : longer) {
                for (int model = 0; model < pool; model++) {
                    if (!start.contains(model)) {
                        List<Integer> order = new ArrayList<>(start);
                        order.add(model);
                        extended.add(List.copyOf(order));
                    }
                }
            }
            longer = extended;
            if (length > 1) {
                longer.forEach(order -> combines.forEach(combine -> chains.add(new Chain(order, combine))));
            }
        }
        return List.copyOf(chains);
    }
}
