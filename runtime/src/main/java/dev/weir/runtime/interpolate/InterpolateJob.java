package dev.weir.runtime.interpolate;

import com.google.inject.Inject;
import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.runtime.cascade.PreparedModels;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.plugin.Offered;
import dev.weir.runtime.plugin.PluginCatalog;
import dev.weir.runtime.split.Extent;
import java.util.Optional;

/** The interpolate job: serves every example with a mix of the weights of fine-tuned models. */
public final class InterpolateJob implements Job<InterpolateSettings> {
    private final Offered offered;

    @Inject
    InterpolateJob(PluginCatalog catalog) {
        this.offered = new Offered(catalog);
    }

    @Override
    public String name() {
        return "interpolate";
    }

    @Override
    public Class<InterpolateSettings> settings() {
        return InterpolateSettings.class;
    }

    @Override
    public Prepared prepare(Bound<InterpolateSettings> file, Extent extent) {
        InterpolateCheck check = new InterpolateCheck(file, offered);
        check.settings();
        PreparedModels.requireLineages(file, file.value(), offered);
        Optional<InterpolationPlan> given = check.plan();
        PreparedModels models = PreparedModels.of(file, file.value(), offered, extent);
        InterpolateRun run = new InterpolateRun(file, models, given);
        check.models(models);
        if (models.areRecorded()) {
            run.readRecorded(); // takes no engine: what is wrong in the files is known before the run
        }
        return run;
    }
}
