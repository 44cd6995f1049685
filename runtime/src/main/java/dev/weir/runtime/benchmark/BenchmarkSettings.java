package dev.weir.runtime.benchmark;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.selection.ModelSelector;
import dev.weir.api.selection.TransferabilityScore;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.select.DataSetSettings;
import dev.weir.runtime.select.ZooSettings;
import java.util.List;
import java.util.Map;

/**
 * The file of a benchmark job.
 *
 * @param job      {@code benchmark}
 * @param seed     everything random of the run is drawn from it
 * @param sources  by name: what candidates are trained on before they meet a target
 * @param targets  by name: what every candidate is fine-tuned on
 * @param zoo      the candidates
 * @param fineTune how
 * @param matrix   the file of the results, relative to the working directory
 * @param scores   which transferability scores are judged
 * @param selectors which model selectors are judged
 * @param proxyCharge what asking a score of a candidate costs them, in epochs
 * @param draws    how many random halves of a target's train split they are computed on, for intervals
 * @param report   the folder of the report, relative to the working directory
 */
@JobFile
public record BenchmarkSettings(
        @Doc("benchmark") String job,

        @Default("0") @Doc("everything random of the run is drawn from it")
        long seed,

        @Default("{}") @Doc("by name, what candidates are trained on before they meet a target; splits train and test")
        Map<String, DataSetSettings> sources,

        @Doc("by name, what every candidate is fine-tuned on, two or more; splits train, validation and test")
        Map<String, DataSetSettings> targets,

        @Doc("the candidates: a list, or { use: file, with: { file: zoo.yaml } }")
        ZooSettings zoo,

        @Doc("how every candidate is trained on every target")
        FineTuneSettings fineTune,

        @Doc(
                "the JSON file of the performance matrix, with {seed} for the seed if wished, relative to the working directory: kept between runs, only"
                        + " what is new is computed; a job of 'select' reads it")
        String matrix,

        @Doc("the transferability scores that are judged") List<TransferabilityScore> scores,

        @Default("[]")
        @Doc("model selectors that are judged on the recorded histories: each target in turn is left out of the matrix")
        List<ModelSelector> selectors,

        @Default("0.33") @Doc("what asking a score of a candidate costs a selector, in epochs")
        double proxyCharge,

        @Default("5")
        @Doc("random halves of a target's train split on which scores are computed again, for intervals; at least 2")
        int draws,

        @Doc("the folder of the report, relative to the working directory")
        String report) {

    public BenchmarkSettings {
        Require.atLeast("draws", 2, draws);
        if (!(proxyCharge >= 0 && Double.isFinite(proxyCharge))) {
            throw new IllegalArgumentException("proxy-charge must be finite and at least 0, got " + proxyCharge);
        }
        requirePath("report", report);
        requirePath("matrix", matrix);
        if (!matrix.endsWith(".json")) {
            throw new IllegalArgumentException("matrix must end in .json, got '" + matrix + "'");
        }
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("scores must name at least one\nFor example scores: [lfc, leep].");
        }
    }

    private static void requirePath(String key, String path) {
        if (path.isBlank()) {
            throw new IllegalArgumentException(key + " must name a " + (key.equals("report") ? "folder" : "file"));
        }
        if (path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(key + " must be a path without NUL");
        }
    }
}
