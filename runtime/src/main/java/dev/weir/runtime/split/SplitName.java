package dev.weir.runtime.split;

import java.util.Locale;

/** The splits of a job and what each may be used for. */
public enum SplitName {
    /** Models learn from it. */
    TRAIN,
    /** Choices while training or selecting are made on it. */
    VALIDATION,
    /** Temperatures and rules are fitted on it, and nothing else. */
    CALIBRATION,
    /** Opened after everything is frozen. */
    TEST,
    /** Examples of another distribution, evaluated after everything is frozen; their labels are not read. */
    OOD;

    /** As it stands in YAML and in reports. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
