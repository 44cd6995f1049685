package dev.weir.runtime.select;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.selection.Candidate;
import dev.weir.api.selection.Estimate;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.api.selection.TrialRunner;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.split.Seeds;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the candidates of a zoo, one after the other, and keeps account. What the last one put out stays in memory,
 * what the others put out is on disk.
 */
final class Trials implements TrialRunner {
    private final Zoo zoo;
    private final Examples train;
    private final long seed;
    private final CandidateReader reader;
    private final OutputsCache cache;
    private final UnaryOperator<String> keys;
    private final Scoring scoring;
    private final Map<String, String> failures = new HashMap<>();
    private final Map<String, Long> parameters = new HashMap<>();
    private String held = "";
    private @Nullable CandidateOutputs outputs;
    private long forwardPasses;

    /**
     * Trials on a target.
     *
     * @param train      the target's train split
     * @param keys       names, by candidate, all that its outputs depend on
     * @param components where a score comes from
     */
    Trials(
            Zoo zoo,
            Examples train,
            long seed,
            Set<Need> needs,
            OutputsCache cache,
            UnaryOperator<String> keys,
            Function<TransferabilityScore, Component> components) {
        this.zoo = zoo;
        this.train = train;
        this.seed = seed;
        this.reader = new CandidateReader(train.inputs(), needs);
        this.cache = cache;
        this.keys = keys;
        this.scoring = new Scoring(train.labels(), components);
    }

    @Override
    public Labels labels() {
        return train.labels();
    }

    @Override
    public Transferability score(Candidate candidate, TransferabilityScore score, int[] ascending) {
        CandidateOutputs found = outputs(candidate.name());
        if (found == null) {
            return Transferability.none(failures.getOrDefault(candidate.name(), "it failed"));
        }
        try {
            return scoring.of(withGradients(candidate.name(), found, score), score, ascending);
        } catch (IOException e) {
            return Transferability.none("its gradients cannot be kept: " + CandidateReader.reason(e));
        }
    }

    /** What a candidate put out, with the gradients that a score reads; it is opened again where they are not on disk. */
    private CandidateOutputs withGradients(String name, CandidateOutputs found, TransferabilityScore score)
            throws IOException {
        if (!score.needs().contains(Need.BLOCK_GRADIENTS)
                || found.missing().containsKey(Need.BLOCK_GRADIENTS)
                || found.gradients().containsKey(score.projection())) {
            return found;
        }
        ModelProvider provider = zoo.entry(name).model();
        BlockGradients gradients = BlockGradients.of(train.inputs(), List.of(score), seed, cache);
        CandidateOutputs with = gradients
                .found(found, provider.capabilities(), keys.apply(name))
                .orElse(null);
        if (with == null) {
            forwardPasses += train.size();
            try (Model model = provider.open(context(name))) {
                with = gradients.asked(found, model, provider.capabilities(), keys.apply(name));
            }
        }
        outputs = with;
        return with;
    }

    private ModelContext context(String name) {
        return new ModelContext(name, train.inputs().select(new int[0]), 0, Seeds.of(seed, name));
    }

    /** What a candidate put out; null when it failed, with the reason among the failures. */
    private @Nullable CandidateOutputs outputs(String name) {
        if (failures.containsKey(name)) {
            return null;
        }
        if (!held.equals(name)) {
            outputs = null; // before the next is read, so that never two are in memory
            held = name;
            try {
                outputs = read(name);
                outputs.parameters().ifPresent(count -> parameters.put(name, count));
            } catch (IOException e) {
                failures.put(name, "it cannot be read: " + CandidateReader.reason(e));
            } catch (IllegalArgumentException e) {
                failures.put(name, CandidateReader.reason(e));
            } catch (RuntimeException | LinkageError e) { // a candidate that fails does not stop the run
                failures.put(name, "it failed: " + e);
            }
        }
        return outputs;
    }

    private CandidateOutputs read(String name) throws IOException {
        forwardPasses += train.size();
        CandidateSettings entry = zoo.entry(name);
        ModelContext context = context(name);
        if (train.inputs() instanceof RecordedRows) {
            return reader.read(entry.model(), context); // on disk already
        }
        String key = keys.apply(name);
        CandidateOutputs kept = cache.find(key, reader.asked()).orElse(null);
        if (kept != null) {
            return kept;
        }
        CandidateOutputs fresh = reader.read(entry.model(), context);
        cache.keep(key, fresh);
        return fresh;
    }

    @Override
    public Estimate train(Candidate candidate, int epochs) {
        return Estimate.none("no engine of this zoo fine-tunes its models");
    }

    @Override
    public int epochs() {
        return 0;
    }

    /** How many examples were put to candidates, those answered from the cache among them. */
    long forwardPasses() {
        return forwardPasses;
    }

    /** The trained numbers of a candidate, where it was asked and knows them. */
    OptionalLong parameters(String name) {
        Long count = parameters.get(name);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
