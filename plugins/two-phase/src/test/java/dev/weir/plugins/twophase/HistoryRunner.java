package dev.weir.plugins.twophase;

import dev.weir.api.Labels;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A runner over histories at hand; a history that ends too early is of a training that diverged there. */
final class HistoryRunner implements TrialRunner {
    private final Map<String, List<Double>> histories;
    private final Map<String, Double> proxies;
    private final Map<String, Integer> trained = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private int epochs;

    HistoryRunner(Map<String, List<Double>> histories, Map<String, Double> proxies) {
        this.histories = histories;
        this.proxies = proxies;
    }

    @Override
    public Labels labels() {
        return new Labels(1, new int[0]);
    }

    @Override
    public Transferability score(Candidate candidate, TransferabilityScore score, int[] ascending) {
        asked.add(candidate.name());
        Double proxy = proxies.get(candidate.name());
        return proxy == null ? Transferability.none("it gives no probabilities") : Transferability.of(proxy);
    }

    @Override
    public Estimate train(Candidate candidate, int more) {
        List<Double> history = histories.getOrDefault(candidate.name(), List.of());
        int before = trained.getOrDefault(candidate.name(), 0);
        int until = before + more;
        trained.put(candidate.name(), until);
        if (until > history.size()) {
            epochs += Math.max(0, history.size() + 1 - before);
            return Estimate.none("training diverged in epoch " + (history.size() + 1));
        }
        epochs += more;
        return Estimate.withoutInterval(history.get(until - 1), "recorded");
    }

    @Override
    public int epochs() {
        return epochs;
    }

    /** The candidates of which the proxy was asked, in order. */
    List<String> asked() {
        return asked;
    }
}
