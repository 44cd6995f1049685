package dev.weir.plugins.dawin;

import dev.weir.api.interpolation.InterpolationPlan;
import dev.weir.api.interpolation.Mix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.numbers.gamma.LogBeta;

/**
 * A mixture of Beta distributions, fitted by expectation maximisation whose second step matches moments. Each
 * component's variance is at most a quarter of {@code mean * (1 - mean)}, so that its parameters add up to 3 or more.
 *
 * @param weights add up to 1
 * @param alphas  greater than 0
 * @param betas   greater than 0
 * @param bound   the mean logarithmic likelihood of the data that it was fitted to
 */
record BetaMixture(List<Double> weights, List<Double> alphas, List<Double> betas, double bound) {
    private static final double LITTLE = 10 * Math.ulp(1.0);
    private static final int MOST_STEPS = 1000;
    private static final double TOLERANCE = 1e-4;

    /**
     * Fits a mixture.
     *
     * @param coefficients at least one
     * @param components   at least 1; fewer are fitted where fewer coefficients differ
     * @param restarts     k-means begins so many times; the mixture with the highest bound is kept, the first of them
     * @param seed         of the first centres
     */
    static BetaMixture fit(double[] coefficients, int components, int restarts, long seed) {
        double[] x = new double[coefficients.length];
        Arrays.setAll(x, i -> InterpolationPlan.clipped(coefficients[i]));
        int k = (int) Math.min(components, Arrays.stream(x).distinct().count());
        Fit best = fit(x, KMeans.labels(x, k, new Random(seed)), k);
        for (int restart = 1; restart < restarts; restart++) {
            Fit other = fit(x, KMeans.labels(x, k, new Random(seed + restart)), k);
            best = other.bound > best.bound ? other : best;
        }
        return best.mixture();
    }

    private static Fit fit(double[] x, int[] labels, int k) {
        Fit fit = new Fit(x, k);
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(fit.responsibilities[i], LITTLE);
            fit.responsibilities[i][labels[i]] += 1;
        }
        fit.maximise();
        for (int step = 0; step < MOST_STEPS; step++) {
            double before = fit.bound;
            fit.expect();
            fit.maximise();
            if (Math.abs(fit.bound - before) < TOLERANCE) {
                break;
            }
        }
        return fit;
    }

    /** The mixes of its components: the mean of each is the coefficient of the second endpoint. */
    List<Mix> mixes() {
        List<Mix> mixes = new ArrayList<>();
        for (int j = 0; j < weights.size(); j++) {
            double alpha = alphas.get(j);
            double beta = betas.get(j);
            double mean = alpha / (alpha + beta);
            mixes.add(new Mix(
                    List.of(1 - mean, mean),
                    Optional.of(new Mix.Cluster(alpha, beta, Math.log(weights.get(j)) - LogBeta.value(alpha, beta)))));
        }
        return List.copyOf(mixes);
    }

    /** One run of the algorithm. */
    private static final class Fit {
        private final double[] x;
        private final double[][] responsibilities;
        private final double[] weights;
        private final double[] alphas;
        private final double[] betas;
        private double bound = Double.NEGATIVE_INFINITY;

        Fit(double[] x, int k) {
            this.x = x;
            this.responsibilities = new double[x.length][k];
            this.weights = new double[k];
            this.alphas = new double[k];
            this.betas = new double[k];
        }

        void expect() {
            int k = weights.length;
            double[] logWeights = new double[k];
            Arrays.setAll(logWeights, j -> Math.log(weights[j]) - LogBeta.value(alphas[j], betas[j]));
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                double[] row = responsibilities[i];
                double max = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < k; j++) {
                    row[j] = logWeights[j] + (alphas[j] - 1) * Math.log(x[i]) + (betas[j] - 1) * Math.log1p(-x[i]);
                    max = Math.max(max, row[j]);
                }
                double mass = 0;
                for (int j = 0; j < k; j++) {
                    row[j] = Math.exp(row[j] - max);
                    mass += row[j];
                }
                for (int j = 0; j < k; j++) {
                    row[j] /= mass;
                }
                sum += max + Math.log(mass);
            }
            bound = sum / x.length;
        }

        void maximise() {
            int k = weights.length;
            double all = 0;
            for (int j = 0; j < k; j++) {
                double count = LITTLE;
                double mean = 0;
                for (int i = 0; i < x.length; i++) {
                    count += responsibilities[i][j];
                    mean += responsibilities[i][j] * x[i];
                }
                mean = InterpolationPlan.clipped(mean / count);
                double variance = 0;
                for (int i = 0; i < x.length; i++) {
                    variance += responsibilities[i][j] * (x[i] - mean) * (x[i] - mean);
                }
                double spread = mean * (1 - mean);
                variance = Math.min(variance / count, spread / 4) + LITTLE;
                double concentration = spread / (variance + 1e-10) - 1;
                alphas[j] = concentration * mean;
                betas[j] = concentration * (1 - mean);
                weights[j] = count;
                all += count;
            }
            for (int j = 0; j < k; j++) {
                weights[j] /= all;
            }
        }

        BetaMixture mixture() {
            List<Integer> order = new ArrayList<>();
            for (int j = 0; j < weights.length; j++) {
                order.add(j);
            }
            order.sort(Comparator.comparingDouble(j -> alphas[j] / (alphas[j] + betas[j])));
            return new BetaMixture(
                    order.stream().map(j -> weights[j]).toList(),
                    order.stream().map(j -> alphas[j]).toList(),
                    order.stream().map(j -> betas[j]).toList(),
                    bound);
        }
    }
}
