package dev.weir.runtime.cascade;

import com.google.inject.Inject;
import dev.weir.api.RecordedRows;
import dev.weir.api.data.InputTransform;
import dev.weir.api.model.ModelContext;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.List;
import java.util.Map;

/**
 * The cascade job: trains the models, records what they put out, lets the policies choose their rules on
 * the calibration split, and only then opens the test split.
 */
public final class CascadeJob implements Job<CascadeSettings> {

    private final Exports exports;

    @Inject
    CascadeJob(PluginCatalog catalog) {
        this.exports = new Exports(catalog);
    }

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
        CascadeSettings settings = file.value();
        CascadeCheck check = new CascadeCheck(file, exports);
        check.stages();
        DataReader reader = new DataReader(file, settings.data(), "data", settings.seed(), extent);
        Splits raw = reader.splits(settings.splits(), "splits");
        check.splits(raw);
        List<InputTransform> fitted = reader.fitted(raw, settings.seed());
        Splits splits =
                new OodSource(file, extent).added(reader.transformed(fitted, raw, settings.seed()), raw, fitted);
        Map<String, ModelInputs> inputs = new ModelTransforms(file, settings).fitted(splits);
        Map<String, ModelContext> contexts = PreparedModels.contexts(settings, splits, inputs);
        check.models(splits, contexts);
        Map<String, Splits> copyData = new CopyData(file, settings, extent).read(raw, splits, fitted);
        check.copies(splits, copyData);
        ExampleDigests digests = new ExampleDigests();
        ModelRecipes recipes = new ModelRecipes(file, settings, splits, copyData, contexts, inputs, digests);
        check.interpolated(splits, recipes);
        CascadeRun run = new CascadeRun(file, splits, copyData, recipes, fitted, digests, exports);
        if (splits.get(SplitName.TEST).inputs() instanceof RecordedRows) {
            run.readRecorded(); // takes no model: what is wrong in the files is known before the run
        }
        return run;
    }
}
