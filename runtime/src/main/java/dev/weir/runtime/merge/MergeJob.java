package dev.weir.runtime.merge;

import com.google.inject.Inject;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.job.Job;
import dev.weir.runtime.split.Extent;

/** The merge job: makes one file of weights of several, with no engine. */
public final class MergeJob implements Job<MergeSettings> {

    @Inject
    MergeJob() {}

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public Class<MergeSettings> settings() {
        return MergeSettings.class;
    }

    @Override
    public Prepared prepare(Bound<MergeSettings> file, Extent extent) {
        return new MergeRun(file, new Preflight(file).look());
    }
}
