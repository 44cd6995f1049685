package dev.weir.api.metrics;

import java.util.Arrays;

/**
 * A 95% confidence interval.
 *
 * @param low  its lower end; at most {@code high}
 * @param high its upper end
 */
public record Interval(double low, double high) {

    /** The 0.975 quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval from " + low + " to " + high);
        }
    }

    /**
     * Wilson's score interval of a share.
     *
     * @param successes in [0, n]
     * @param n         at least 1
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson 1927</a>
     */
    public static Interval ofShare(long successes, long n) {
        if (n < 1 || successes < 0 || successes > n) {
            throw new IllegalArgumentException(successes + " successes among " + n);
        }
        double p = (double) successes / n;
        double z2 = Z * Z;
        double center = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n));
        return new Interval(successes == 0 ? 0 : center - half, successes == n ? 1 : center + half);
    }

    /**
     * The normal interval of a mean.
     *
     * @param mean     the mean of {@code n} independent numbers
     * @param variance their variance, at least 0
     */
    public static Interval ofMean(double mean, double variance, long n) {
        double half = Z * Math.sqrt(variance / n);
        return new Interval(mean - half, mean + half);
    }

    /** The part of it that is possible: each end at least {@code least} and at most {@code most}. */
    public Interval clipped(double least, double most) {
        return new Interval(Math.min(Math.max(low, least), most), Math.max(Math.min(high, most), least));
    }

    /**
     * The percentile interval of a bootstrap: the 0.025 and 0.975 quantiles of its values.
     *
     * @param values at least one, without NaN, in any order
     */
    public static Interval ofBootstrap(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Interval(Quantiles.linear(sorted, 0.025), Quantiles.linear(sorted, 0.975));
    }
}
