package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.metrics.DeferralCurve;
import dev.weir.api.metrics.RiskCoverageCurve;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Metrics;
import dev.weir.runtime.report.TuningTables;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tunes the trained model of a stage in every way that its settings name, measures each on the validation
 * split, and uses one of them or none. The next stage's model is asked, never changed. A setting is a training
 * step with a key of its own, so a run that was interrupted goes on where it was.
 *
 * <p>The large answer is the next stage's, averaged with this stage's where the next one averages; answers of
 * other stages and calibrators do not enter.
 */
final class StageTuner {
    private static final List<SplitName> VALIDATION = List.of(SplitName.VALIDATION);

    private final Bound<CascadeSettings> file;
    private final CascadeSettings settings;
    private final Splits splits;
    private final ModelRecipes recipes;
    private final ModelRecorder recorder;
    private final Progress progress;

    StageTuner(
            Bound<CascadeSettings> file,
            Splits splits,
            ModelRecipes recipes,
            ModelRecorder recorder,
            Progress progress) {
        this.file = file;
        this.settings = file.value();
        this.splits = splits;
        this.recipes = recipes;
        this.recorder = recorder;
        this.progress = progress;
    }

    /**
     * A stage after its tuning.
     *
     * @param run     what the model that is used puts out
     * @param untuned what it put out before
     * @param report  the settings that were tried, and the choice
     */
    record Tuned(ModelRun run, ModelRun untuned, ObjectNode report) {}

    /** A setting that was tried, and what it measured or why it could not be. */
    private record Trial(
            TuneSettings.Setting setting, ModelRecipe recipe, Optional<DeferralCurve> curve, Metrics metrics) {

        TuneChoice.Measured measured() {
            return StageTuner.measured(curve);
        }
    }

    private static TuneChoice.Measured measured(Optional<DeferralCurve> curve) {
        return new TuneChoice.Measured(
                curve.map(of -> OptionalDouble.of(of.smallAccuracy())).orElseGet(OptionalDouble::empty),
                curve.map(DeferralCurve::sd).orElseGet(OptionalDouble::empty));
    }

