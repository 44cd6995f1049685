package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.Progress;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.Examples;
import dev.weir.api.data.Parts;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.ModelProvider;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunFolder;
import dev.weir.runtime.job.SharedContent;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.SplitSettings;
import dev.weir.runtime.split.Splits;
import dev.weir.runtime.split.Splitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The cascade job: trains the models, records what they put out, lets the policies choose their rules on
 * the calibration split, and only then opens the test split.
 */
public final class CascadeJob implements Job<CascadeSettings> {

    @Override
    public String name() {
        return "cascade";
    }

    @Override
    public Class<CascadeSettings> settings() {
        return CascadeSettings.class;
    }

    @Override
    public Prepared prepare(Bound<CascadeSettings> file) {
        CascadeCheck check = new CascadeCheck(file);
        check.stages();
        Splits splits = splits(file);
        Map<String, ModelContext> contexts = contexts(file.value(), splits);
        check.data(splits, contexts);
        Run run = new Run(file, splits, contexts);
        if (splits.get(SplitName.TEST).inputs() instanceof RecordedRows) {
            run.readRecorded(); // takes no model: what is wrong in the files is known before the run
        }
        return run;
    }

    private static Splits splits(Bound<CascadeSettings> file) {
        CascadeSettings settings = file.value();
        Origin source = file.origin(settings.data());
        try {
            Parts parts = settings.data().read();
            return Splitter.split(
                    parts, settings.splits().map(SplitSettings::byName).orElseGet(Map::of), settings.seed());
        } catch (Splitter.SplitException e) {
            throw new ConfigException(file.problem(e.path(), e.summary(), e.remedy()));
        } catch (IllegalArgumentException | IOException e) {
            throw new ConfigException(source.problem(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, ModelContext> contexts(CascadeSettings settings, Splits splits) {
        Map<String, ModelContext> contexts = new LinkedHashMap<>();
        Inputs like = splits.byName().values().iterator().next().inputs().select(new int[0]);
        for (StageSettings stage : settings.stages()) {
            String name = stage.model();
            contexts.put(name, new ModelContext(name, like, splits.classes().size(), Seeds.of(settings.seed(), name)));
        }
        return contexts;
    }

    /** A checked cascade. */
    private static final class Run implements Prepared {
        private final Bound<CascadeSettings> file;
        private final CascadeSettings settings;
        private final Splits splits;
        private final Map<String, ModelContext> contexts;
        private @Nullable List<ModelRun> recorded;

        Run(Bound<CascadeSettings> file, Splits splits, Map<String, ModelContext> contexts) {
            this.file = file;
            this.settings = file.value();
            this.splits = splits;
            this.contexts = contexts;
        }

        @Override
        public String reportFolder() {
            return settings.report();
        }

        @Override
        public long seed() {
            return settings.seed();
        }

        void readRecorded() {
            recorded = record(Progress.SILENT);
            requireEqualClasses(recorded);
        }

        private List<ModelRun> record(Progress progress) {
            Set<Need> needs = CascadeCheck.needs(settings);
            ModelRecorder recorder = new ModelRecorder(splits, needs, progress);
            List<ModelRun> runs = new ArrayList<>();
            for (StageSettings stage : settings.stages()) {
                ModelProvider provider = settings.modelOf(stage).provider();
                Origin origin = file.origin(provider);
                try {
                    runs.add(recorder.record(provider, context(stage), origin.component()));
                } catch (IllegalArgumentException | IOException e) {
                    throw new ConfigException(origin.problem(String.valueOf(e.getMessage())));
                }
            }
            return runs;
        }

        private ModelContext context(StageSettings stage) {
            ModelContext context = contexts.get(stage.model());
            if (context == null) {
                throw new IllegalStateException("no context of " + stage.model());
            }
            return context;
        }

        private void requireEqualClasses(List<ModelRun> runs) {
            int k = runs.get(0).on(SplitName.TEST).logits().classes();
            for (int stage = 0; stage < runs.size(); stage++) {
                int other = runs.get(stage).on(SplitName.TEST).logits().classes();
                int labels = splits.get(SplitName.TEST).labels().classes();
                String message = other != k
                        ? "puts out " + other + " classes, but '" + runs.get(0).name() + "' puts out " + k
                        : other < labels ? "puts out " + other + " classes, but the labels have " + labels : "";
                if (!message.isEmpty()) {
                    throw new ConfigException(file.problem(
                            "models." + runs.get(stage).name(),
                            message,
                            "All stages answer with the same classes in the same order."));
                }
            }
        }

        @Override
        public Results run(RunFolder folder, Progress progress) throws IOException {
            List<ModelRun> models = recorded == null ? record(progress) : recorded;
            requireEqualClasses(models);
            keep(models, folder);
            StageOutputs calibration = outputs(models, SplitName.CALIBRATION);
            progress.report(
                    "calibrating", 1, 1, splits.get(SplitName.CALIBRATION).size() + " examples");
            List<StageRule> rules = new RuleFitter(file)
                    .fit(calibration, splits.get(SplitName.CALIBRATION).labels());
            progress.report("evaluating", 1, 1, splits.get(SplitName.TEST).size() + " examples");
            return results(models, calibration, rules);
        }

        private StageOutputs outputs(List<ModelRun> models, SplitName split) {
            return StageOutputs.combine(
                    models.stream().map(model -> model.on(split)).toList(),
                    settings.stages().stream().map(StageSettings::combine).toList(),
                    CascadeCheck.needs(settings));
        }

        /** Keeps what the models put out, so that a recorded job can decide anew without them. */
        private void keep(List<ModelRun> models, RunFolder folder) throws IOException {
            for (SplitName split : List.of(SplitName.CALIBRATION, SplitName.TEST)) {
                Npy.write(
                        folder.file("recorded/labels-" + split.key() + ".npy"),
                        splits.get(split).labels());
                for (ModelRun model : models) {
                    Npy.write(
                            folder.file("recorded/" + model.name() + "-" + split.key() + ".npy"),
                            model.on(split).logits());
                }
            }
        }

        private Results results(List<ModelRun> models, StageOutputs calibration, List<StageRule> rules)
                throws IOException {
            StageOutputs test = outputs(models, SplitName.TEST);
            Labels labels = splits.get(SplitName.TEST).labels();
            Decisions decisions = Decisions.decide(test, rules, settings.confidence());
            CascadeEvaluation evaluation =
                    new CascadeEvaluation(models, test, labels, settings.confidence(), settings.seed());
            ObjectNode report = JsonNodeFactory.instance.objectNode();
            report.set("splits", splitCounts());
            List<String> classes = classes(models);
            classes.forEach(report.putArray("classes")::add);
            ArrayNode stages = report.putArray("stages");
            for (int stage = 0; stage < models.size(); stage++) {
                ObjectNode entry = evaluation.stage(stage, decisions);
                entry.set("rule", CascadeReport.rule(rules.get(stage)));
                stages.add(entry);
            }
            report.set("cascade", evaluation.cascade(decisions));
            report.set(
                    "baselines",
                    new Baselines(models, test, labels).compute(calibration, rules, decisions, settings.confidence()));
            return new Results(
                    digests(),
                    report,
                    CascadeReport.rules(settings, rules, classes),
                    CascadePlots.of(evaluation, models, test, labels, rules, decisions),
                    CascadeReport.table(report));
        }

        private List<String> classes(List<ModelRun> models) {
            if (!splits.classes().isEmpty()) {
                return splits.classes();
            }
            return settings.modelOf(settings.stages().get(0))
                    .classes()
                    .orElseGet(() -> IntStream.range(
                                    0, models.get(0).on(SplitName.TEST).logits().classes())
                            .mapToObj(String::valueOf)
                            .toList());
        }

        private ObjectNode splitCounts() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            splits.byName()
                    .forEach((name, examples) -> node.putObject(name.key()).put("examples", examples.size()));
            List<Examples> others = splits.byName().entrySet().stream()
                    .filter(entry -> entry.getKey() != SplitName.TEST)
                    .map(Map.Entry::getValue)
                    .toList();
            node.withObjectProperty("test")
                    .put("alsoInOtherSplits", SharedContent.count(splits.get(SplitName.TEST), others));
            return node;
        }

        private ObjectNode digests() throws IOException {
            ObjectNode digests = JsonNodeFactory.instance.objectNode();
            ObjectNode files = digests.putObject("files");
            for (Path path : file.files()) {
                files.put(String.valueOf(path.getFileName()), Digests.ofFile(path));
            }
            ObjectNode bySplit = digests.putObject("splits");
            splits.byName().forEach((name, examples) -> bySplit.put(name.key(), Digests.ofExamples(examples)));
            String train = bySplit.path("train").asString("");
            ObjectNode models = digests.putObject("models");
            settings.stages()
                    .forEach(stage -> models.put(
                            stage.model(),
                            Digests.ofText(SettingsTree.of(settings.modelOf(stage)) + " "
                                    + context(stage).seed() + " " + train + " "
                                    + file.origin(settings.modelOf(stage).provider())
                                            .component()
                                            .plugin()
                                            .sha256())));
            return digests;
        }
    }
}
