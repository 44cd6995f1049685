package dev.weir.api.interpolation;

import dev.weir.api.Experimental;
import java.util.List;
import java.util.Optional;

/**
 * One mix of weights of a plan.
 *
 * @param coefficients one for each endpoint, finite
 * @param cluster      the component of a mixture of Beta distributions whose examples it serves; empty where no
 *     mixture tells which those are
 */
@Experimental
public record Mix(List<Double> coefficients, Optional<Cluster> cluster) {

    public Mix {
        coefficients = List.copyOf(coefficients);
        for (double coefficient : coefficients) {
            if (!Double.isFinite(coefficient)) {
                throw new IllegalArgumentException("coefficients must be finite, got " + coefficient);
            }
        }
    }

    /** A mix that no cluster belongs to. */
    public static Mix of(List<Double> coefficients) {
        return new Mix(coefficients, Optional.empty());
    }

    /**
     * A Beta distribution of coefficients in a mixture.
     *
     * @param alpha     greater than 0
     * @param beta      greater than 0
     * @param logWeight the logarithm of its weight in the mixture over the Beta function of its parameters: what is
     *     left of its logarithmic density when the terms with the coefficient are taken away
     */
    public record Cluster(double alpha, double beta, double logWeight) {

        public Cluster {
            boolean isFinite = Double.isFinite(alpha) && Double.isFinite(beta) && Double.isFinite(logWeight);
            if (!(alpha > 0 && beta > 0 && isFinite)) {
                throw new IllegalArgumentException(
                        "a cluster needs finite parameters greater than 0, got " + alpha + ", " + beta);
            }
        }

        /**
         * The logarithm of the weighted density.
         *
         * @param coefficient in (0, 1)
         */
        public double logDensity(double coefficient) {
            return logWeight + (alpha - 1) * Math.log(coefficient) + (beta - 1) * Math.log1p(-coefficient);
        }
    }
}
