package dev.weir.runtime.benchmark;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.model.Capability;
import dev.weir.api.model.Model;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightedModel;
import dev.weir.runtime.cascade.ModelRecipe;
import dev.weir.runtime.cascade.ModelTrainer;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.job.Digests;
import dev.weir.runtime.job.FileDigests;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.Results;
import dev.weir.runtime.job.RunContext;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.select.Answers;
import dev.weir.runtime.select.BlockGradients;
import dev.weir.runtime.select.CandidateOutputs;
import dev.weir.runtime.select.CandidateReader;
import dev.weir.runtime.select.CandidateSettings;
import dev.weir.runtime.select.Candidates;
import dev.weir.runtime.select.DataSet;
import dev.weir.runtime.select.OutputsCache;
import dev.weir.runtime.select.Scoring;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A checked benchmark: one candidate after the other meets all targets, so that never two are open. */
final class BenchmarkRun implements Job.Prepared {
    private final Bound<BenchmarkSettings> file;
    private final BenchmarkSettings settings;
    private final Candidates candidates;
    private final PerformanceFile matrix;
    private final Path matrixFile;
    private final Set<Need> needs;
    private final Map<String, ScoreSheet> sheets = new TreeMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private int computed;
    private int kept;
    private long forwardPasses;

    BenchmarkRun(Bound<BenchmarkSettings> file, Candidates candidates, PerformanceFile matrix, Path matrixFile) {
        this.file = file;
        this.settings = file.value();
        this.candidates = candidates;
        this.matrix = matrix;
        this.matrixFile = matrixFile;
        this.needs = EnumSet.noneOf(Need.class);
        settings.scores().forEach(score -> needs.addAll(score.needs()));
        settings.selectors().forEach(selector -> needs.addAll(selector.needs()));
    }

    @Override
    public Optional<Bound<?>> alsoReads() {
        return Optional.of(candidates.zoo().file());
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
        return candidates
                .targets()
                .values()
                .iterator()
                .next()
                .on(SplitName.TEST)
                .inputs();
    }

    @Override
    public Results run(RunContext run) throws IOException {
        long start = System.nanoTime();
        matrix.write(); // before the work, so that a place that cannot be written to is known
        candidates
                .targets()
                .forEach((name, target) -> sheets.put(
                        name,
                        new ScoreSheet(
                                settings.scores(),
                                target.on(SplitName.TRAIN).labels(),
                                settings.draws(),
                                Seeds.of(settings.seed(), "draws of " + name))));
        TimeLeft time = new TimeLeft(run.progress(), work(), System::nanoTime);
        for (CandidateSettings candidate : candidates.all()) {
            meet(candidate, run, time);
        }
        List<TargetResult> results = results();
        BenchmarkReport report = new BenchmarkReport(results, settings.draws(), settings.seed());
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ObjectNode ofMatrix = found.putObject("matrix");
        ofMatrix.put("file", matrixFile.toString().replace('\\', '/'));
        candidates.names().forEach(ofMatrix.putArray("models")::add);
        candidates.targets().keySet().forEach(ofMatrix.putArray("targets")::add);
        ofMatrix.put("computed", computed).put("kept", kept);
        found.set("targets", report.targets());
        if (!settings.selectors().isEmpty()) {
            SelectorReport.put(found, judged(results, run));
        }
        found.putObject("cost")
                .put("epochs", computed * settings.fineTune().epochs())
                .put("forwardPasses", forwardPasses)
                .put("seconds", Math.round((System.nanoTime() - start) / 1e6) / 1e3);
        ObjectNode plots = JsonNodeFactory.instance.objectNode();
        plots.set("transfer", report.plots());
        return new Results(
                digests(), found, JsonNodeFactory.instance.objectNode(), plots, BenchmarkReport.table(found));
    }

    /** Examples times epochs of all that is not in the matrix. */
    private double work() {
        double work = 0;
        for (CandidateSettings candidate : candidates.all()) {
            if (matrix.pretrained(candidate.name(), candidates.key(candidate)).isEmpty()) {
                work += unitsOfSource(candidate);
            }
            for (DataSet target : open(candidate)) {
                work += units(target);
            }
        }
        return work;
    }

