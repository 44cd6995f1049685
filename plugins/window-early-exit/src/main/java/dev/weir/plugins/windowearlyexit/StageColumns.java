package dev.weir.plugins.windowearlyexit;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.CascadeCalibration;
import dev.weir.api.deferral.ConfidenceScore;
import java.util.List;

/**
 * All that a cascade's decisions on {@code n} examples depend on, stage by stage.
 *
 * @param scores     what the rules compare, of each stage but the last
 * @param confidence of each stage's answers
 * @param right      whether each stage's answers are
 */
@SuppressWarnings("ArrayRecordComponent") // columns of a table, compared by nobody
record StageColumns(double[][] scores, double[][] confidence, boolean[][] right) {

    /** Those of some rows of the calibration split. */
    static StageColumns of(CascadeCalibration calibration, List<ConfidenceScore> scores, int[] rows) {
        int stages = calibration.stages();
        Labels labels = calibration.labels().select(rows);
        StageColumns columns = new StageColumns(new double[stages - 1][], new double[stages][], new boolean[stages][]);
        for (int stage = 0; stage < stages; stage++) {
            Outputs answers = calibration.answers().get(stage).select(rows);
            columns.confidence[stage] = calibration.confidence().scores(answers);
            columns.right[stage] = labels.matches(answers.predictions());
            if (stage < stages - 1) {
                columns.scores[stage] =
                        scores.get(stage).scores(calibration.own().get(stage).select(rows));
            }
        }
        return columns;
    }

    int rows() {
        return right[0].length;
    }

    int stages() {
        return right.length;
    }

    /** The stage that answers a row under these intervals, one for each stage but the last. */
    int answering(int row, List<Span> spans) {
        int stage = 0;
        while (stage < spans.size() && spans.get(stage).holds(scores[stage][row])) {
            stage++;
        }
        return stage;
    }

    /** An interval of scores; empty where {@code low > high}. */
    record Span(double low, double high) {
        static final Span NONE = new Span(1, 0);

        boolean holds(double value) {
            return low <= value && value <= high;
        }
    }
}
