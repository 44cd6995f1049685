package dev.weir.runtime.cascade;

import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.model.InterpolatedProvider;
import dev.weir.runtime.split.SplitSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a job's file says of its models and of what they learn from. */
public interface ModelsOfJob {

    /** Everything random of the run is drawn from it. */
    long seed();

    /** Where the examples come from. */
    DataSettings data();

    /** How they are divided; empty where the source's parts are the splits. */
    Optional<SplitSettings> splits();

    /** The models, by name. */
    Map<String, ModelSettings> models();

    /** The models that the job asks, and what they are copies of. */
    List<String> asked();

    /** A model that the job was checked to have. */
    default ModelSettings model(String name) {
        ModelSettings model = models().get(name);
        if (model == null) {
            throw new IllegalStateException("no model " + name);
        }
        return model;
    }

    /** A model and what it is a copy of, and that in turn: the last of them is no copy. */
    default List<String> lineage(String name) {
        List<String> lineage = new ArrayList<>();
        for (Optional<String> next = Optional.of(name);
                next.isPresent();
                next = model(next.get()).from()) {
            lineage.add(next.get());
        }
        return lineage;
    }

    /** A model and all that its weights come from: what it is a copy of, mixed with or interpolated from, and so on. */
    default List<String> sources(String name) {
        Set<String> sources = new LinkedHashSet<>();
        for (String of : lineage(name)) {
            sources.add(of);
            model(of).others().forEach(other -> sources.addAll(sources(other)));
        }
        return List.copyOf(sources);
    }

    /**
     * What opens a model: of a copy, that of the model which it is a copy of; of an interpolated model, that of its
     * endpoints.
     */
    default ModelProvider providerOf(String name) {
        List<String> lineage = lineage(name);
        ModelSettings origin = model(lineage.get(lineage.size() - 1));
        return origin.provider()
                .orElseGet(() -> providerOf(
                        origin.interpolate().orElseThrow().endpoints().get(0)));
    }

    /** What a model can do, told from the settings alone. */
    default Set<Capability> capabilities(String name) {
        Optional<InterpolationSettings> interpolation = model(name).interpolate();
        if (interpolation.isEmpty()) {
            return providerOf(name).capabilities();
        }
        List<ModelProvider> providers =
                interpolation.get().mixed().stream().map(this::providerOf).toList();
        InterpolationSettings of = interpolation.get();
        return new InterpolatedProvider(providers, List.of(), of.endpoints().size(), of.limit()).capabilities();
    }
}
