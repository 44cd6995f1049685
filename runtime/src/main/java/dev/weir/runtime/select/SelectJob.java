package dev.weir.runtime.select;

import com.google.inject.Inject;
import com.google.inject.Provider;
import dev.weir.api.data.InputTransform;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.runtime.cascade.DataReader;
import dev.weir.runtime.cascade.DataSettings;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.job.JobRunner;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The select job: ranks the models of a zoo by how well they suit a target, and says what the ranking is worth. */
public final class SelectJob implements Job<SelectSettings> {
    private final Binder binder;
    private final Provider<JobRunner> jobs;

    @Inject
    SelectJob(Binder binder, Provider<JobRunner> jobs) {
        this.binder = binder;
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "select";
    }

    @Override
    public Class<SelectSettings> settings() {
        return SelectSettings.class;
    }

    @Override
    public Prepared prepare(Bound<SelectSettings> file, Extent extent) {
        SelectSettings settings = file.value();
        SelectCheck check = new SelectCheck(file);
        Zoo zoo = Zoo.of(file, settings.zoo(), binder, check::refusals);
        PerformanceMatrix matrix = matrix(file);
        String name = settings.target().orElse("the target");
        DataSets sets = new DataSets(file, extent, settings.seed(), settings.sources(), Map.of());
        Optional<DataSet> target = settings.data().map(data -> target(file, data, name, extent, sets));
        Map<String, DataSet> sources = sets.sources();
        check.selector(zoo, matrix, target);
        Candidates candidates = new Candidates(
                zoo,
                sources,
                target.map(data -> Map.of(name, data)).orElse(Map.of()),
                settings.seed(),
                settings.fineTune().orElse(new TrialSettings(1, 1)));
        if (settings.fineTune().isPresent() && target.isPresent()) {
            candidates.check();
        }
        return new SelectRun(
                file, candidates, matrix, target, check.recorded(zoo), extent == Extent.QUICK ? null : jobs.get());
    }

    private static DataSet target(
            Bound<SelectSettings> file, DataSettings data, String name, Extent extent, DataSets sets) {
        SelectSettings settings = file.value();
        DataReader reader = new DataReader(file, data, "data", settings.seed(), extent);
        Splits raw = reader.splits(settings.splits(), "splits");
        if (raw.find(SplitName.TRAIN).isEmpty()) {
            throw new ConfigException(file.problem(
                    "splits",
                    "there is no train split",
                    "Candidates are compared on the examples that the chosen one would learn from: give train a"
                            + " share."));
        }
        Splits used = raw.with(SplitName.TRAIN, sets.cut("examples", name, settings.examples(), raw));
        List<InputTransform> fitted = reader.fitted(used, settings.seed());
        Splits seen = reader.transformed(fitted, used, settings.seed());
        DataSets.requireClasses(file, "data", seen);
        return DataSet.of(name, seen);
    }

    private static PerformanceMatrix matrix(Bound<SelectSettings> file) {
        Optional<Path> given = file.value().matrix();
        if (given.isEmpty()) {
            return PerformanceMatrix.EMPTY;
        }
        try {
            return MatrixFile.read(given.get(), file.value().target().orElse(""));
        } catch (IllegalArgumentException e) {
            String[] said = String.valueOf(e.getMessage()).split("\n", 2);
            throw new ConfigException(file.problem("matrix", said[0], said.length > 1 ? said[1] : ""));
        } catch (IOException e) {
            throw new ConfigException(file.problem("matrix", "cannot be read: " + e, ""));
        }
    }
}
