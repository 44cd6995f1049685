package dev.weir.plugins.dawin;

import java.util.ArrayList;
import java.util.List;

/**
 * What the offset adjustment knows of a domain.
 *
 * @param offset half the sum of the entropies' coefficients of variation, for two endpoints; the mean of them, for
 *     any number
 * @param priors of each endpoint: in proportion to one over its mean entropy, so that the surer one has more
 * @param flat   places of endpoints whose coefficient of variation cannot be told and counts as 0: of one example, or
 *     of an endpoint that is certain of all
 */
record OffsetStatistics(double offset, List<Double> priors, List<Integer> flat) {

    /**
     * Of entropies.
     *
     * @param entropies a row for each endpoint, each of the same examples
     */
    static OffsetStatistics of(double[][] entropies) {
        int endpoints = entropies.length;
        double[] means = new double[endpoints];
        double offset = 0;
        int certain = 0;
        List<Integer> flat = new ArrayList<>();
        for (int i = 0; i < endpoints; i++) {
            double[] values = entropies[i];
            double mean = 0;
            for (double value : values) {
                mean += value / values.length;
            }
            double squares = 0;
            for (double value : values) {
                squares += (value - mean) * (value - mean);
            }
            means[i] = mean;
            certain += mean == 0 ? 1 : 0;
            boolean varies = values.length > 1 && mean > 0; // one example has no deviation, a certain endpoint no ratio
            if (!varies) {
                flat.add(i);
            }
            offset += varies ? Math.sqrt(squares / (values.length - 1)) / mean / endpoints : 0;
        }
        double inverses = 0;
        for (double mean : means) {
            inverses += 1 / mean;
        }
        List<Double> priors = new ArrayList<>();
        for (double mean : means) {
            priors.add(certain > 0 ? (mean == 0 ? 1.0 / certain : 0) : 1 / mean / inverses);
        }
        return new OffsetStatistics(offset, List.copyOf(priors), List.copyOf(flat));
    }
}