    private double unitsOfSource(CandidateSettings candidate) {
        return candidates
                .source(candidate)
                .map(source -> (double) source.on(SplitName.TRAIN).size()
                        * candidate.provider().training().orElseThrow().epochs())
                .orElse(0.0);
    }

    private double units(DataSet target) {
        return (double) target.on(SplitName.TRAIN).size() * settings.fineTune().epochs();
    }

    /** The targets on which nothing is known of a candidate. */
    private List<DataSet> open(CandidateSettings candidate) {
        return candidates.targets().values().stream()
                .filter(target -> !matrix.cell(candidate.name(), target.name(), candidates.key(candidate, target))
                        .map(Cell::isFinished)
                        .orElse(false))
                .toList();
    }

    /** A candidate is trained where that is to be done, asked what scores read, and fine-tuned on every target. */
    private void meet(CandidateSettings candidate, RunContext run, TimeLeft time) throws IOException {
        String key = candidates.key(candidate);
        OutputsCache cache = new OutputsCache(run.cache());
        List<DataSet> open = open(candidate);
        kept += candidates.targets().size() - open.size();
        Map<String, CandidateOutputs> outputs = new HashMap<>();
        for (DataSet target : candidates.targets().values()) {
            String ofOutputs = outputsKey(candidate, target);
            Optional<CandidateOutputs> found = reader(target).kept(cache, ofOutputs, capabilities(candidate));
            if (found.isPresent()) {
                gradients(target, cache)
                        .found(found.get(), candidate.provider().capabilities(), ofOutputs)
                        .ifPresent(whole -> outputs.put(target.name(), whole));
            }
        }
        Optional<Pretrained> known = matrix.pretrained(candidate.name(), key);
        boolean isAsked =
                !open.isEmpty() || outputs.size() < candidates.targets().size() || known.isEmpty();
        String failure = known.map(Pretrained::failed).orElse("");
        try {
            Optional<WeightSet> trained = Optional.empty();
            if (failure.isEmpty() && isAsked) {
                trained = asked(candidate, key, known, outputs, cache, run, time);
            }
            for (DataSet target : failure.isEmpty() ? open : List.<DataSet>of()) {
                new FineTuning(settings.fineTune(), matrix, run.cache())
                        .fill(
                                candidate,
                                candidates.zoo().component(candidate),
                                trained,
                                candidates.targetContext(candidate, target),
                                target,
                                candidates.key(candidate, target),
                                time.of(units(target)));
                computed++;
                time.done(units(target));
            }
        } catch (PluginException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } catch (RuntimeException | LinkageError e) { // a candidate that fails does not stop the run
            failure = e instanceof IllegalArgumentException || e instanceof ArithmeticException
                    ? CandidateReader.reason(e)
                    : "it failed: " + e;
            if (e instanceof ArithmeticException && known.isEmpty()) {
                matrix.put(
                        candidate.name(),
                        new Pretrained(key, candidate.source().orElse(""), 0, 0, OptionalLong.empty(), failure));
            }
        }
        if (!failure.isEmpty()) {
            failures.put(candidate.name(), failure);
        }
        for (DataSet target : candidates.targets().values()) {
            score(candidate, target, outputs, failure);
        }
    }

    /** What the selectors came to, by target. */
    private Map<String, List<SelectorTrial>> judged(List<TargetResult> results, RunContext run) {
        OutputsCache cache = new OutputsCache(run.cache());
        SelectorJudge judge = new SelectorJudge(
                settings.selectors(),
                settings.proxyCharge(),
                settings.fineTune().epochs(),
                score -> file.origins().stream()
                        .filter(origin -> origin.component().type() == score.getClass())
                        .findFirst()
                        .orElseGet(() -> file.origin(settings.selectors().get(0)))
                        .component());
        Map<String, List<SelectorTrial>> judged = new TreeMap<>();
        for (TargetResult result : results) {
            run.progress().report("selecting", judged.size() + 1L, results.size(), result.target());
            DataSet target = Optional.ofNullable(candidates.targets().get(result.target()))
                    .orElseThrow();
            judged.put(
                    result.target(),
                    judge.on(
                            result,
                            results,
                            target.on(SplitName.TRAIN).labels(),
                            name -> outputs(name, target, cache),
                            Seeds.of(settings.seed(), "selectors on " + result.target())));
        }
        return judged;
    }

