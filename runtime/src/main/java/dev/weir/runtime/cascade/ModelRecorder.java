package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.RunFolder;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Opens a model, trains it where its settings say so, and records what it puts out on the splits. */
final class ModelRecorder {
    private static final List<SplitName> RECORDED = List.of(SplitName.CALIBRATION, SplitName.TEST);

    private final Splits splits;
    private final Set<Need> needs;
    private final Progress progress;
    private final ModelCache cache;
    private final Optional<RunFolder> bundle;

    /**
     * A recorder.
     *
     * @param cache  of trained models
     * @param bundle where models are saved for the bundle; empty when the job leaves none
     */
    ModelRecorder(Splits splits, Set<Need> needs, Progress progress, ModelCache cache, Optional<RunFolder> bundle) {
        this.splits = splits;
        this.needs = needs;
        this.progress = progress;
        this.cache = cache;
        this.bundle = bundle;
    }

    /**
     * Runs one model and closes it.
     *
     * @param key under which the cache keeps the model when it is trained
     * @throws IllegalArgumentException when the model refuses its files or inputs
     * @throws PluginException          when it puts out what a model may not
     */
    ModelRun record(ModelProvider provider, ModelContext context, Component component, String key) throws IOException {
        try (Model model = ready(provider, context, component, key)) {
            Map<SplitName, Outputs> outputs = new EnumMap<>(SplitName.class);
            double millis = 0;
            for (int i = 0; i < RECORDED.size(); i++) { // test last: the passes before have warmed the engine up
                SplitName split = RECORDED.get(i);
                progress.report("recording " + context.name(), i + 1, RECORDED.size(), split.key());
                Inputs inputs = splits.get(split).inputs();
                long start = System.nanoTime();
                Outputs recorded = model.outputs(inputs, needs);
                millis = (System.nanoTime() - start) / 1e6 / inputs.rows();
                outputs.put(split, checked(recorded, inputs, context, component));
            }
            if (bundle.isPresent()) {
                model.save(bundle.get().folder(BundleWriter.modelFolder(context.name())));
            }
            return new ModelRun(
                    context.name(),
                    outputs,
                    model.parameters(),
                    model.macs(),
                    model.isTimed() ? OptionalDouble.of(millis) : OptionalDouble.empty());
        }
    }

    /** The model as it answers: as it is opened, or trained, now or in an earlier run. */
    private Model ready(ModelProvider provider, ModelContext context, Component component, String key)
            throws IOException {
        Optional<TrainingPlan> plan = provider.training();
        if (plan.isEmpty()) {
            return provider.open(context);
        }
        Optional<Path> kept = cache.find(key);
        if (kept.isPresent()) {
            progress.report("restoring " + context.name(), 1, 1, "trained in an earlier run");
            try {
                return provider.restore(context, kept.get());
            } catch (IllegalArgumentException e) {
                progress.report("restoring " + context.name(), 1, 1, "failed, training again: " + e.getMessage());
                cache.forget(key);
            }
        }
        Model model = provider.open(context);
        try {
            train(plan.get(), model, context, component, cache.checkpoint(key));
            if (provider.capabilities().contains(Capability.SAVE)) {
                cache.keep(key, model::save);
            }
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void train(TrainingPlan plan, Model model, ModelContext context, Component component, Checkpoint checkpoint)
            throws IOException {
        if (!(model instanceof TrainableModel trainable)) {
            throw component.broken(
                    "opened a model that cannot be trained", "one that can: it has a training plan", null);
        }
        Examples train = splits.get(SplitName.TRAIN);
        Examples validation = splits.find(SplitName.VALIDATION).orElseGet(() -> train.select(new int[0]));
        trainable.train(train, validation, plan.withSeed(context.seed()), checkpoint, progress);
    }

    private static Outputs checked(Outputs outputs, Inputs inputs, ModelContext context, Component component) {
        Logits logits = outputs.logits();
        boolean classes = context.classes() == 0 || logits.classes() == context.classes();
        if (logits.rows() != inputs.rows() || !classes) {
            throw component.broken(
                    "put out " + logits,
                    "logits for " + inputs.rows() + " examples"
                            + (context.classes() == 0 ? "" : " and " + context.classes() + " classes"),
                    null);
        }
        return outputs;
    }
}
