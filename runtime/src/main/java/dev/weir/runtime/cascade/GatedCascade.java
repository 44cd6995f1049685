package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decides inputs stage by stage: only what a rule passes on is ever put to the next model. The rows that a
 * stage passes on are gathered in order, so the next model sees full batches whose make-up depends on the
 * inputs alone.
 */
final class GatedCascade {
    private final List<Model> models;
    private final List<Combine> combine;
    private final List<StageRule> rules;
    private final ConfidenceScore confidence;
    private final Set<Need> needs;

    GatedCascade(
            List<Model> models,
            List<Combine> combine,
            List<StageRule> rules,
            ConfidenceScore confidence,
            Set<Need> needs) {
        this.models = List.copyOf(models);
        this.combine = List.copyOf(combine);
        this.rules = List.copyOf(rules);
        this.confidence = confidence;
        this.needs = needs;
    }

    /** Decides {@code n} inputs. */
    Decisions decide(Inputs inputs) {
        int n = inputs.rows();
        Decisions decisions =
                new Decisions(new int[n], new int[n], new double[n], new boolean[n], new int[models.size()]);
        int[] rows = IntStream.range(0, n).toArray();
        List<Outputs> soFar = new ArrayList<>();
        for (int stage = 0; stage < models.size() && (rows.length > 0 || stage == 0); stage++) {
            soFar.add(models.get(stage).outputs(rows.length == n ? inputs : inputs.select(rows), needs));
            StageOutputs outputs = StageOutputs.combine(soFar, combine.subList(0, stage + 1), needs);
            int[] deferred = deferred(outputs.own().get(stage), rules.get(stage));
            answer(decisions, stage, outputs.answers().get(stage), rows, deferred);
            for (int i = 0; i < soFar.size(); i++) {
                soFar.set(i, soFar.get(i).select(deferred));
            }
            int[] reached = rows;
            rows = Arrays.stream(deferred).map(index -> reached[index]).toArray();
        }
        return decisions;
    }

    /** Which of a stage's rows are passed on, as indexes into them, ascending. */
    private static int[] deferred(Outputs own, StageRule rule) {
        if (rule.deferral().isEmpty()) {
            return new int[0];
        }
        DeferralRule deferral = rule.deferral().get();
        double[] scores = deferral.score().scores(own);
        int[] found = new int[scores.length];
        int count = 0;
        for (int i = 0; i < scores.length; i++) {
            if (deferral.defers(scores[i])) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private void answer(Decisions decisions, int stage, Outputs answers, int[] rows, int[] deferred) {
        double[] scores = confidence.scores(answers);
        double accept = rules.get(stage).accept().orElse(Double.NEGATIVE_INFINITY);
        int next = 0;
        for (int i = 0; i < rows.length; i++) {
            if (next < deferred.length && deferred[next] == i) {
                next++;
                continue;
            }
            int row = rows[i];
            decisions.stage()[row] = stage;
            decisions.prediction()[row] = answers.logits().argMax(i);
            decisions.confidence()[row] = scores[i];
            decisions.accepted()[row] = scores[i] >= accept;
            decisions.answered()[stage]++;
        }
    }
}
