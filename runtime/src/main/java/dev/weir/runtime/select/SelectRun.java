package dev.weir.runtime.select;

import dev.weir.api.Inputs;
import dev.weir.api.data.Examples;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.config.SettingsTree;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.plugin.PluginLoader;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked selection. */
final class SelectRun implements Job.Prepared {
    private final Bound<SelectSettings> file;
    private final SelectSettings settings;
    private final Zoo zoo;
    private final PerformanceMatrix matrix;
    private final Splits splits;

    SelectRun(Bound<SelectSettings> file, Zoo zoo, PerformanceMatrix matrix, Splits splits) {
        this.file = file;
        this.settings = file.value();
        this.zoo = zoo;
        this.matrix = matrix;
        this.splits = splits;
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
        return splits.find(SplitName.TEST)
                .orElseGet(() -> splits.get(SplitName.TRAIN))
                .inputs();
    }

    @Override
    public Results run(RunContext run) throws IOException {
        long start = System.nanoTime();
        Examples train = splits.get(SplitName.TRAIN);
        String trainDigest = Digests.ofExamples(train);
        Trials trials = new Trials(
                zoo,
                train,
                settings.seed(),
                settings.selector().needs(),
                new OutputsCache(run.cache()),
                name -> key(name, trainDigest),
                this::component);
        Selection selection = select(trials, run);
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ObjectNode counts = report.putObject("splits");
        splits.byName().forEach((name, examples) -> counts.putObject(name.key()).put("examples", examples.size()));
        splits.classes().forEach(report.putArray("classes")::add);
        List<SelectBaselines.Baseline> baselines =
                new SelectBaselines(zoo.candidates(), matrix, trials::parameters, settings.seed()).all();
        report.setAll(SelectReport.report(selection, baselines));
        report.putObject("cost")
                .put("epochs", trials.epochs())
                .put("forwardPasses", trials.forwardPasses())
                .put("seconds", Math.round((System.nanoTime() - start) / 1e6) / 1e3);
        ObjectNode rules = JsonNodeFactory.instance.objectNode();
        SelectReport.chosen(rules, selection);
        selection.recalled().forEach(rules.putArray("recalled")::add);
        return new Results(
                digests(trainDigest), report, rules, JsonNodeFactory.instance.objectNode(), SelectReport.table(report));
    }

    private Selection select(Trials trials, RunContext run) {
        ModelSelector selector = settings.selector();
        Component component = file.origin(selector).component();
        SelectionTask task =
                new SelectionTask(zoo.candidates(), matrix, Seeds.of(settings.seed(), "selector " + component.name()));
        Selection selection;
        try {
            selection = selector.select(task, trials, run.progress());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(selector, String.valueOf(e.getMessage())));
        } catch (PluginException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw component.broken("threw " + e, "a ranking of the candidates", e);
        }
        List<String> ranked = selection.ranking().stream()
                .map(Selection.Ranked::name)
                .sorted()
                .toList();
        List<String> all = zoo.entries().stream().map(CandidateSettings::name).toList();
        if (!ranked.equals(all)) {
            throw component.broken("ranked " + ranked, "each candidate once: " + all, null);
        }
        return selection;
    }

    /** Where a score comes from; one that the file does not name is the selector's own. */
    private Component component(TransferabilityScore score) {
        return file.origins().stream()
                .filter(origin -> origin.component().type() == score.getClass())
                .findFirst()
                .orElseGet(() -> file.origin(settings.selector()))
                .component();
    }

    /** Names all that a candidate's outputs for the train split depend on. */
    private String key(String name, String trainDigest) {
        CandidateSettings entry = zoo.entry(name);
        return Digests.ofText(String.join(
                "\n",
                "outputs",
                PluginLoader.HOST_VERSION,
                String.valueOf(SettingsTree.of(entry.model())),
                Digests.ofFiles(SettingsTree.files(entry.model())),
                String.valueOf(Seeds.of(settings.seed(), name)),
                trainDigest,
                String.valueOf(settings.selector().needs().stream().sorted().toList()),
                Digests.ofPlugin(zoo.component(entry).plugin())));
    }

    private ObjectNode digests(String trainDigest) throws IOException {
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        digests.set("files", FileDigests.of(file, zoo.file()));
        digests.putObject("splits").put(SplitName.TRAIN.key(), trainDigest);
        return digests;
    }
}
