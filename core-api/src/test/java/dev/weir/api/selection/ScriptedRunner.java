package dev.weir.api.selection;

import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A runner over features at hand; candidates that it holds nothing of fail, and none can be trained. */
public final class ScriptedRunner implements TrialRunner {
    private final Labels labels;
    private final Map<String, Features> features;
    private final List<String> asked = new ArrayList<>();

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
    public Estimate train(Candidate candidate, int epochs) {
        return Estimate.none("it cannot be trained");
    }

    @Override
    public int epochs() {
        return 0;
    }

    /** The candidates in the order in which something was asked of them. */
    public List<String> asked() {
        return List.copyOf(asked);
    }
}
