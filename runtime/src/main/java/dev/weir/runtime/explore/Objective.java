package dev.weir.runtime.explore;

import dev.weir.api.Doc;

/** What is wanted of a cascade; between 0 and 1, higher is better. */
public sealed interface Objective {

    /** The share of the examples that is answered rightly. */
    @Doc("the share of the examples that is answered rightly")
    record Accuracy() implements Objective {}

    /**
     * The share that can be answered, surest first, up to where the error rate is nearest to the risk.
     *
     * @param risk error rate among the accepted; in (0, 1)
     */
    @Doc("the share that can be answered, surest first, up to where the error rate is nearest to this")
    record CoverageAtRisk(
            @Doc("error rate among the accepted; in (0, 1)") double risk) implements Objective {

        public CoverageAtRisk {
            if (!(risk > 0 && risk < 1)) {
                throw new IllegalArgumentException("risk must be in (0, 1), got " + risk);
            }
        }
    }

    /** Its key in the report. */
    default String key() {
        return this instanceof CoverageAtRisk ? "coverageAtRisk" : "accuracy";
    }

    /** For people. */
    default String words() {
        return this instanceof CoverageAtRisk wish ? "coverage at risk " + wish.risk() : "accuracy";
    }
}
