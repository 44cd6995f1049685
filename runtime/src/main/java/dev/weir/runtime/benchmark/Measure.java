package dev.weir.runtime.benchmark;

import java.util.OptionalDouble;

/** The numbers by which a score is judged on a target. */
enum Measure {
    WEIGHTED_KENDALL("weightedKendall", "", true),
    KENDALL("kendall", "", true),
    PEARSON("pearson", "", true),
    REGRET_AT_1("regretAt", "1", false),
    REGRET_AT_3("regretAt", "3", false),
    PICKS("picks", "", false);

    private final String key;
    private final String level;
    private final boolean isCorrelation;

    Measure(String key, String level, boolean isCorrelation) {
        this.key = key;
        this.level = level;
        this.isCorrelation = isCorrelation;
    }

    /** Its key in the report. */
    String key() {
        return key;
    }

    /** The key of its value under that key; empty where the value stands there itself. */
    String level() {
        return level;
    }

    /** Whether it is of a sample of candidates; what is not is of this zoo. */
    boolean isCorrelation() {
        return isCorrelation;
    }

    OptionalDouble of(Agreement agreement) {
        return switch (this) {
            case WEIGHTED_KENDALL -> agreement.weightedKendall();
            case KENDALL -> agreement.kendall();
            case PEARSON -> agreement.pearson();
            case REGRET_AT_1 -> OptionalDouble.of(agreement.regretAt1());
            case REGRET_AT_3 -> OptionalDouble.of(agreement.regretAt3());
            case PICKS -> OptionalDouble.of(agreement.picks());
        };
    }
}
