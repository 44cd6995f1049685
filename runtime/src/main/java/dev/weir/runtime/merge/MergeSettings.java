package dev.weir.runtime.merge;

import dev.weir.api.Doc;
import dev.weir.api.interpolation.Combination;
import dev.weir.runtime.config.JobFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file of a merge job.
 *
 * @param job       names the job
 * @param endpoints files of weights
 * @param ancestor  the weights that all endpoints were fine-tuned from
 * @param merge     how they become one
 * @param report    the folder of the merged weights and the report, relative to the working directory
 */
@JobFile(isSeeded = false)
public record MergeSettings(
        @Doc("merge") String job,

        @Doc("safetensors files of fine-tuned copies of one network; the order is that of a merge's coefficients")
        List<Path> endpoints,

        @Doc("the safetensors file that all endpoints were fine-tuned from, for merges of what that changed")
        Optional<Path> ancestor,

        @Doc("a merge, or an interpolator whose settings say the mix, such as static with a coefficient")
        Combination merge,

        @Doc("the folder of merged.safetensors, its card merged.json and the report, relative to the working directory")
        String report) {

    public MergeSettings {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("endpoints must name at least one file");
        }
        if (report.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("report must be a path without NUL");
        }
        if (report.isBlank()) {
            throw new IllegalArgumentException("report must name a folder");
        }
    }
}
