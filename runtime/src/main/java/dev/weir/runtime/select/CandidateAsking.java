package dev.weir.runtime.select;

import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the candidates of a select job, or reads what they put out before.
 *
 * @param target its train split is put to them; empty where all scores are given
 * @param cache  where what they put out is kept
 */
record CandidateAsking(SelectSettings settings, CandidateModels models, Optional<DataSet> target, OutputsCache cache)
        implements Trials.Asking {

    @Override
    public CandidateOutputs of(String candidate) throws IOException {
        DataSet data = data();
        Examples train = data.on(SplitName.TRAIN);
        CandidateReader reader =
                new CandidateReader(train.inputs(), settings.selector().needs());
        CandidateSettings entry = entry(candidate);
        if (train.inputs() instanceof RecordedRows) {
            return reader.read(entry.provider(), context(candidate, data)); // on disk already
        }
        String key = key(candidate, data);
        Set<Capability> capabilities = entry.provider().capabilities();
        Optional<CandidateOutputs> kept = reader.kept(cache, key, capabilities);
        if (kept.isPresent()) {
            return kept.get();
        }
        CandidateOutputs fresh = isFineTuned()
                ? models.outputs(entry, data, reader)
                : reader.read(entry.provider(), context(candidate, data));
        cache.keep(key, fresh, reader.offered(capabilities));
        return fresh;
    }

    @Override
    public CandidateOutputs withGradients(String candidate, CandidateOutputs outputs, TransferabilityScore score)
            throws IOException {
        DataSet data = data();
        Inputs inputs = data.on(SplitName.TRAIN).inputs();
        CandidateSettings entry = entry(candidate);
        Set<Capability> capabilities = entry.provider().capabilities();
        BlockGradients gradients = BlockGradients.of(inputs, List.of(score), settings.seed(), cache);
        String key = key(candidate, data);
        Optional<CandidateOutputs> kept = gradients.found(outputs, capabilities, key);
        if (kept.isPresent()) {
            return kept.get();
        }
        try (Model model =
                isFineTuned() ? models.before(entry, data) : entry.provider().open(context(candidate, data))) {
            return gradients.asked(outputs, model, capabilities, key);
        }
    }

    private DataSet data() {
        return target.orElseThrow(); // or the file was refused
    }

    private CandidateSettings entry(String candidate) {
        return models.candidates().zoo().entry(candidate);
    }

    private boolean isFineTuned() {
        return settings.fineTune().isPresent();
    }

    private ModelContext context(String candidate, DataSet data) {
        return new ModelContext(
                candidate,
                data.on(SplitName.TRAIN).inputs().select(new int[0]),
                entry(candidate).provider().training().isPresent() ? data.classes() : 0, // others have their own
                Seeds.of(settings.seed(), candidate));
    }

    /** Names all that a candidate's outputs for the train split depend on. */
    private String key(String candidate, DataSet data) {
        return Digests.ofText(String.join(
                "\n",
                "outputs",
                models.candidates().key(entry(candidate)),
                isFineTuned() ? "as it would begin" : "as it is opened",
                data.digest(SplitName.TRAIN),
                String.valueOf(settings.selector().needs().stream().sorted().toList())));
    }
}
