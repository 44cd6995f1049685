package dev.weir.runtime.cascade;

import dev.weir.api.Answers;
import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.api.deferral.DeferralRule;
import dev.weir.api.model.AtExit;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.ExitState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decides inputs stage by stage: only what a rule passes on is ever put to the next model. The rows that a
 * stage passes on are gathered in order, so the next model sees full batches whose make-up depends on the
 * inputs alone.
 *
 * <p>A stage that is a later exit of a network goes on from what the earlier one has made of the rows passed on. That
 * is kept for as many rows at a time as {@link ExitRecording#BLOCK} says: such a cascade decides block by block.
 */
final class GatedCascade {
    private final List<LiveStage> stages;
    private final List<Combine> combine;
    private final List<StageRule> rules;
    private final ConfidenceScore confidence;
    private final Set<Need> needs;
    private final Optional<Answers> classes;

    /**
     * A cascade.
     *
     * @param classes as sequences of tokens, where models answer so
     */
    GatedCascade(
            List<LiveStage> stages,
            List<Combine> combine,
            List<StageRule> rules,
            ConfidenceScore confidence,
            Set<Need> needs,
            Optional<Answers> classes) {
        this.stages = List.copyOf(stages);
        this.combine = List.copyOf(combine);
        this.rules = List.copyOf(rules);
        this.confidence = confidence;
        this.needs = needs;
        this.classes = classes;
    }

    /** Decides {@code n} inputs. */
    Decisions decide(Inputs inputs) {
        return decide(inputs, new HashMap<>());
    }

    /**
     * Decides {@code n} inputs.
     *
     * @param others takes what answers read as that are no class, by row
     */
    Decisions decide(Inputs inputs, Map<Integer, String> others) {
        int n = inputs.rows();
        Decisions decisions =
                new Decisions(new int[n], new int[n], new double[n], new boolean[n], new int[stages.size()]);
        boolean keepsStates = IntStream.range(0, stages.size()).anyMatch(this::isGoneOnFrom);
        if (!keepsStates || n <= ExitRecording.BLOCK) {
            decide(inputs, 0, decisions, others);
            return decisions;
        }
        for (int from = 0; from < n; from += ExitRecording.BLOCK) {
            int to = Math.min(n, from + ExitRecording.BLOCK);
            decide(inputs.select(IntStream.range(from, to).toArray()), from, decisions, others);
        }
        return decisions;
    }

    /** Whether a later stage is an exit of the same network. */
    private boolean isGoneOnFrom(int stage) {
        return stages.subList(stage + 1, stages.size()).stream()
                .anyMatch(later -> later.model() == stages.get(stage).model());
    }

    /** Decides inputs whose first row stands at a place in the decisions. */
    private void decide(Inputs inputs, int first, Decisions decisions, Map<Integer, String> others) {
        int n = inputs.rows();
        int[] rows = IntStream.range(0, n).toArray();
        List<Outputs> soFar = new ArrayList<>();
        IdentityHashMap<ExitModel, ExitState> states = new IdentityHashMap<>();
        for (int stage = 0; stage < stages.size() && (rows.length > 0 || stage == 0); stage++) {
            ExitModel model = stages.get(stage).model();
            ExitState kept = states.remove(model);
            AtExit at = stages.get(stage)
                    .ask(kept == null ? ExitState.of(rows.length == n ? inputs : inputs.select(rows)) : kept, needs);
            soFar.add(classes.map(at.outputs()::answering).orElse(at.outputs()));
            if (isGoneOnFrom(stage)) {
                states.put(model, at.state().orElseThrow());
            }
            StageOutputs outputs = StageOutputs.combine(soFar, combine.subList(0, stage + 1), needs);
            int[] deferred = deferred(outputs.own().get(stage), rules.get(stage));
            answer(decisions, stage, outputs.answers().get(stage), first, rows, deferred, others);
            states.replaceAll((of, state) -> state.select(deferred));
            for (int i = 0; i < soFar.size(); i++) {
                soFar.set(i, soFar.get(i).select(deferred));
            }
            int[] reached = rows;
            rows = Arrays.stream(deferred).map(index -> reached[index]).toArray();
        }
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

    private void answer(
            Decisions decisions,
            int stage,
            Outputs answers,
            int first,
            int[] rows,
            int[] deferred,
            Map<Integer, String> others) {
        double[] scores = confidence.scores(answers);
        double accept = rules.get(stage).accept().orElse(Double.NEGATIVE_INFINITY);
        int next = 0;
        for (int i = 0; i < rows.length; i++) {
            if (next < deferred.length && deferred[next] == i) {
                next++;
                continue;
            }
            int row = first + rows[i];
            decisions.stage()[row] = stage;
            decisions.prediction()[row] = answers.prediction(i);
            if (classes.isPresent() && answers.prediction(i) == Answers.NONE) {
                others.put(row, classes.get().read(answers.written(i)));
            }
            decisions.confidence()[row] = scores[i];
            decisions.accepted()[row] = scores[i] >= accept;
            decisions.answered()[stage]++;
        }
    }
}