    private CandidateOutputs outputs(String name, DataSet target, OutputsCache cache) throws IOException {
        CandidateSettings candidate = candidates.all().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
        return reader(target)
                .kept(cache, outputsKey(candidate, target), capabilities(candidate))
                .orElseThrow(() -> new IllegalArgumentException("what it put out was not kept"));
    }

    private void score(
            CandidateSettings candidate, DataSet target, Map<String, CandidateOutputs> outputs, String failure) {
        ScoreSheet sheet = sheets.get(target.name());
        if (sheet == null) {
            throw new IllegalStateException("no sheet of " + target.name());
        }
        CandidateOutputs found = outputs.get(target.name());
        if (found == null) {
            sheet.failed(candidate.name(), failure.isEmpty() ? "it was not asked" : failure);
        } else {
            sheet.measure(
                    candidate.name(),
                    found,
                    new Scoring(
                            target.on(SplitName.TRAIN).labels(),
                            score -> file.origin(score).component()));
        }
    }

    /** Opens a candidate, and what it puts out for all targets; the weights that its source left, where it has one. */
    private Optional<WeightSet> asked(
            CandidateSettings candidate,
            String key,
            Optional<Pretrained> known,
            Map<String, CandidateOutputs> outputs,
            OutputsCache cache,
            RunContext run,
            TimeLeft time)
            throws IOException {
        Optional<DataSet> source = candidates.source(candidate);
        Set<Capability> capabilities = capabilities(candidate);
        if (source.isEmpty()) {
            OptionalLong parameters = OptionalLong.empty();
            for (DataSet target : candidates.targets().values()) {
                if (known.isEmpty() || !outputs.containsKey(target.name())) {
                    try (Model model = candidate
                            .provider()
                            .open(candidates
                                    .targetContext(candidate, target)
                                    .withCache(run.cache().work()))) {
                        ask(model, capabilities, candidate, target, outputs, cache);
                        parameters = model.parameters();
                    }
                }
            }
            if (known.isEmpty()) {
                matrix.put(candidate.name(), new Pretrained(key, "", 0, 0, parameters, ""));
            }
            return Optional.empty();
        }
        ModelRecipe recipe = candidates.recipe(candidate, source.get());
        double units = known.isEmpty() ? unitsOfSource(candidate) : 0;
        try (Model model = new ModelTrainer(run.cache(), time.of(units)).ready(recipe)) {
            time.done(units);
            for (DataSet target : candidates.targets().values()) {
                ask(model, capabilities, candidate, target, outputs, cache);
            }
            if (known.isEmpty()) {
                int right = Answers.right(model, source.get().on(SplitName.TEST));
                matrix.put(
                        candidate.name(),
                        new Pretrained(
                                key,
                                source.get().name(),
                                right,
                                source.get().on(SplitName.TEST).size(),
                                model.parameters(),
                                ""));
            }
            return Optional.of(((WeightedModel) model).weights());
        }
    }

    private Set<Capability> capabilities(CandidateSettings candidate) {
        Set<Capability> capabilities = EnumSet.copyOf(candidate.provider().capabilities());
        if (candidate.source().isEmpty()) {
            capabilities.remove(Capability.INFER); // its head is new, so its answers say nothing of what it learned
        }
        return capabilities;
    }

    private void ask(
            Model model,
            Set<Capability> capabilities,
            CandidateSettings candidate,
            DataSet target,
            Map<String, CandidateOutputs> outputs,
            OutputsCache cache)
            throws IOException {
        if (!outputs.containsKey(target.name())) {
            String key = outputsKey(candidate, target);
            CandidateReader reader = reader(target);
            CandidateOutputs found = reader.kept(cache, key, capabilities).orElse(null);
            if (found == null) {
                found = reader.read(model, capabilities);
                cache.keep(key, found, reader.offered(capabilities));
            }
            forwardPasses += target.on(SplitName.TRAIN).size();
            outputs.put(target.name(), gradients(target, cache).asked(found, model, capabilities, key));
        }
    }

