package dev.weir.api.selection;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A runner over features at hand; candidates that it holds nothing of fail. Training brings a candidate ever nearer to
 * the share of examples whose label is the place of their largest feature.
 */
public final class ScriptedRunner implements TrialRunner {
    private final Labels labels;
    private final Map<String, Features> features;
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Integer> trained = new HashMap<>();
    private int epochs;

    public ScriptedRunner(Labels labels, Map<String, Features> features) {
        this.labels = labels;
        this.features = Map.copyOf(features);
    }

    @Override
    public Labels labels() {
        return labels;
    }

    @Override
    public Transferability score(Candidate candidate, TransferabilityScore score, int[] ascending) {
        if (asked.isEmpty() || !asked.get(asked.size() - 1).equals(candidate.name())) {
            asked.add(candidate.name());
        }
        Features own = features.get(candidate.name());
        if (own == null) {
            return Transferability.none("its file is gone");
        }
        Evidence evidence = Evidence.of(labels);
        for (Need need : score.needs()) {
            evidence = evidence.with(need, RowBlocks.of(own));
        }
        return score.score(evidence.select(ascending));
    }

    @Override
    public Estimate train(Candidate candidate, int more) {
        Features own = features.get(candidate.name());
        int before = trained.getOrDefault(candidate.name(), 0);
        if (own == null) {
            epochs += before == 0 ? 1 : 0;
            trained.put(candidate.name(), 1);
            return Estimate.none("its file is gone");
        }
        epochs += more;
        trained.put(candidate.name(), before + more);
        double share = 0;
        for (int row = 0; row < own.rows(); row++) {
            share += largest(own, row) == labels.at(row) ? 1.0 / own.rows() : 0;
        }
        return Estimate.withoutInterval(share * (1 - Math.pow(2, -(before + more))), "it is made up");
    }

    private static int largest(Features of, int row) {
        int best = 0;
        for (int j = 1; j < of.width(); j++) {
            best = of.at(row, j) > of.at(row, best) ? j : best;
        }
        return best;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    /** The candidates in the order in which something was asked of them. */
    public List<String> asked() {
        return List.copyOf(asked);
    }
}
