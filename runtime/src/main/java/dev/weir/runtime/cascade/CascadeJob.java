package dev.weir.runtime.cascade;

import dev.weir.api.Inputs;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.InputTransform;
import dev.weir.api.data.Parts;
import dev.weir.api.model.ModelContext;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.ConfigException;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.Seeds;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.SplitSettings;
import dev.weir.runtime.split.Splits;
import dev.weir.runtime.split.Splitter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public Prepared prepare(Bound<CascadeSettings> file, Extent extent) {
        CascadeCheck check = new CascadeCheck(file);
        check.stages();
        Splits raw = splits(file, extent);
        check.splits(raw);
        List<InputTransform> fitted = fitted(file, raw);
        Splits splits = transformed(file, fitted, raw);
        Map<String, ModelContext> contexts = contexts(file.value(), splits);
        check.models(splits, contexts);
        CascadeRun run = new CascadeRun(file, splits, contexts, fitted);
        if (splits.get(SplitName.TEST).inputs() instanceof RecordedRows) {
            run.readRecorded(); // takes no model: what is wrong in the files is known before the run
        }
        return run;
    }

    private static Splits splits(Bound<CascadeSettings> file, Extent extent) {
        CascadeSettings settings = file.value();
        Parts parts = parts(file);
        try {
            Splits whole = Splitter.split(
                    parts, settings.splits().map(SplitSettings::byName).orElseGet(Map::of), settings.seed());
            return extent.of(whole, settings.seed());
        } catch (Splitter.SplitException e) {
            throw new ConfigException(file.problem(e.path(), e.summary(), e.remedy()));
        }
    }

    private static Parts parts(Bound<CascadeSettings> file) {
        DataSource source = file.value().data().source();
        try {
            return source.read();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem(source, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new ConfigException(file.problem(source, "cannot be read: " + e));
        } catch (RuntimeException | LinkageError e) {
            throw file.origin(source).component().broken("threw " + e, "the parts of its examples", e);
        }
    }

    private static List<InputTransform> fitted(Bound<CascadeSettings> file, Splits splits) {
        try {
            return file.value().data().fitted(splits, file.value().seed());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem("data.transforms", String.valueOf(e.getMessage()), ""));
        }
    }

    private static Splits transformed(Bound<CascadeSettings> file, List<InputTransform> fitted, Splits splits) {
        try {
            return DataSettings.applied(fitted, splits, file.value().seed());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file.problem("data.transforms", String.valueOf(e.getMessage()), ""));
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
}
