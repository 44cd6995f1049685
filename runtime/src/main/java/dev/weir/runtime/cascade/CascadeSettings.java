package dev.weir.runtime.cascade;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.deferral.CascadePolicy;
import dev.weir.api.deferral.ConfidenceScore;
import dev.weir.runtime.config.JobFile;
import dev.weir.runtime.split.SplitSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a cascade job.
 *
 * @param job        {@code cascade}
 * @param seed       everything random of the run is drawn from it
 * @param data       the examples
 * @param ood        examples of another distribution, on which uncertainty is measured
 * @param splits     how they are divided; without it, the source's parts are the splits
 * @param models     by name
 * @param confidence ranks answers: accept is compared with it, and the metrics are computed by it
 * @param stages     in the order in which they are asked
 * @param guarantee  chooses the rules of all stages at once and vouches for the whole cascade
 * @param loss       what predicting a class costs, a row for each true class, a column for each predicted one
 * @param report     the folder of the report, relative to the working directory
 */
@JobFile
public record CascadeSettings(
        @Doc("cascade") String job,

        @Default("0") @Doc("everything random of the run is drawn from it")
        long seed,

        @Doc("where the examples come from") DataSettings data,

        @Doc("where examples of another distribution come from, on which uncertainty is measured")
        Optional<DataSettings> ood,

        @Doc("how the examples are divided; without it, the source's parts are the splits")
        Optional<SplitSettings> splits,

        @Doc("the models, by name") Map<String, ModelSettings> models,

        @Default("max-softmax") @Doc("ranks answers, for accept and for the metrics")
        ConfidenceScore confidence,

        @Doc("the stages, in the order in which they are asked; two or more")
        List<StageSettings> stages,

        @Doc("chooses the rules of all stages at once and vouches for the whole cascade; a stage's own policy then only"
                + " proposes")
        Optional<CascadePolicy> guarantee,

        @Doc("what mistakes cost, in a unit of your own: a row for each true class, a column for each predicted one")
        Optional<List<List<Double>>> loss,

        @Doc("the folder of the report, relative to the working directory")
        String report)
        implements ModelsOfJob {

    public CascadeSettings {
        loss.ifPresent(CascadeSettings::requireLosses);
        if (report.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("report must be a path without NUL");
        }
        if (report.isBlank()) {
            throw new IllegalArgumentException("report must name a folder");
        }
    }

    private static void requireLosses(List<List<Double>> rows) {
        for (List<Double> row : rows) {
            if (row.size() != rows.size()) {
                throw new IllegalArgumentException(
                        "loss must be square, got a row of " + row.size() + " among " + rows.size()
                                + " rows\nWrite a row for each true class and in it a number for each predicted one.");
            }
            for (double value : row) {
                if (!(value >= 0 && Double.isFinite(value))) {
                    throw new IllegalArgumentException("loss must be finite and at least 0, got " + value);
                }
            }
        }
    }

    @Override
    public List<String> asked() {
        return stages.stream()
                .flatMap(stage -> sources(stage.model()).stream())
                .distinct()
                .toList();
    }
}
