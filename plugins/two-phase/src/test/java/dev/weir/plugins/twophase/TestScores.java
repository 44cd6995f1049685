package dev.weir.plugins.twophase;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;

/** Proxies for tests. */
final class TestScores {
    private TestScores() {}

    /** Stands where the runner answers without it. */
    record Unasked() implements TransferabilityScore {

        @Override
        public Set<Need> needs() {
            return Set.of();
        }

        @Override
        public Transferability score(Evidence evidence) {
            return Transferability.none("nobody should ask");
        }
    }

    /** How much larger the feature at the place of the label is than all features are on average. */
    record Separation() implements TransferabilityScore {

        @Override
        public Set<Need> needs() {
            return Set.of(Need.FEATURES);
        }

        @Override
        public Transferability score(Evidence evidence) {
            Labels labels = evidence.labels();
            int width = evidence.rows(Need.FEATURES).width();
            double[] sum = new double[1];
            evidence.rows(Need.FEATURES).read((from, rows, values) -> {
                for (int row = 0; row < rows; row++) {
                    for (int j = 0; j < width; j++) {
                        double own = j == labels.at(from + row) ? 1 : 0;
                        sum[0] += values[row * width + j] * (own - 1.0 / width);
                    }
                }
            });
            return Transferability.of(sum[0] / labels.size());
        }
    }
}
