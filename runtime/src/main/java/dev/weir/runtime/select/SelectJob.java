package dev.weir.runtime.select;

import com.google.inject.Inject;
import dev.weir.api.data.InputTransform;
import dev.weir.api.selection.PerformanceMatrix;
import dev.weir.runtime.cascade.DataReader;
import dev.weir.runtime.config.Binder;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The select job: ranks the models of a zoo by how well they suit a target, and says what the ranking is worth. */
public final class SelectJob implements Job<SelectSettings> {
    private final Binder binder;

    @Inject
    SelectJob(Binder binder) {
        this.binder = binder;
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
        Zoo zoo = Zoo.of(file, settings.zoo(), binder, SelectJob::refused);
        PerformanceMatrix matrix = matrix(file);
        DataReader reader = new DataReader(file, settings.data(), "data", settings.seed(), extent);
        Splits raw = reader.splits(settings.splits(), "splits");
        if (raw.find(SplitName.TRAIN).isEmpty()) {
            throw new ConfigException(file.problem(
                    "splits",
                    "there is no train split",
                    "Candidates are compared on the examples that the chosen one would learn from: give train a"
                            + " share."));
        }
        List<InputTransform> fitted = reader.fitted(raw, settings.seed());
        return new SelectRun(file, zoo, matrix, reader.transformed(fitted, raw, settings.seed()));
    }

    private static List<Zoo.Refused> refused(CandidateSettings candidate) {
        if (candidate.source().isPresent()) {
            return List.of(new Zoo.Refused(
                    "source",
                    "a select job trains no candidate",
                    "A candidate is ready as it is opened; 'job: benchmark' trains them on a source first."));
        }
        return candidate.model().training().isEmpty()
                ? List.of()
                : List.of(new Zoo.Refused(
                        "model",
                        "this model is trained from the start, so it has learned nothing yet that could be of use",
                        "A candidate is ready as it is opened: recorded outputs, or a model in a file."));
    }

    private static PerformanceMatrix matrix(Bound<SelectSettings> file) {
        Optional<Path> given = file.value().matrix();
        if (given.isEmpty()) {
            return PerformanceMatrix.EMPTY;
        }
        try {
            return MatrixFile.read(given.get());
        } catch (IllegalArgumentException e) {
            String[] said = String.valueOf(e.getMessage()).split("\n", 2);
            throw new ConfigException(file.problem("matrix", said[0], said.length > 1 ? said[1] : ""));
        } catch (IOException e) {
            throw new ConfigException(file.problem("matrix", "cannot be read: " + e, ""));
        }
    }
}
