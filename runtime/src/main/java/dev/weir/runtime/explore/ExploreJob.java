package dev.weir.runtime.explore;

import com.google.inject.Inject;
import dev.weir.api.data.Examples;
import dev.weir.runtime.cascade.DataReader;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.split.Extent;
import dev.weir.runtime.split.SplitName;
import dev.weir.runtime.split.Splits;
import java.util.List;

/**
 * The explore job: tries every chain of a pool of recorded models with every policy on the calibration split, and only
 * then opens the test split for the cascades that nothing betters at their cost.
 */
public final class ExploreJob implements Job<ExploreSettings> {
    private final PluginCatalog catalog;

    @Inject
    ExploreJob(PluginCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public String name() {
        return "explore";
    }

    @Override
    public Class<ExploreSettings> settings() {
        return ExploreSettings.class;
    }

    @Override
    public Prepared prepare(Bound<ExploreSettings> file, Extent extent) {
        ExploreSettings settings = file.value();
        ExploreCheck check = new ExploreCheck(file);
        check.settings();
        DataReader reader = new DataReader(file, settings.data(), "data", settings.seed(), extent);
        Splits splits = reader.splits(settings.splits(), "splits");
        check.splits(splits);
        PoolReader pool = new PoolReader(file, splits, check.needs());
        Examples calibration = splits.get(SplitName.CALIBRATION);
        Examples test = splits.get(SplitName.TEST);
        List<PolicyChoice> policies = check.policies();
        return new ExploreRun(
                file,
                catalog,
                splits,
                policies,
                pool.on(SplitName.CALIBRATION, calibration),
                pool.on(SplitName.TEST, test),
                pool.sharedRows());
    }
}
