package dev.weir.plugins.windowearlyexit;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact test and limit of an error rate, from errors that are independent of each other.
 *
 * @see <a href="https://doi.org/10.1093/biomet/26.4.404">Clopper and Pearson, Biometrika 1934</a>
 */
final class Binomial {
    /** More accepted examples than this are not asked for. */
    private static final int MOST = 1 << 30;

    private Binomial() {}

    /**
     * The probability of at most {@code errors} errors among {@code accepted} examples whose error rate is
     * {@code risk}: small where the error rate must be lower. 1 where nothing is accepted.
     */
    static double pValue(int errors, int accepted, double risk) {
        return accepted == 0 || errors == accepted
                ? 1
                : BinomialDistribution.of(accepted, risk).cumulativeProbability(errors);
    }

    /** The error rate above which so few errors have a probability of at most {@code delta}; 1 where none is. */
    static double upper(int errors, int accepted, double delta) {
        return accepted == 0 || errors == accepted
                ? 1
                : BetaDistribution.of(errors + 1.0, accepted - errors).inverseSurvivalProbability(delta);
    }

    /**
     * How many accepted examples would make the test succeed, were their error rate {@code rate}; empty where no
     * number does.
     */
    static OptionalLong enough(double rate, double risk, double delta) {
        if (!(rate < risk)) {
            return OptionalLong.empty();
        }
        int fails = 0;
        int succeeds = 1;
        while (!succeeds(rate, succeeds, risk, delta)) {
            fails = succeeds;
            if (succeeds >= MOST) {
                return OptionalLong.empty();
            }
            succeeds *= 2;
        }
        while (succeeds - fails > 1) {
            int middle = fails + (succeeds - fails) / 2;
            if (succeeds(rate, middle, risk, delta)) {
                succeeds = middle;
            } else {
                fails = middle;
            }
        }
        return OptionalLong.of(succeeds);
    }

    private static boolean succeeds(double rate, int accepted, double risk, double delta) {
        return pValue((int) Math.ceil(rate * accepted - 1e-9), accepted, risk) <= delta;
    }
}
