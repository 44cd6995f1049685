package dev.weir.runtime.model;

import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.plugin.Component;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Restores models that are interpolated from several.
 *
 * @param providers  of the endpoints, and of the ancestor after them where there is one
 * @param components the providers'
 * @param endpoints  how many endpoints there are
 * @param limit      of kept mixes
 */
public record InterpolatedProvider(
        List<ModelProvider> providers, List<Component> components, int endpoints, MixLimit limit)
        implements ModelProvider {

    public InterpolatedProvider {
        providers = List.copyOf(providers);
        components = List.copyOf(components);
    }

    /** It answers; and it can be saved where its networks can. */
    @Override
    public Set<Capability> capabilities() {
        return providers.stream().allMatch(provider -> provider.capabilities().contains(Capability.SAVE))
                ? Set.of(Capability.INFER, Capability.SAVE)
                : Set.of(Capability.INFER);
    }

    @Override
    public Optional<TrainingPlan> training() {
        return Optional.empty();
    }

    /** Only what was saved can be opened: its networks are those of other models, which are trained before. */
    @Override
    public Model open(ModelContext context) throws IOException {
        throw new UnsupportedOperationException("an interpolated model is made of others");
    }

    @Override
    public Model restore(ModelContext context, Path folder) throws IOException {
        return InterpolatedModel.restored(providers, components, context, folder, endpoints, limit);
    }
}
