package dev.weir.runtime.cascade;

import dev.weir.api.Labels;
import dev.weir.api.Outputs;
import dev.weir.api.deferral.Calibrator;
import dev.weir.runtime.config.Bound;
import dev.weir.runtime.config.Origin;
import dev.weir.runtime.plugin.PluginException;
import dev.weir.runtime.split.SplitName;
import java.util.Optional;

/** Lets a calibrator learn from the calibration split, and holds what it does to its contract. */
final class CalibratorFitter {
    private final Bound<CascadeSettings> file;
    private final Labels labels;
    private final Optional<int[]> rows;

    /**
     * A fitter.
     *
     * @param labels of the calibration split
     * @param rows   of it, those that a guarantee leaves for choosing; empty where there is no guarantee
     */
    CalibratorFitter(Bound<CascadeSettings> file, Labels labels, Optional<int[]> rows) {
        this.file = file;
        this.rows = rows;
        this.labels = rows.map(labels::select).orElse(labels);
    }

    /**
     * A calibrator that has learned.
     *
     * @throws IllegalStateException when nothing can be learned; the message has the place and the remedy
     * @throws PluginException       when the calibrator breaks its contract
     */
    CheckedCalibrator fit(Calibrator calibrator, ModelRun model) {
        Origin origin = file.origin(calibrator);
        Calibrator fitted;
        try {
            Outputs outputs = model.on(SplitName.CALIBRATION);
            Outputs.Graded graded = rows.map(outputs::select).orElse(outputs).graded(labels);
            fitted = calibrator.fitted(graded.logits(), graded.labels());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    origin.problem(String.valueOf(e.getMessage())) + "\nNothing was written.", e);
        } catch (RuntimeException | LinkageError e) {
            throw origin.component().broken("threw " + e, "a fitted calibrator", e);
        }
        if (!(fitted instanceof Record)) {
            throw origin.component().broken("fitted to " + fitted, "a record, which can be stored", null);
        }
        return new CheckedCalibrator(fitted, origin.component());
    }
}
