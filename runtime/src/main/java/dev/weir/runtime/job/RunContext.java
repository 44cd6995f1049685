package dev.weir.runtime.job;

import dev.weir.api.Progress;

/**
 * What a job gets from the run.
 *
 * @param folder   where results are gathered before they are put in place
 * @param cache    of trained models
 * @param progress where the job says how far it is
 */
public record RunContext(RunFolder folder, ModelCache cache, Progress progress) {}
