package dev.weir.runtime.select;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.selection.ModelSelector;
import dev.weir.runtime.cascade.DataSettings;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.split.SplitSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file of a select job.
 *
 * @param job      {@code select}
 * @param seed     everything random of the run is drawn from it
 * @param data     the target
 * @param splits   how its examples are divided; without it, the source's parts are the splits
 * @param zoo      the candidates
 * @param matrix   how models did after fine-tuning on benchmark sets
 * @param selector chooses
 * @param report   the folder of the report, relative to the working directory
 */
@JobFile
public record SelectSettings(
        @Doc("select") String job,

        @Default("0") @Doc("everything random of the run is drawn from it")
        long seed,

        @Doc("where the target's examples come from") DataSettings data,

        @Doc("how the examples are divided; without it, the source's parts are the splits")
        Optional<SplitSettings> splits,

        @Doc("the candidates: a list, or { use: file, with: { file: zoo.yaml } }")
        ZooSettings zoo,

        @Doc("how models did after fine-tuning on benchmark sets: performance.json, or a tab-separated table whose"
                + " first line names the models")
        Optional<Path> matrix,

        @Doc("chooses among the candidates") ModelSelector selector,

        @Doc("the folder of the report, relative to the working directory")
        String report) {

    public SelectSettings {
        if (report.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("report must be a path without NUL");
        }
        if (report.isBlank()) {
            throw new IllegalArgumentException("report must name a folder");
        }
    }
}
