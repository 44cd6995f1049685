package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.RecordedRows;
import dev.weir.api.model.Capability;
import dev.weir.api.model.ExitModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.RunFolder;
import dev.weir.runtime.model.CheckedModel;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Opens a model, trains it where its settings say so, and records what it puts out on the splits. */
final class ModelRecorder {
    /** How many examples a trained model and its export are compared on. */
    private static final int SAMPLES = 256;

    private final Splits splits;
    private final Set<Need> needs;
    private final Progress progress;
    private final ModelCache cache;
    private final Optional<RunFolder> bundle;
    private final Exports exports;
    private final ModelTrainer trainer;

    /**
     * A recorder.
     *
     * @param cache  of trained models
     * @param bundle where models that can be saved are; empty when none is to be
     * @param exports opens models that answer as their export
     */
    ModelRecorder(
            Splits splits,
            Set<Need> needs,
            Progress progress,
            ModelCache cache,
            Optional<RunFolder> bundle,
            Exports exports) {
        this.exports = exports;
        this.splits = splits;
        this.needs = needs;
        this.progress = progress;
        this.cache = cache;
        this.bundle = bundle;
        this.trainer = new ModelTrainer(cache, progress);
    }

    /**
     * Runs one model as it stands in the job, saves it for the bundle and closes it.
     *
     * @param on the splits to record
     * @throws IllegalArgumentException when the model refuses its files or inputs
     * @throws PluginException          when it puts out what a model may not
     */
    ModelRun record(ModelRecipe recipe, List<SplitName> on) throws IOException {
        if (recipe.serve().isEmpty()) {
            try (Model model = trainer.ready(recipe)) {
                return record(recipe, on, model, recipe.component(), bundle, Optional.empty());
            }
        }
        return served(recipe, on);
    }

    /**
     * Runs one model with several exits, of which stages of the job are some; saves it for the bundle and closes it.
     * Every example goes through it once.
     *
     * @param on     the splits to record
     * @param stages by exit, the shallowest first
     * @return a run for each stage
     */
    List<ModelRun> record(ModelRecipe recipe, List<SplitName> on, List<StageSettings> stages) throws IOException {
        try (Model opened = trainer.ready(recipe)) {
            ExitModel model = new CheckedModel(opened, recipe.component());
            if (model.exits() != recipe.provider().exits()) {
                throw recipe.component()
                        .broken(
                                "opened a model with " + model.exits() + " exits",
                                recipe.provider().exits() + ", as its settings tell",
                                null);
            }
            List<Integer> exits = stages.stream()
                    .map(stage -> stage.exit().orElse(model.exits()))
                    .toList();
            List<Map<SplitName, Outputs>> outputs = new ArrayList<>();
            exits.forEach(exit -> outputs.add(new EnumMap<>(SplitName.class)));
            double[] millis = new double[exits.size()];
            for (int i = 0; i < on.size(); i++) {
                SplitName split = on.get(i);
                progress.report("recording " + recipe.name(), i + 1, on.size(), split.key());
                Inputs inputs = splits.get(split).inputs();
                Labels labels = splits.get(split).labels();
                ExitRecording recorded = ExitRecording.of(model, exits, inputs, needs);
                millis = recorded.millis();
                for (int exit = 0; exit < exits.size(); exit++) {
                    outputs.get(exit).put(split, checked(recorded.outputs().get(exit), inputs, labels, recipe));
                }
            }
            if (bundle.isPresent() && recipe.provider().capabilities().contains(Capability.SAVE)) {
                model.save(bundle.get().folder(BundleWriter.modelFolder(recipe.name())));
            }
            List<ModelRun> runs = new ArrayList<>();
            double sum = 0;
            for (int i = 0; i < exits.size(); i++) {
                int exit = exits.get(i);
                sum += millis[i];
                runs.add(new ModelRun(
                        stages.get(i).name(),
                        outputs.get(i),
                        model.parameters(exit),
                        model.macs(0, exit),
                        timed(model, sum),
                        new ModelRun.Added(model.macs(i == 0 ? 0 : exits.get(i - 1), exit), timed(model, millis[i])),
                        Optional.empty(),
                        Optional.empty()));
            }
            return runs;
        }
    }

