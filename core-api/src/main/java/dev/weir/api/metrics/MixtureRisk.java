package dev.weir.api.metrics;

import dev.weir.api.Require;

/**
 * Selective classification among own and foreign examples (SCOD): every accepted foreign example is a mistake.
 *
 * <p>The paper draws a mixture by chance; here both kinds are weighed, which is its expectation.
 *
 * @param own    share of the mixture that is of the distribution, in [0, 1]
 * @param weight of an accepted foreign example, at least 0; a misclassified own example weighs 1
 * @see <a href="https://arxiv.org/abs/2207.07517">Xia and Bouganis, Augmenting Softmax Information for Selective
 *     Classification with Out-of-Distribution Data, ACCV 2022</a>
 */
public record MixtureRisk(double own, double weight) {

    /** As many foreign examples as own ones, and no difference between mistakes. */
    public static final MixtureRisk EVEN = new MixtureRisk(0.5, 1);

    public MixtureRisk {
        Require.share("own", own);
        if (!(weight >= 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("weight must be finite and at least 0, got " + weight);
        }
    }

    /**
     * The mean weight of what is accepted.
     *
     * @param accepted of own examples, the share that is accepted
     * @param errors   of own examples, the share that is accepted and wrong; at most {@code accepted}
     * @param foreign  of foreign examples, the share that is accepted
     * @return 0 where nothing is accepted
     */
    public double of(double accepted, double errors, double foreign) {
        double all = own * accepted + (1 - own) * foreign;
        return all == 0 ? 0 : (own * errors + (1 - own) * weight * foreign) / all;
    }

    /**
     * At the threshold that accepts the share of own examples nearest to {@code coverage}.
     *
     * @param curve         of the own examples
     * @param sortedForeign confidences of the foreign examples, ascending; at least one
     */
    public double atCoverage(RiskCoverageCurve curve, double[] sortedForeign, double coverage) {
        int point = curve.nearestCoverage(coverage);
        double above = sortedForeign.length - Quantiles.countBelow(sortedForeign, curve.threshold(point));
        return of(curve.coverage(point), (double) curve.errors(point) / curve.examples(), above / sortedForeign.length);
    }
}
