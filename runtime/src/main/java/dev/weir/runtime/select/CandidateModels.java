package dev.weir.runtime.select;

import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.api.model.WeightedModel;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opens candidates that are trained: before they meet a target, and as they begin on it.
 *
 * @param trainer trains them on their sources, where that was not done before
 */
public record CandidateModels(Candidates candidates, ModelCache cache, ModelTrainer trainer) {

    /** What a candidate puts out for a target before it is trained on it. */
    CandidateOutputs outputs(CandidateSettings candidate, DataSet target, CandidateReader reader) throws IOException {
        Set<Capability> capabilities = EnumSet.copyOf(candidate.provider().capabilities());
        if (candidates.source(candidate).isEmpty()) {
            capabilities.remove(Capability.INFER); // its head is new, so its answers say nothing of what it learned
        }
        try (Model model = before(candidate, target)) {
            return reader.read(model, capabilities);
        }
    }

    /** A candidate before it is trained on a target, to be closed: as its source left it, or as it is opened. */
    Model before(CandidateSettings candidate, DataSet target) throws IOException {
        Optional<DataSet> source = candidates.source(candidate);
        return source.isEmpty()
                ? candidate.provider().open(context(candidate, target))
                : trainer.ready(candidates.recipe(candidate, source.get()));
    }

    /** A candidate as it begins on a target: with the weights that its source left, but for a new last layer. */
    TrainableModel begun(CandidateSettings candidate, DataSet target) throws IOException {
        Optional<WeightSet> trained = Optional.empty();
        Optional<DataSet> source = candidates.source(candidate);
        if (source.isPresent()) {
            try (Model model = trainer.ready(candidates.recipe(candidate, source.get()))) {
                trained = Optional.of(((WeightedModel) model).weights());
            }
        }
        return begun(candidate, candidates.zoo().component(candidate), trained, context(candidate, target));
    }

    private ModelContext context(CandidateSettings candidate, DataSet target) {
        return candidates.targetContext(candidate, target).withCache(cache.work());
    }

    /**
     * As {@link #begun(CandidateSettings, DataSet)}, with the weights at hand.
     *
     * @param trained the weights that a source left; empty where the candidate came ready
     */
    public static TrainableModel begun(
            CandidateSettings candidate, Component component, Optional<WeightSet> trained, ModelContext context)
            throws IOException {
        Model model = candidate.provider().open(context);
        try {
            if (!(model instanceof TrainableModel trainable)) {
                throw component.broken("opened a model that cannot be trained", "one that can, as it promises", null);
            }
            if (trained.isPresent()) {
                ((WeightedModel) model).load(withNewHead(trained.get(), (WeightedModel) model));
            }
            return trainable;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The weights of a trained network but for its last layer, which stays as the new one has it. */
    private static WeightSet withNewHead(WeightSet trained, WeightedModel fresh) {
        List<String> head = fresh.head();
        List<WeightTensor> tensors = new ArrayList<>();
        for (WeightTensor tensor : fresh.weights().tensors()) {
            tensors.add(
                    head.contains(tensor.name())
                            ? tensor
                            : trained.find(tensor.name())
                                    .orElseThrow(() -> new IllegalArgumentException(
                                            "the network that was trained on the source has no " + tensor)));
        }
        return new WeightSet(tensors);
    }
}
