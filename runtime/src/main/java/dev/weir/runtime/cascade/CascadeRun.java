package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.RecordedRows;
import dev.weir.api.TokenIds;
import dev.weir.api.TokenMask;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputTransform;
import dev.weir.api.deferral.Calibrator;
import dev.weir.api.model.Capability;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.job.RunFolder;
import dev.weir.runtime.job.SharedContent;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked cascade. */
final class CascadeRun implements Job.Prepared {
    private final Bound<CascadeSettings> file;
    private final CascadeSettings settings;
    private final Splits splits;
    private final Map<String, Splits> copyData;
    private final ModelRecipes recipes;
    private final List<InputTransform> fitted;
    private final ExampleDigests digests;
    private final Exports exports;
    private @Nullable StageRuns recorded;

    CascadeRun(
            Bound<CascadeSettings> file,
            Splits splits,
            Map<String, Splits> copyData,
            ModelRecipes recipes,
            List<InputTransform> fitted,
            ExampleDigests digests,
            Exports exports) {
        this.digests = digests;
        this.exports = exports;
        this.fitted = fitted;
        this.file = file;
        this.settings = file.value();
        this.splits = splits;
        this.copyData = copyData;
        this.recipes = recipes;
    }

    @Override
    public String reportFolder() {
        return settings.report();
    }

    @Override
    public long seed() {
        return settings.seed();
    }

    @Override
    public Inputs testInputs() {
        return splits.get(SplitName.TEST).inputs();
    }

    /** Reads what recorded models put out, which takes no engine. */
    void readRecorded() {
        recorded = record(
                new ModelRecorder(
                        splits,
                        CascadeCheck.needs(settings),
                        Progress.SILENT,
                        ModelCache.off(),
                        Optional.empty(),
                        exports),
                Progress.SILENT);
        if (shared(recorded.models()).isSame()) {
            throw new ConfigException(file.problem(
                    "data",
                    "the calibration and the test split are the same rows",
                    "What is chosen on examples must be measured on others: record two splits that share none."));
        }
    }

    private SharedOutputs shared(List<ModelRun> models) {
        return new SharedOutputs(
                models.stream().map(model -> model.on(SplitName.CALIBRATION)).toList(),
                splits.get(SplitName.CALIBRATION).labels(),
                models.stream().map(model -> model.on(SplitName.TEST)).toList(),
                splits.get(SplitName.TEST).labels());
    }

    private StageRuns record(ModelRecorder recorder, Progress progress) {
        StageRuns runs = StageRuns.record(file, splits, recipes, recorder, progress);
        requireEqualClasses(runs.models());
        return runs;
    }

    private void requireEqualClasses(List<ModelRun> runs) {
        int k = runs.get(0).on(SplitName.TEST).logits().classes();
        int losses = settings.loss().map(List::size).orElse(k);
        if (losses != k) {
            throw new ConfigException(file.problem(
                    "loss",
                    "has " + losses + " rows for " + k + " classes",
                    "Write a row for each class, in their order."));
        }
        for (int stage = 0; stage < runs.size(); stage++) {
            int other = runs.get(stage).on(SplitName.TEST).logits().classes();
            int labels = splits.get(SplitName.TEST).labels().outputs();
            String message = other != k
                    ? "puts out " + other + " classes, but '" + runs.get(0).name() + "' puts out " + k
                    : other < labels ? "puts out " + other + " classes, but the labels have " + labels : "";
            if (!message.isEmpty()) {
                throw new ConfigException(file.problem(
                        "models." + settings.stages().get(stage).model(),
                        message,
                        "All stages answer with the same classes in the same order."));
            }
        }
        requireEqualOod(runs);
    }

    /** Foreign examples without labels: only the models say how many they are. */
    private void requireEqualOod(List<ModelRun> runs) {
        if (splits.find(SplitName.OOD).isEmpty()) {
            return;
        }
        int rows = runs.get(0).on(SplitName.OOD).rows();
        for (int stage = 0; stage < runs.size(); stage++) {
            int other = runs.get(stage).on(SplitName.OOD).rows();
            if (other != rows || rows == 0) {
                throw new ConfigException(file.problem(
                        "models." + settings.stages().get(stage).model(),
                        rows == 0
                                ? "has no row for the part 'ood'"
                                : "has " + other + " rows for the part 'ood', but '"
                                        + runs.get(0).name() + "' has " + rows,
                        "Record what every model puts out for the same examples in the same order."));
            }
        }
    }

