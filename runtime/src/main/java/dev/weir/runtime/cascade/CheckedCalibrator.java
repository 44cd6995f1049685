package dev.weir.runtime.cascade;

import dev.weir.api.Logits;
import dev.weir.api.deferral.Calibrator;
import dev.weir.runtime.plugin.Component;

/**
 * A fitted calibrator held to its contract.
 *
 * @param calibrator the plugin's own
 * @param component  its component
 */
record CheckedCalibrator(Calibrator calibrator, Component component) {

    /** The logits as the calibrator changes them. */
    Logits apply(Logits logits) {
        Logits changed;
        try {
            changed = calibrator.apply(logits);
        } catch (RuntimeException | LinkageError e) {
            throw component.broken("threw " + e, "changed logits", e);
        }
        if (changed == null || changed.rows() != logits.rows() || changed.classes() != logits.classes()) {
            throw component.broken("changed " + logits + " to " + changed, "finite logits of the same shape", null);
        }
        return changed;
    }
}
