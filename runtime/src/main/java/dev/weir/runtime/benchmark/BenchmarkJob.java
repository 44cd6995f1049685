package dev.weir.runtime.benchmark;

import com.google.inject.Inject;
import dev.weir.api.model.Capability;
import dev.weir.api.model.ModelProvider;
import dev.weir.api.selection.ModelSelector;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.select.CandidateSettings;
import dev.weir.runtime.select.Candidates;
import dev.weir.runtime.select.DataSet;
import dev.weir.runtime.select.DataSets;
import dev.weir.runtime.select.Zoo;
import dev.weir.runtime.split.Extent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The benchmark job: a performance matrix, and what transferability scores are worth by it. */
public final class BenchmarkJob implements Job<BenchmarkSettings> {
    private final Binder binder;

    @Inject
    BenchmarkJob(Binder binder) {
        this.binder = binder;
    }

    @Override
    public String name() {
        return "benchmark";
    }

    @Override
    public Class<BenchmarkSettings> settings() {
        return BenchmarkSettings.class;
    }

    @Override
    public Prepared prepare(Bound<BenchmarkSettings> file, Extent extent) {
        BenchmarkSettings settings = file.value();
        Zoo zoo = Zoo.of(
                file,
                settings.zoo(),
                binder,
                candidate -> refusals(candidate, settings.sources().keySet()));
        if (zoo.entries().size() < 2) {
            throw new ConfigException(
                    file.problem("zoo", "has one candidate", "A benchmark compares: name at least two."));
        }
        settings.scores().forEach(score -> zoo.requireOffered(file, score, score.needs()));
        settings.selectors().forEach(selector -> zoo.requireOffered(file, selector, selector.needs()));
        if (settings.targets().size() < 2) {
            throw new ConfigException(file.problem(
                    "targets",
                    "has " + (settings.targets().isEmpty() ? "no target" : "one target"),
                    "What a score is worth differs from target to target: name at least two."));
        }
        DataSets reader = new DataSets(file, extent, settings.seed(), settings.sources(), settings.targets());
        Map<String, DataSet> sources = reader.sources();
        Map<String, DataSet> targets = reader.targets();
        for (ModelSelector selector : settings.selectors()) {
            if (selector.epochs() > settings.fineTune().epochs()) {
                throw new ConfigException(file.problem(
                        selector,
                        "epochs: must be at most " + settings.fineTune().epochs()
                                + ", the epochs of fine-tune, whose histories it is judged on, got "
                                + selector.epochs()));
            }
        }
        Candidates candidates = new Candidates(zoo, sources, targets, settings.seed(), settings.fineTune());
        candidates.check();
        Path matrix = matrix(settings, extent);
        try {
            return new BenchmarkRun(
                    file,
                    candidates,
                    PerformanceFile.open(matrix, settings.seed(), candidates.names(), List.copyOf(targets.keySet())),
                    matrix);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.told("matrix", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ConfigException(file.problem("matrix", "cannot be read: " + e, ""));
        }
    }

    /** A quick run has a matrix of its own, so that its results never stand among real ones. */
    private static Path matrix(BenchmarkSettings settings, Extent extent) {
        Path matrix = Path.of(settings.matrix().replace("{seed}", String.valueOf(settings.seed())));
        return extent == Extent.WHOLE
                ? matrix
                : Path.of(settings.report() + "-quick").resolve(String.valueOf(matrix.getFileName()));
    }

    private static List<Zoo.Refused> refusals(CandidateSettings candidate, Set<String> sources) {
        List<Zoo.Refused> refused = new ArrayList<>();
        if (candidate.model().isEmpty()) {
            return List.of(new Zoo.Refused(
                    "model", "a benchmark trains candidates, and this one has no model", "Name it, or leave it out."));
        }
        ModelProvider provider = candidate.provider();
        boolean canBeTrained = provider.capabilities().contains(Capability.TRAIN);
        if (!canBeTrained) {
            refused.add(new Zoo.Refused(
                    "model",
                    "this model cannot be trained, so it has no accuracy after fine-tuning",
                    "Take a model with the capability 'train'; recorded ones are ranked by 'job: select'."));
        }
        refused.addAll(Candidates.refusedSource(candidate, sources));
        return refused;
    }
}