    @Override
    public Results run(RunContext run) throws IOException {
        Optional<String> noBundle = noBundle();
        ModelRecorder recorder = new ModelRecorder(
                splits, CascadeCheck.needs(settings), run.progress(), run.cache(), Optional.of(run.folder()), exports);
        StageRuns runs = recorded == null ? record(recorder, run.progress()) : recorded;
        List<ModelRun> models = runs.models();
        keep(models, run.folder());
        CalibratedStages stages = CalibratedStages.fit(file, runs, splits);
        StageOutputs calibration = outputs(stages.models(), SplitName.CALIBRATION);
        run.progress()
                .report("calibrating", 1, 1, splits.get(SplitName.CALIBRATION).size() + " examples");
        FittedRules rules = new RuleFitter(file, unlabelled(stages.models()))
                .fit(calibration, splits.get(SplitName.CALIBRATION).labels());
        run.progress().report("evaluating", 1, 1, splits.get(SplitName.TEST).size() + " examples");
        Results results = results(runs, stages, calibration, rules, run.folder());
        if (noBundle.isPresent()) {
            run.progress().report("no bundle", 1, 1, noBundle.get());
            run.folder().remove("bundle"); // with the models that could be saved, for their digests
        } else {
            BundleWriter.write(
                    run.folder(),
                    new BundleWriter.Content(
                            settings,
                            answering(models),
                            classes(models),
                            like(),
                            fitted,
                            settings.confidence(),
                            bundled(models, stages.calibrators(), rules.stages())));
        }
        return results;
    }

    private List<BundleSettings.Stage> bundled(
            List<ModelRun> models, List<Optional<Calibrator>> calibrators, List<StageRule> rules) {
        List<BundleSettings.Stage> stages = new ArrayList<>();
        for (int stage = 0; stage < rules.size(); stage++) {
            StageSettings of = settings.stages().get(stage);
            stages.add(new BundleSettings.Stage(
                    of.model(),
                    of.exit(),
                    models.get(stage).served().orElseGet(() -> settings.providerOf(of.model())),
                    calibrators.get(stage),
                    of.combine(),
                    rules.get(stage).deferral().map(BundleSettings.Rule::of),
                    rules.get(stage).accept(),
                    models.get(stage).added().macs(),
                    of.cost(),
                    recipes.of(of.model()).inputs().fitted(),
                    settings.model(of.model())
                            .interpolate()
                            .map(interpolation -> BundleSettings.Interpolated.of(interpolation, settings))));
        }
        return stages;
    }

    /** What the bundle needs to answer: of a model that is served as another, the other's component. */
    private List<Component> answering(List<ModelRun> models) {
        List<Component> answering = new ArrayList<>();
        Set<Origin> replaced = new HashSet<>();
        for (ModelRun model : models) {
            model.served().ifPresent(provider -> {
                replaced.add(file.origin(settings.providerOf(model.name())));
                answering.add(exports.component());
            });
        }
        file.origins().stream()
                .filter(origin -> !replaced.contains(origin))
                .map(Origin::component)
                .forEach(answering::add);
        return answering;
    }

    private Inputs like() {
        return splits.get(SplitName.TEST).inputs().select(new int[0]);
    }

    /** Why this job cannot leave a bundle, where it cannot. */
    private Optional<String> noBundle() {
        Inputs like = like();
        if (like instanceof RecordedRows
                || (like instanceof TokenIds
                        && DataSettings.answers(fitted, splits.classes()).isEmpty())) {
            return Optional.of(like.kind() + " cannot be asked again");
        }
        return settings.stages().stream()
                .filter(stage -> settings.model(stage.model()).serve().isEmpty())
                .filter(stage -> !settings.capabilities(stage.model()).contains(Capability.SAVE))
                .findFirst()
                .map(stage -> "the model '" + stage.model() + "' cannot be saved");
    }

