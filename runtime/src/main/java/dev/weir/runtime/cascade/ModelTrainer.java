package dev.weir.runtime.cascade;

import dev.weir.api.Progress;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightedModel;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.model.InterpolatedModel;
import dev.weir.runtime.model.Networks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings models to their weights: trains them, and keeps what was trained between runs. */
public final class ModelTrainer {
    private final ModelCache cache;
    private final Progress progress;

    /** A trainer that keeps models and the states of unfinished trainings in a cache. */
    public ModelTrainer(ModelCache cache, Progress progress) {
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * The model as it answers: as it is opened, or after all its steps, those of earlier runs restored.
     *
     * @throws ArithmeticException when a training diverges; the message names the epoch
     */
    public Model ready(ModelRecipe recipe) throws IOException {
        if (recipe.interpolated().isPresent()) {
            return interpolated(recipe, recipe.interpolated().get());
        }
        List<TrainingStep> steps = recipe.steps();
        int done = steps.size();
        Model model = null;
        while (model == null && done > 0) {
            model = kept(recipe, steps.get(done - 1));
            done = model == null ? done - 1 : done;
        }
        if (model == null) {
            model = recipe.open(cache.work());
        }
        try {
            for (TrainingStep step : steps.subList(done, steps.size())) {
                if (!step.mix().isEmpty()) {
                    mix(step, weighted(model, recipe));
                }
                train(step, model, recipe);
            }
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private Model interpolated(ModelRecipe recipe, ModelRecipe.Interpolated of) throws IOException {
        Networks networks = endpoints(of);
        try {
            InterpolationPlan plan = of.planning().plan(networks);
            String activity = "interpolating " + recipe.name();
            int mixes = plan.mixes().size();
            progress.report(
                    activity,
                    1,
                    1,
                    plan.isPerExample() ? "a mix for each example" : mixes + (mixes == 1 ? " mix" : " mixes"));
            plan.notes().forEach(note -> progress.report(activity, 1, 1, note));
            if (plan.overAncestor()) {
                networks = networks.withAncestor(network(of.ancestor().orElseThrow()), of.limit());
            }
            return new InterpolatedModel(networks, plan);
        } catch (IOException | RuntimeException e) {
            networks.close();
            throw e;
        }
    }

    private Networks endpoints(ModelRecipe.Interpolated of) throws IOException {
        List<Networks.Network> opened = new ArrayList<>();
        try {
            for (ModelRecipe endpoint : of.endpoints()) {
                opened.add(network(endpoint));
            }
        } catch (IOException | RuntimeException e) {
            opened.forEach(Networks.Network::close);
            throw e;
        }
        return new Networks(opened, opened.size(), of.limit());
    }

    private Networks.Network network(ModelRecipe recipe) throws IOException {
        try {
            return Networks.Network.of(recipe.name(), ready(recipe), recipe.component());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + recipe.name() + "': " + e.getMessage(), e);
        }
    }

    /** Gives a model a mix of its own weights and others', as the step says. */
    private void mix(TrainingStep step, WeightedModel model) throws IOException {
        List<WeightSet> sets = new ArrayList<>(List.of(model.weights()));
        List<Double> coefficients = new ArrayList<>();
        double rest = 1;
        for (TrainingStep.Mixed other : step.mix()) {
            try (Model opened = ready(other.recipe())) {
                sets.add(weighted(opened, other.recipe()).weights());
            }
            coefficients.add(other.coefficient());
            rest -= other.coefficient();
        }
        coefficients.add(0, Math.max(0, rest));
        progress.report("mixing " + step.name(), 1, 1, coefficients.toString());
        model.load(new WeightMix(sets)
                .at(coefficients.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static WeightedModel weighted(Model model, ModelRecipe recipe) {
        if (model instanceof WeightedModel weighted) {
            return weighted;
        }
        throw recipe.component()
                .broken("opened a model whose weights cannot be read", "one whose can, as its settings tell", null);
    }

    /** The model after a step, where an earlier run has kept it; null when it must be trained. */
    private @Nullable Model kept(ModelRecipe recipe, TrainingStep step) throws IOException {
        try {
            Optional<Path> kept = cache.find(step.key());
            if (kept.isEmpty()) {
                return null;
            }
            progress.report("restoring " + step.name(), 1, 1, "trained in an earlier run");
            return recipe.restore(kept.get(), cache.work());
        } catch (IllegalArgumentException e) {
            progress.report("restoring " + step.name(), 1, 1, "failed, training again: " + e.getMessage());
            cache.forget(step.key());
            return null;
        }
    }

    private void train(TrainingStep step, Model model, ModelRecipe recipe) throws IOException {
        if (!(model instanceof TrainableModel trainable)) {
            throw recipe.component()
                    .broken("opened a model that cannot be trained", "one that can: it has a training plan", null);
        }
        String activity = "training " + step.name();
        boolean isWhole = !cache.isInterrupted(step.key());
        long start = System.nanoTime();
        trainable.train(
                step.train(),
                step.validation(),
                step.plan(),
                cache.checkpoint(step.key()),
                (ofModel, done, total, detail) -> progress.report(activity, done, total, detail));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (recipe.provider().capabilities().contains(Capability.SAVE)) {
            cache.keep(step.key(), model::save);
        }
        if (isWhole) {
            cache.keepSeconds(step.key(), seconds);
        }
    }
}
