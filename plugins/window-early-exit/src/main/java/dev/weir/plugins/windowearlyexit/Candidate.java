package dev.weir.plugins.windowearlyexit;

import dev.weir.plugins.windowearlyexit.StageColumns.Span;
import java.util.List;

/**
 * Rules of all stages, and what they do on the examples that they were made on.
 *
 * @param spans    which scores each stage but the last passes on
 * @param accept   the lowest confidence that is accepted, of every stage
 * @param deferred how many examples are passed on by a stage, averaged over the stages that may pass on
 * @param counts   on the examples that the rules were made on
 */
record Candidate(List<Span> spans, double accept, double deferred, Counts counts) {

    /** How many examples are accepted and how many of those are wrong. */
    record Counts(int examples, int accepted, int errors) {
        double coverage() {
            return (double) accepted / examples;
        }

        Counts plus(Counts other) {
            return new Counts(examples + other.examples, accepted + other.accepted, errors + other.errors);
        }
    }

    /** What this rule does on other examples. */
    Counts on(StageColumns columns) {
        int accepted = 0;
        int errors = 0;
        for (int row = 0; row < columns.rows(); row++) {
            int stage = columns.answering(row, spans);
            if (columns.confidence()[stage][row] >= accept) {
                accepted++;
                errors += columns.right()[stage][row] ? 0 : 1;
            }
        }
        return new Counts(columns.rows(), accepted, errors);
    }

    /** What the rule is worth: coverage, less the price of what it passes on. */
    double worth(double price) {
        return counts.coverage() - price * deferred / counts.examples();
    }
}