    /**
     * As many examples of the test split as of the foreign ones, without labels, where a policy asks for the
     * mixture that its rule will meet.
     */
    private List<StageOutputs> unlabelled(List<ModelRun> models) {
        if (!CascadeCheck.needs(settings).contains(Need.UNLABELLED)) {
            return List.of();
        }
        StageOutputs own = outputs(models, SplitName.TEST);
        StageOutputs foreign = outputs(models, SplitName.OOD);
        int rows = Math.min(own.rows(), foreign.rows());
        return List.of(some(own, rows, "unlabelled test"), some(foreign, rows, "unlabelled ood"));
    }

    private StageOutputs some(StageOutputs outputs, int rows, String name) {
        SplittableRandom random = new SplittableRandom(Seeds.of(settings.seed(), name));
        int[] order = IntStream.range(0, outputs.rows()).toArray();
        for (int i = 0; i < rows; i++) {
            int j = i + random.nextInt(order.length - i);
            int drawn = order[j];
            order[j] = order[i];
            order[i] = drawn;
        }
        return outputs.select(Arrays.copyOf(order, rows));
    }

    private StageOutputs outputs(List<ModelRun> models, SplitName split) {
        return StageOutputs.combine(
                models.stream().map(model -> model.on(split)).toList(),
                settings.stages().stream().map(StageSettings::combine).toList(),
                CascadeCheck.needs(settings));
    }

    /** Keeps what the models put out, so that a recorded job can decide anew without them. */
    private void keep(List<ModelRun> models, RunFolder folder) throws IOException {
        for (SplitName split : List.of(SplitName.CALIBRATION, SplitName.TEST, SplitName.OOD)) {
            if (splits.find(split).isEmpty()) {
                continue;
            }
            if (split != SplitName.OOD) {
                Npy.write(
                        folder.file("recorded/labels-" + split.key() + ".npy"),
                        splits.get(split).labels());
            }
            for (ModelRun model : models) {
                String name = "recorded/" + model.name() + "-" + split.key();
                Outputs outputs = model.on(split);
                Optional<TokenMask> tokens = outputs.tokens();
                if (tokens.isPresent()) {
                    Npy.write(
                            folder.file(name + ".npy"),
                            outputs.logits(),
                            tokens.get().length());
                    Npy.write(folder.file(name + "-mask.npy"), tokens.get());
                } else {
                    Npy.write(folder.file(name + ".npy"), outputs.logits());
                }
            }
        }
    }

    private Results results(
            StageRuns runs,
            CalibratedStages calibrated,
            StageOutputs calibration,
            FittedRules fittedRules,
            RunFolder folder)
            throws IOException {
        List<ModelRun> models = calibrated.models();
        List<StageRule> rules = fittedRules.stages();
        StageOutputs test = outputs(models, SplitName.TEST);
        Labels labels = splits.get(SplitName.TEST).labels();
        Decisions decisions = Decisions.decide(test, rules, settings.confidence());
        UserCosts costs = UserCosts.of(settings);
        CascadeEvaluation evaluation =
                new CascadeEvaluation(models, test, labels, settings.confidence(), settings.seed(), costs);
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.set("splits", splitCounts(models));
        List<String> classes = classes(models);
        classes.forEach(report.putArray("classes")::add);
        ArrayNode stages = report.putArray("stages");
        for (int stage = 0; stage < models.size(); stage++) {
            ObjectNode entry = evaluation.stage(stage, decisions);
            entry.set("rule", CascadeReport.rule(rules.get(stage)));
            StageTuner.Tuned done = runs.tuned().get(stage);
            if (done != null) {
                entry.set("tune", done.report());
            }
            calibrated.report(stage, labels).ifPresent(fit -> entry.set("fit", fit));
            models.get(stage).plan().ifPresent(plan -> CascadeReport.interpolation(entry, plan));
            stages.add(entry);
        }
        ObjectNode cascade = evaluation.cascade(decisions);
        report.set("cascade", cascade);
        if (splits.find(SplitName.OOD).isPresent()) {
            StageOutputs ood = outputs(models, SplitName.OOD);
            OodEvaluation foreign = new OodEvaluation(test, ood, labels, settings.confidence(), settings.seed());
            cascade.set("ood", foreign.cascade(decisions, Decisions.decide(ood, rules, settings.confidence())));
            for (int stage = 0; stage < models.size(); stage++) {
                ((ObjectNode) stages.get(stage)).set("ood", foreign.stage(stage));
            }
        }
        fittedRules
                .certificate()
                .ifPresent(given -> report.set("certificate", CascadeReport.certificate(settings, given)));
        report.set(
                "baselines",
                new Baselines(models, test, labels, costs)
                        .compute(calibration, rules, decisions, settings.confidence()));
        deferral(calibrated, test, labels, rules).ifPresent(deferral -> report.set("deferral", deferral));
        return new Results(
                digests(folder),
                report,
                CascadeReport.rules(settings, fittedRules, classes),
                CascadePlots.of(evaluation, models, test, labels, rules, decisions, calibrated.before(SplitName.TEST)),
                CascadeReport.table(report));
    }