    private BlockGradients gradients(DataSet target, OutputsCache cache) {
        return BlockGradients.of(target.on(SplitName.TRAIN).inputs(), settings.scores(), settings.seed(), cache);
    }

    private CandidateReader reader(DataSet target) {
        return new CandidateReader(target.on(SplitName.TRAIN).inputs(), needs);
    }

    private String outputsKey(CandidateSettings candidate, DataSet target) {
        return Digests.ofText(String.join(
                "\n",
                "outputs on a target",
                candidates.key(candidate),
                target.name(),
                target.digest(SplitName.TRAIN),
                String.valueOf(reader(target).asked().stream().sorted().toList())));
    }

    private List<TargetResult> results() {
        List<TargetResult> results = new ArrayList<>();
        for (DataSet target : candidates.targets().values()) {
            Map<String, Integer> examples = new LinkedHashMap<>();
            target.splits().byName().forEach((split, of) -> examples.put(split.key(), of.size()));
            ScoreSheet sheet = sheets.get(target.name());
            if (sheet == null) {
                throw new IllegalStateException("no sheet of " + target.name());
            }
            results.add(new TargetResult(
                    target.name(),
                    target.classes(),
                    examples,
                    candidates.all().stream()
                            .map(candidate -> result(candidate, target))
                            .toList(),
                    sheet));
        }
        return results;
    }

    private TargetResult.Candidate result(CandidateSettings candidate, DataSet target) {
        Optional<Pretrained> known = matrix.pretrained(candidate.name(), candidates.key(candidate));
        OptionalDouble parameters = known.map(Pretrained::parameters).orElse(OptionalLong.empty()).stream()
                .mapToDouble(count -> (double) count)
                .findFirst();
        return new TargetResult.Candidate(
                candidate.name(),
                candidate.source().orElse(""),
                Candidates.isTrainedWhole(candidate) ? "all weights" : "head",
                stated(candidate, "parameters", parameters),
                stated(
                        candidate,
                        "source-accuracy",
                        known.map(Pretrained::accuracy).orElse(OptionalDouble.empty())),
                elsewhere(candidate, target),
                cell(candidate, target));
    }

    private static OptionalDouble stated(CandidateSettings candidate, String fact, OptionalDouble otherwise) {
        Double value = candidate.facts().get(fact);
        return value == null ? otherwise : OptionalDouble.of(value);
    }

    /** The mean accuracy on the other targets; empty where one of them is not known. */
    private OptionalDouble elsewhere(CandidateSettings candidate, DataSet target) {
        double sum = 0;
        for (DataSet other : candidates.targets().values()) {
            OptionalDouble accuracy = cell(candidate, other).accuracy();
            if (!other.name().equals(target.name())) {
                if (accuracy.isEmpty()) {
                    return accuracy;
                }
                sum += accuracy.getAsDouble();
            }
        }
        return OptionalDouble.of(sum / (candidates.targets().size() - 1));
    }

    private Cell cell(CandidateSettings candidate, DataSet target) {
        String key = candidates.key(candidate, target);
        return matrix.cell(candidate.name(), target.name(), key)
                .filter(Cell::isFinished)
                .orElseGet(() ->
                        Cell.failed(key, List.of(), failures.getOrDefault(candidate.name(), "it was not trained")));
    }

    private ObjectNode digests() throws IOException {
        ObjectNode digests = JsonNodeFactory.instance.objectNode();
        digests.set("files", FileDigests.of(file, candidates.zoo().file()));
        ObjectNode targets = digests.putObject("targets");
        candidates.targets().forEach((name, target) -> {
            ObjectNode splits = targets.putObject(name);
            target.digests().forEach((split, digest) -> splits.put(split.key(), digest));
        });
        return digests;
    }
}
