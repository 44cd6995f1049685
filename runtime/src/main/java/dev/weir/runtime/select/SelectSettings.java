package dev.weir.runtime.select;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.selection.ModelSelector;
import dev.weir.runtime.cascade.DataSettings;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.split.SplitSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The file of a select job.
 *
 * @param job      {@code select}
 * @param seed     everything random of the run is drawn from it
 * @param data     the target
 * @param splits   how its examples are divided; without it, the source's parts are the splits
 * @param examples how many of the train split are used
 * @param sources  by name: what candidates are trained on before they meet the target
 * @param zoo      the candidates
 * @param matrix   how models did after fine-tuning on benchmark sets
 * @param target   its name, by which the matrix is used without it
 * @param trials   where trainings on the target are recorded
 * @param fineTune how candidates are trained on the target
 * @param selector chooses
 * @param proxyCharge what asking a score of a candidate costs, in epochs
 * @param cascade  makes a cascade of the best candidates
 * @param report   the folder of the report, relative to the working directory
 */
@JobFile
public record SelectSettings(
        @Doc("select") String job,

        @Default("0") @Doc("everything random of the run is drawn from it")
        long seed,

        @Doc("where the target's examples come from; left out where scores and trials are given")
        Optional<DataSettings> data,

        @Doc("how the examples are divided; without it, the source's parts are the splits")
        Optional<SplitSettings> splits,

        @Doc("how many examples of the train split are learned from, each class in proportion; all unless given")
        OptionalInt examples,

        @Default("{}") @Doc("by name, what candidates are trained on before they meet the target")
        Map<String, DataSetSettings> sources,

        @Doc("the candidates: a list, or { use: file, with: { file: zoo.yaml } }")
        ZooSettings zoo,

        @Doc("how models did after fine-tuning on benchmark sets: performance.json, or a tab-separated table whose"
                + " first line names the models")
        Optional<Path> matrix,

        @Doc("the target's name: the matrix is used without the data set of this name, and trials are its")
        Optional<String> target,

        @Doc("a performance.json in which the training of the candidates on the target is recorded: nothing is trained")
        Optional<Path> trials,

        @Doc("how candidates are fine-tuned on the target, by selectors that do")
        Optional<TrialSettings> fineTune,

        @Doc("chooses among the candidates") ModelSelector selector,

        @Default("0.33")
        @Doc("what asking a score of a candidate costs, in epochs: a pass forward is about a third of one that learns")
        double proxyCharge,

        @Doc("makes a calibrated cascade of the best candidates, within a budget")
        Optional<CascadeGoal> cascade,

        @Doc("the folder of the report, relative to the working directory")
        String report) {

    public SelectSettings {
        examples.ifPresent(count -> Require.atLeast("examples", 2, count));
        if (!(proxyCharge >= 0 && Double.isFinite(proxyCharge))) {
            throw new IllegalArgumentException("proxy-charge must be finite and at least 0, got " + proxyCharge);
        }
        if (trials.isPresent() && fineTune.isPresent()) {
            throw new IllegalArgumentException(
                    "trials cannot stand beside fine-tune" + "\nTrials are recorded or run: leave one of the two out.");
        }
        if (cascade.isPresent() && fineTune.isEmpty()) {
            throw new IllegalArgumentException("cascade must come with fine-tune"
                    + "\nIts members are trained on the target: give fine-tune: { learning-rate: 0.001 }.");
        }
        if (trials.isPresent() && target.isEmpty()) {
            throw new IllegalArgumentException("trials must come with target"
                    + "\nThe target says which of the file's data sets the trials are of.");
        }
        if (report.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("report must be a path without NUL");
        }
        if (report.isBlank()) {
            throw new IllegalArgumentException("report must name a folder");
        }
    }
}