    /** How well the rule's score picks, for two stages; before the first one was tuned, too. */
    private Optional<ObjectNode> deferral(
            CalibratedStages calibrated, StageOutputs test, Labels labels, List<StageRule> rules) {
        if (test.stages() != 2) {
            return Optional.empty();
        }
        DeferralReport report =
                new DeferralReport(rules.get(0).deferral().orElseThrow().score(), labels, settings.seed());
        ObjectNode deferral = report.of(test.own().get(0), test.answers().get(1));
        Optional<ModelRun> earlier = calibrated.untuned(0);
        if (earlier.isPresent()) {
            StageOutputs untuned =
                    outputs(List.of(earlier.get(), calibrated.models().get(1)), SplitName.TEST);
            deferral.set(
                    "before", report.of(untuned.own().get(0), untuned.answers().get(1)));
        }
        return Optional.of(deferral);
    }

    private List<String> classes(List<ModelRun> models) {
        if (!splits.classes().isEmpty()) {
            return splits.classes();
        }
        Labels labels = splits.get(SplitName.TEST).labels();
        if (labels.answers().isPresent()) {
            return IntStream.range(0, labels.classes())
                    .mapToObj(labels.answers().get()::written)
                    .toList();
        }
        return settings.model(settings.stages().get(0).model())
                .classes()
                .orElseGet(() -> IntStream.range(
                                0, models.get(0).on(SplitName.TEST).logits().classes())
                        .mapToObj(String::valueOf)
                        .toList());
    }

    private ObjectNode splitCounts(List<ModelRun> models) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        splits.byName().forEach((name, examples) -> node.putObject(name.key()).put("examples", examples.size()));
        if (splits.find(SplitName.OOD).isPresent()) {
            node.putObject(SplitName.OOD.key())
                    .put("examples", models.get(0).on(SplitName.OOD).rows());
        }
        List<Examples> others = new ArrayList<>();
        splits.byName().forEach((name, examples) -> {
            if (name != SplitName.TEST) {
                others.add(examples);
            }
        });
        copyData.values().forEach(copy -> others.addAll(copy.byName().values()));
        boolean isRecorded = splits.get(SplitName.TEST).inputs() instanceof RecordedRows;
        node.withObjectProperty("test")
                .put(
                        "alsoInOtherSplits",
                        isRecorded ? shared(models).count() : SharedContent.count(splits.get(SplitName.TEST), others));
        return node;
    }

    private ObjectNode digests(RunFolder folder) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("files", FileDigests.of(file));
        ObjectNode bySplit = node.putObject("splits");
        splits.byName().forEach((name, examples) -> bySplit.put(name.key(), digests.of(examples)));
        ObjectNode models = node.putObject("models");
        for (StageSettings stage : settings.stages()) {
            models.put(stage.model(), modelDigest(stage.model(), folder).orElse(null));
        }
        return node;
    }

    /** Of the model as it was saved; of one that cannot be, over the files that it names; empty without any. */
    private Optional<String> modelDigest(String model, RunFolder folder) throws IOException {
        if (recorded == null && settings.capabilities(model).contains(Capability.SAVE)) {
            return Optional.of(Digests.ofFile(folder.folder(BundleWriter.modelFolder(model))));
        }
        List<Path> files = settings.sources(model).stream()
                .flatMap(source -> settings.model(source).provider().stream())
                .flatMap(provider -> SettingsTree.files(provider).stream())
                .distinct()
                .toList();
        return files.isEmpty() ? Optional.empty() : Optional.of(Digests.ofFiles(files));
    }
}