    private static OptionalDouble timed(Model model, double millis) {
        return model.isTimed() ? OptionalDouble.of(millis) : OptionalDouble.empty();
    }

    /**
     * Runs one model that is only looked at, and closes it.
     *
     * @param on the splits to record
     * @throws IllegalArgumentException when the model refuses its files or inputs
     * @throws PluginException          when it puts out what a model may not
     */
    ModelRun lookAt(ModelRecipe recipe, List<SplitName> on) throws IOException {
        try (Model model = trainer.ready(recipe)) {
            return record(recipe, on, model, recipe.component(), Optional.empty(), Optional.empty());
        }
    }

    /** How long the trainings of a recorded model took, from a step on; empty where one of them is not known. */
    OptionalDouble seconds(List<TrainingStep> steps) throws IOException {
        double sum = 0;
        for (TrainingStep step : steps) {
            OptionalDouble seconds = cache.seconds(step.key());
            if (seconds.isEmpty()) {
                return seconds;
            }
            sum += seconds.getAsDouble();
        }
        return OptionalDouble.of(sum);
    }

    /** Runs the export of a model. */
    private ModelRun served(ModelRecipe recipe, List<SplitName> on) throws IOException {
        Path folder = Files.createTempDirectory("weir-export-");
        try {
            Exports.Opened export;
            try (Model trained = trainer.ready(recipe)) {
                Inputs calibration = splits.get(SplitName.CALIBRATION).inputs();
                int samples = Math.min(SAMPLES, calibration.rows());
                export = exports.open(
                        recipe,
                        trained,
                        calibration.select(IntStream.range(0, samples).toArray()),
                        folder);
                progress.report(
                        "exporting " + recipe.name(),
                        1,
                        1,
                        String.format(
                                Locale.ROOT,
                                "its logits are %.1e off at most, on %d examples",
                                export.apart(),
                                samples));
            }
            try (Model model = export.model()) {
                return record(recipe, on, model, exports.component(), bundle, Optional.of(export.provider()));
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private ModelRun record(
            ModelRecipe recipe,
            List<SplitName> on,
            Model model,
            Component component,
            Optional<RunFolder> savedIn,
            Optional<ModelProvider> served)
            throws IOException {
        String name = recipe.name();
        Map<SplitName, Outputs> outputs = new EnumMap<>(SplitName.class);
        double millis = 0;
        for (int i = 0; i < on.size(); i++) {
            SplitName split = on.get(i);
            progress.report("recording " + name, i + 1, on.size(), split.key());
            Inputs inputs = splits.get(split).inputs();
            long start = System.nanoTime();
            Outputs recorded = new CheckedModel(model, component).outputs(inputs, needs);
            millis = (System.nanoTime() - start) / 1e6 / inputs.rows();
            outputs.put(split, checked(recorded, inputs, splits.get(split).labels(), recipe));
        }
        Set<Capability> capabilities = served.orElseGet(recipe::provider).capabilities();
        if (savedIn.isPresent() && capabilities.contains(Capability.SAVE)) {
            model.save(savedIn.get().folder(BundleWriter.modelFolder(name)));
        }
        return new ModelRun(name, outputs, model.parameters(), model.macs(), timed(model, millis), served)
                .withPlanOf(model);
    }

    private static Outputs checked(Outputs outputs, Inputs inputs, Labels labels, ModelRecipe recipe) {
        if (!outputs.hasLogits()) {
            throw new IllegalArgumentException("puts out no logits for every split that a cascade reads");
        }
        Outputs compared = AnswersOfTokens.compared(outputs, labels);
        Logits logits = outputs.logits();
        int k = recipe.context().classes();
        boolean classes = k == 0 || logits.classes() == k;
        boolean sized = !(inputs instanceof RecordedRows rows && rows.isWhole());
        if ((sized && outputs.rows() != inputs.rows()) || !classes) {
            throw recipe.component()
                    .broken(
                            "put out " + logits,
                            "logits for " + inputs.rows() + " examples" + (k == 0 ? "" : " and " + k + " classes"),
                            null);
        }
        return compared;
    }
}
