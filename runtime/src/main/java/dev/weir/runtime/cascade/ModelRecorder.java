package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
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

    ModelRecorder(Splits splits, Set<Need> needs, Progress progress) {
        this.splits = splits;
        this.needs = needs;
        this.progress = progress;
    }

    /**
     * Runs one model and closes it.
     *
     * @throws IllegalArgumentException when the model refuses its files or inputs
     * @throws PluginException          when it puts out what a model may not
     */
    ModelRun record(ModelProvider provider, ModelContext context, Component component) throws IOException {
        try (Model model = provider.open(context)) {
            train(provider, model, context, component);
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
            return new ModelRun(
                    context.name(),
                    outputs,
                    model.parameters(),
                    model.macs(),
                    model.isTimed() ? OptionalDouble.of(millis) : OptionalDouble.empty());
        }
    }

    private void train(ModelProvider provider, Model model, ModelContext context, Component component) {
        Optional<TrainingPlan> plan = provider.training();
        if (plan.isEmpty()) {
            return;
        }
        if (!(model instanceof TrainableModel trainable)) {
            throw new PluginException(component + " has a training plan, but the model it opened cannot be trained"
                    + "\n  This is a bug in plugin " + component.plugin() + ", not in your file. Nothing was written.");
        }
        Examples train = splits.get(SplitName.TRAIN);
        Examples validation = splits.find(SplitName.VALIDATION).orElseGet(() -> train.select(new int[0]));
        trainable.train(train, validation, plan.get().withSeed(context.seed()), progress);
    }

    private static Outputs checked(Outputs outputs, Inputs inputs, ModelContext context, Component component) {
        Logits logits = outputs.logits();
        boolean classes = context.classes() == 0 || logits.classes() == context.classes();
        if (logits.rows() != inputs.rows() || !classes) {
            throw new PluginException(component + " put out " + logits + " for " + inputs.rows() + " examples of "
                    + context.classes() + " classes"
                    + "\n  This is a bug in plugin " + component.plugin() + ", not in your file. Nothing was written.");
        }
        return outputs;
    }
}
