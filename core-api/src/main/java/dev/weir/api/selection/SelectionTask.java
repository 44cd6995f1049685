package dev.weir.api.selection;

import java.util.List;

/**
 * What a selector chooses among.
 *
 * @param candidates the zoo, in the order of the names, at least one
 * @param matrix     how models did after fine-tuning on benchmark sets; may be empty
 * @param seed       for the draws of the selector
 */
public record SelectionTask(List<Candidate> candidates, PerformanceMatrix matrix, long seed) {

    public SelectionTask {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a zoo needs at least one candidate");
        }
        for (int i = 1; i < candidates.size(); i++) {
            if (candidates.get(i - 1).name().compareTo(candidates.get(i).name()) >= 0) {
                throw new IllegalArgumentException("candidates must be in the order of their names, each once, got '"
                        + candidates.get(i - 1).name() + "' before '"
                        + candidates.get(i).name() + "'");
            }
        }
    }
}
