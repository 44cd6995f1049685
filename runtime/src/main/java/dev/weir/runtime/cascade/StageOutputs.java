package dev.weir.runtime.cascade;

import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the stages of a cascade put out on one split, recorded once.
 *
 * @param own     what each stage's model put out, first stage first, all of the same rows
 * @param answers what each stage would answer with: its own outputs, or its combination with those before
 */
public record StageOutputs(List<Outputs> own, List<Outputs> answers) {

    public StageOutputs {
        own = List.copyOf(own);
        answers = List.copyOf(answers);
    }

    /** Combines what the models put out; earlier stages are attached where somebody reads them. */
    public static StageOutputs combine(List<Outputs> models, List<Combine> how, Set<Need> needs) {
        List<Outputs> own = new ArrayList<>();
        List<Outputs> answers = new ArrayList<>();
        for (int stage = 0; stage < models.size(); stage++) {
            Outputs model = models.get(stage);
            if (needs.contains(Need.EARLIER_STAGES)) {
                model = model.withEarlierStages(models.subList(0, stage));
            }
            own.add(model);
            answers.add(
                    how.get(stage) == Combine.REPLACE ? model : averaged(models.subList(0, stage + 1), model, needs));
        }
        return new StageOutputs(own, answers);
    }

    private static Outputs averaged(List<Outputs> soFar, Outputs model, Set<Need> needs) {
        Outputs mean = model.withLogits(
                Logits.meanOfProbabilities(soFar.stream().map(Outputs::logits).toList()));
        return needs.contains(Need.MEMBERS) ? mean.withMembers(soFar) : mean;
    }

    /** The given rows in the given order. */
    StageOutputs select(int[] rows) {
        return new StageOutputs(
                own.stream().map(outputs -> outputs.select(rows)).toList(),
                answers.stream().map(outputs -> outputs.select(rows)).toList());
    }

    int rows() {
        return own.get(0).rows();
    }

    int stages() {
        return own.size();
    }
}
