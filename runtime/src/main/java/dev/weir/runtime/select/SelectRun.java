package dev.weir.runtime.select;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.data.Examples;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.api.selection.Selection;
import dev.weir.api.selection.SelectionTask;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.plugin.Component;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked selection. */
final class SelectRun implements Job.Prepared {
    private final Bound<SelectSettings> file;
    private final SelectSettings settings;
    private final Candidates candidates;
    private final Zoo zoo;
    private final PerformanceMatrix matrix;
    private final Optional<DataSet> target;
    private final Optional<RecordedTrainings> recorded;
    private final @Nullable JobRunner jobs; // none in a quick run, which makes no cascade

    SelectRun(
            Bound<SelectSettings> file,
            Candidates candidates,
            PerformanceMatrix matrix,
            Optional<DataSet> target,
            Optional<RecordedTrainings> recorded,
            @Nullable JobRunner jobs) {
        this.jobs = jobs;
        this.file = file;
        this.settings = file.value();
        this.candidates = candidates;
        this.zoo = candidates.zoo();
        this.matrix = matrix;
        this.target = target;
        this.recorded = recorded;
    }

    @Override
    public Optional<Bound<?>> alsoReads() {
        return Optional.of(zoo.file());
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
        return target.map(data -> data.splits().find(SplitName.TEST).orElseGet(() -> data.on(SplitName.TRAIN)))
                .map(Examples::inputs)
                .orElseGet(() -> new FloatTensor(0, new int[] {1}, new float[0]));
    }

    @Override
    public Results run(RunContext run) throws IOException {
        long start = System.nanoTime();
        CandidateModels models =
                new CandidateModels(candidates, run.cache(), new ModelTrainer(run.cache(), run.progress()));
        Optional<LiveTrainings> live = settings.fineTune()
                .flatMap(how -> target.map(
                        data -> new LiveTrainings(candidates, models, data, how, run.cache(), run.progress())));
        Trainings trainings =
                live.<Trainings>map(of -> of).or(() -> recorded.map(of -> of)).orElse(Trainings.NONE);
        Trials trials = new Trials(
                target.map(data -> data.on(SplitName.TRAIN).labels()).orElseGet(() -> new Labels(1, new int[0])),
                new CandidateAsking(settings, models, target, new OutputsCache(run.cache())),
                trainings,
                this::component);
        Selection selection = select(trials, run);
        SelectEvaluation evaluation = SelectEvaluation.of(selection, trials, live, recorded, target);
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ObjectNode counts = report.putObject("splits");
        target.ifPresent(data -> data.splits()
                .byName()
                .forEach((name, examples) -> counts.putObject(name.key()).put("examples", examples.size())));
        target.ifPresent(data -> data.splits().classes().forEach(report.putArray("classes")::add));
        List<SelectBaselines.Baseline> baselines =
                new SelectBaselines(zoo.candidates(), matrix, trials::parameters, settings.seed()).all();
        report.setAll(new SelectReport(selection, evaluation).report(baselines, notes(selection)));
        if (settings.cascade().isPresent() && jobs != null) {
            report.set(
                    "made",
                    new CascadeMembers(file, zoo, target.orElseThrow(), live.orElseThrow(), jobs, run)
                            .make(selection, settings.cascade().get()));
        }
        double proxies = settings.proxyCharge() * trials.scored();
        report.putObject("cost")
                .put("epochs", trials.epochs() + proxies)
                .put("trials", trials.epochs())
                .put("proxies", proxies)
                .put("trained", trainings.trained())
                .put("forwardPasses", trials.forwardPasses())
                .put("seconds", Math.round((System.nanoTime() - start) / 1e6) / 1e3);
        ObjectNode rules = JsonNodeFactory.instance.objectNode();
        SelectReport.chosen(rules, selection);
        selection.recalled().forEach(rules.putArray("recalled")::add);
        return new Results(
                digests(),
                report,
                rules,
                SelectPlots.of(selection.trace().clustering(), matrix),
                SelectText.table(report));
    }

    /** What a reader has to know of the job, besides what the selector says. */
    private List<String> notes(Selection selection) {
        List<String> notes = new ArrayList<>();
        if (settings.target().isPresent() && settings.matrix().isPresent()) {
            notes.add(ofMatrix(settings.target().get()));
        }
        recorded.ifPresent(of -> notes.add("Trials were replayed from recorded histories; nothing was trained."));
        if (settings.cascade().isPresent() && jobs == null) {
            notes.add("A quick run makes no cascade of the members.");
        }
        notes.addAll(SelectNotes.of(selection));
        return notes;
    }

    /** Whether the matrix was used without the target. */
    private String ofMatrix(String name) {
        try {
            List<String> sets = MatrixFile.dataSets(settings.matrix().orElseThrow());
            if (sets.contains(name)) {
                return "The target '" + name + "' is one of the matrix's data sets: the matrix was used without it.";
            }
            return sets.isEmpty()
                    ? "The matrix names no data sets: if the target '" + name + "' is one of them, it was used with it."
                    : "The target '" + name + "' is none of the matrix's data sets: " + String.join(", ", sets)
                            + "; all of them were used.";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private ObjectNode digests() throws IOException {
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        digests.set("files", FileDigests.of(file, zoo.file()));
        ObjectNode splits = digests.putObject("splits");
        target.ifPresent(data -> data.digests().forEach((split, digest) -> splits.put(split.key(), digest)));
        return digests;
    }
}