    /**
     * Tunes a stage.
     *
     * @param next what the next stage puts out, on the validation split too
     * @param on   the splits to record of the model that is used
     */
    Tuned tune(int stage, ModelRun next, List<SplitName> on) throws IOException {
        StageSettings of = settings.stages().get(stage);
        TuneSettings tune = of.tune().orElseThrow();
        ModelRecipe base = recipes.of(of.model());
        ModelRun untuned = recorder.lookAt(base, on);
        Metrics before = new Metrics();
        DeferralCurve curve = measure(stage, untuned.on(SplitName.VALIDATION), next, before);
        List<TuneSettings.Setting> tried = tune.settings();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < tried.size(); i++) {
            progress.report("tuning " + of.model(), i + 1, tried.size(), words(tried.get(i)));
            trials.add(trial(stage, base, tried.get(i), i, tried.size(), next));
        }
        TuneChoice.Measured start = measured(Optional.of(curve));
        TuneChoice choice =
                TuneChoice.of(start, trials.stream().map(Trial::measured).toList(), tune.maxAccuracyDrop());
        ModelRecipe used = base;
        if (choice.chosen().isPresent()) {
            Trial best = trials.get(choice.chosen().getAsInt());
            used = recipe(base, base.name(), best.setting());
        }
        progress.report(
                "tuning " + of.model(),
                tried.size(),
                tried.size(),
                choice.chosen().isPresent()
                        ? "uses " + words(tried.get(choice.chosen().getAsInt()))
                        : choice.note());
        Metrics report = report(trials, choice, before, TuneChoice.floor(start, tune.maxAccuracyDrop()));
        seconds(report, trials, base);
        return new Tuned(recorder.record(used, on), untuned, report.done());
    }

    private ModelRecipe recipe(ModelRecipe base, String name, TuneSettings.Setting setting) {
        return recipes.tuned(
                base, name, setting, file.origin(setting.objective()).component());
    }

    private Trial trial(int stage, ModelRecipe base, TuneSettings.Setting setting, int index, int count, ModelRun next)
            throws IOException {
        String name = base.name() + (count == 1 ? " tuned" : ", setting " + (index + 1) + " of " + count);
        ModelRecipe recipe = recipe(base, name, setting);
        Metrics metrics = new Metrics();
        metrics.node().setAll(node(setting));
        try {
            Outputs outputs = recorder.lookAt(recipe, VALIDATION).on(SplitName.VALIDATION);
            DeferralCurve curve = measure(stage, outputs, next, metrics);
            metrics.put("seconds", recorder.seconds(last(recipe)), "its training was interrupted, or not timed");
            return new Trial(setting, recipe, Optional.of(curve), metrics);
        } catch (ArithmeticException e) { // it diverged: this setting is none, the others may be
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            List.of("accuracy", "sd", "auroc", "seconds").forEach(key -> metrics.missing(key, reason));
            return new Trial(setting, recipe, Optional.empty(), metrics);
        }
    }

    private static List<TrainingStep> last(ModelRecipe recipe) {
        return recipe.steps().subList(recipe.steps().size() - 1, recipe.steps().size());
    }

    /** Measures a model against the next stage on the validation split. */
    private DeferralCurve measure(int stage, Outputs small, ModelRun next, Metrics metrics) {
        StageOutputs two = StageOutputs.combine(
                List.of(small, next.on(SplitName.VALIDATION)),
                List.of(Combine.REPLACE, settings.stages().get(stage + 1).combine()),
                CascadeCheck.needs(settings));
        Labels labels = splits.get(SplitName.VALIDATION).labels();
        double[] confidence = settings.confidence().scores(two.own().get(0));
        boolean[] right = labels.matches(small.predictions());
        DeferralCurve curve = DeferralCurve.of(
                confidence, right, labels.matches(two.answers().get(1).predictions()));
        metrics.put("accuracy", curve.smallAccuracy());
        metrics.put("sd", curve.sd(), curve.undefined().orElse(""));
        metrics.put(
                "auroc",
                RiskCoverageCurve.of(confidence, right).auroc(),
                CascadeEvaluation.nothingToTellApart(curve.smallAccuracy()));
        return curve;
    }

    private static Metrics report(List<Trial> trials, TuneChoice choice, Metrics before, double floor) {
        Metrics report = new Metrics();
        report.node().set("untuned", before.done());
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            ObjectNode entry = trial.metrics().done();
            entry.put("belowFloor", TuneChoice.isBelow(trial.measured(), floor));
            entry.put("chosen", choice.chosen().orElse(-1) == i);
            report.node().withArrayProperty("settings").add(entry);
        }
        report.put("accuracyFloor", floor);
        if (choice.chosen().isPresent()) {
            report.node().put("chosen", choice.chosen().getAsInt());
        } else {
            report.missing("chosen", choice.note());
        }
        report.node().put("note", choice.note());
        return report;
    }

    private void seconds(Metrics report, List<Trial> trials, ModelRecipe base) throws IOException {
        OptionalDouble training = recorder.seconds(base.steps());
        List<TrainingStep> steps = new ArrayList<>();
        trials.forEach(trial -> steps.addAll(last(trial.recipe())));
        OptionalDouble tuning = recorder.seconds(steps);
        String unknown = "a training was interrupted, diverged, or was not timed";
        report.put("seconds", tuning, unknown);
        report.put("trainingSeconds", training, unknown);
        report.put(
                "relativeSeconds",
                tuning.isPresent() && training.isPresent() && training.getAsDouble() > 0
                        ? OptionalDouble.of(tuning.getAsDouble() / training.getAsDouble())
                        : OptionalDouble.empty(),
                unknown);
    }

    /** A setting as the report has it. */
    private static ObjectNode node(TuneSettings.Setting setting) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("objective", JsonMapper.shared().valueToTree(SettingsTree.of(setting.objective())));
        return node.put("epochs", setting.epochs()).put("learningRate", setting.learningRate());
    }

    private static String words(TuneSettings.Setting setting) {
        return TuningTables.words(node(setting));
    }
}
