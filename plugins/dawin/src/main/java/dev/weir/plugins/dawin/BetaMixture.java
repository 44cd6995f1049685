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

    /** Coefficients nearer to each other are one. */
    private static final double ROUNDING = 1e-12;

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
        int k = Math.min(components, different(x));
        Points points = Points.of(x);
        List<int[]> begun = new ArrayList<>();
        begun.add(inOrderOfAppearance(KMeans.labels(x, k, new Random(seed)), k));
        Fit best = fit(points, begun.get(0), k);
        for (int restart = 1; restart < restarts; restart++) {
            int[] labels = inOrderOfAppearance(KMeans.labels(x, k, new Random(seed + restart)), k);
            if (begun.stream().anyMatch(earlier -> Arrays.equals(earlier, labels))) {
                continue; // the same clusters end where they ended before
            }
            begun.add(labels);
            Fit other = fit(points, labels, k);
            best = other.bound > best.bound ? other : best;
        }
        return best.mixture();
    }

    /** Labels of the same clusters, numbered as they appear. */
    private static int[] inOrderOfAppearance(int[] labels, int k) {
        int[] numbers = new int[k];
        Arrays.fill(numbers, -1);
        int next = 0;
        int[] renamed = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (numbers[labels[i]] < 0) {
                numbers[labels[i]] = next++;
            }
            renamed[i] = numbers[labels[i]];
        }
        return renamed;
    }

    private static int different(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        int different = 1;
        for (int i = 1; i < sorted.length; i++) {
            different += sorted[i] - sorted[i - 1] > ROUNDING ? 1 : 0;
        }
        return different;
    }

    private static Fit fit(Points points, int[] labels, int k) {
        Fit fit = new Fit(points, k);
        Arrays.fill(fit.responsibilities, LITTLE);
        for (int i = 0; i < labels.length; i++) {
            fit.responsibilities[i * k + labels[i]] += 1;
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

    /**
     * What is fitted to.
     *
     * @param x        in (0, 1)
     * @param logs     of each
     * @param restLogs of what is left of 1; all steps and restarts use these, which take longer than the rest of a step
     */
    @SuppressWarnings("ArrayRecordComponent") // read by index only
    private record Points(double[] x, double[] logs, double[] restLogs) {

        static Points of(double[] x) {
            double[] logs = new double[x.length];
            double[] restLogs = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                logs[i] = Math.log(x[i]);
                restLogs[i] = Math.log1p(-x[i]);
            }
            return new Points(x, logs, restLogs);
        }
    }

    /** One run of the algorithm; responsibilities are a row for each point. */
    private static final class Fit {
        private final Points points;
        private final double[] responsibilities;
        private final double[] weights;
        private final double[] alphas;
        private final double[] betas;
        private double bound = Double.NEGATIVE_INFINITY;

        Fit(Points points, int k) {
            this.points = points;
            this.responsibilities = new double[points.x.length * k];
            this.weights = new double[k];
            this.alphas = new double[k];
            this.betas = new double[k];
        }

        void expect() {
            int k = weights.length;
            double[] logWeights = new double[k];
            Arrays.setAll(logWeights, j -> Math.log(weights[j]) - LogBeta.value(alphas[j], betas[j]));
            double sum = 0;
            int n = points.x.length;
            for (int i = 0; i < n; i++) {
                int row = i * k;
                double max = Double.NEGATIVE_INFINITY;
                for (int j = 0; j < k; j++) {
                    double density =
                            logWeights[j] + (alphas[j] - 1) * points.logs[i] + (betas[j] - 1) * points.restLogs[i];
                    responsibilities[row + j] = density;
                    max = Math.max(max, density);
                }
                double mass = 0;
                for (int j = 0; j < k; j++) {
                    double density = responsibilities[row + j];
                    responsibilities[row + j] = density == max ? 1 : Math.exp(density - max);
                    mass += responsibilities[row + j];
                }
                for (int j = 0; j < k; j++) {
                    responsibilities[row + j] /= mass;
                }
                sum += max + Math.log(mass);
            }
            bound = sum / n;
        }

        void maximise() {
            int k = weights.length;
            double[] x = points.x;
            double all = 0;
            for (int j = 0; j < k; j++) {
                double count = LITTLE;
                double mean = 0;
                for (int i = 0; i < x.length; i++) {
                    count += responsibilities[i * k + j];
                    mean += responsibilities[i * k + j] * x[i];
                }
                mean = InterpolationPlan.clipped(mean / count);
                double variance = 0;
                for (int i = 0; i < x.length; i++) {
                    variance += responsibilities[i * k + j] * (x[i] - mean) * (x[i] - mean);
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
