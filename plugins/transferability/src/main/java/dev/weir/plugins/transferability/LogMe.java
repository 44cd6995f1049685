package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The logarithm of the maximum evidence, for an example and averaged over the classes, of a Bayesian linear regression
 * of each class against the others on the features as they are. Precisions are found by the authors' fixed point.
 *
 * @param evidence the published code is wrong with fewer examples than features: it pairs the prior of {@code d}
 *     weights with the determinant over {@code min(n, d)} singular values
 * @see <a href="https://arxiv.org/abs/2102.11005">You et al., LogME, ICML 2021, equations 2 to 4</a>
 * @see <a href="https://arxiv.org/abs/2110.10545">You et al., Ranking and tuning pre-trained models, JMLR 2022,
 *     algorithm 3</a>
 */
@Extension
@Name("logme")
@Doc("log maximum evidence of a linear regression of the labels on the features")
@Paper({
    "You et al., LogME, ICML 2021, equations 2 to 4, https://arxiv.org/abs/2102.11005",
    "You et al., Ranking and tuning pre-trained models, JMLR 2022, algorithm 3," + " https://arxiv.org/abs/2110.10545"
})
public record LogMe(
        @Default("corrected") @Doc("corrected, or published: as the authors' code, which errs with n < d")
        Determinant evidence)
        implements TransferabilityScore {
    private static final int ITERATIONS = 11;
    private static final double CONVERGED = 1e-3;
    private static final double FLOOR = 1e-5;

    /** How the determinant of the posterior is counted. */
    public enum Determinant {
        /** Over all {@code d} weights. */
        CORRECTED,
        /** Over the singular values only, as in the authors' code. */
        PUBLISHED
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FEATURES);
    }

    @Override
    public Transferability score(Evidence given) {
        return Undefined.orValue(() -> {
            RowBlocks features = given.rows(Need.FEATURES);
            Moments moments = Moments.of(features, new TargetClasses(given.labels()), "features");
            Moments.Spectrum spectrum = moments.uncentred();
            int weights = evidence == Determinant.CORRECTED ? spectrum.rank() : features.width();
            double sum = 0;
            for (int k = 0; k < spectrum.classes(); k++) {
                sum += evidence(spectrum, k, moments, weights);
            }
            return sum / spectrum.classes();
        });
    }

    /** The evidence of one class: its examples are 1, the others 0. */
    private static double evidence(Moments.Spectrum spectrum, int k, Moments moments, int weights) {
        double n = moments.rows();
        double explained = 0;
        for (int j = 0; j < spectrum.rank(); j++) {
            explained += spectrum.projection(j, k) * spectrum.projection(j, k);
        }
        double rest = Math.max(0, moments.classes().count(k) - explained);
        double alpha = 1;
        double beta = 1;
        double gamma = 0;
        double squaredWeights = 0;
        double squaredResidual = 0;
        double ratio = 1;
        for (int i = 0; i < ITERATIONS; i++) {
            double before = alpha / beta;
            gamma = 0;
            squaredWeights = 0;
            squaredResidual = rest;
            for (int j = 0; j < spectrum.rank(); j++) {
                double value = spectrum.values()[j];
                double squared = spectrum.projection(j, k) * spectrum.projection(j, k);
                double shrunk = value / (value + before);
                gamma += shrunk;
                squaredWeights += shrunk / (value + before) * squared;
                squaredResidual += (1 - shrunk) * (1 - shrunk) * squared;
            }
            alpha = gamma / (squaredWeights + FLOOR);
            beta = (n - gamma) / (squaredResidual + FLOOR);
            ratio = alpha / beta;
            if (Math.abs(ratio - before) / before <= CONVERGED) {
                break;
            }
        }
        double logDeterminant = 0;
        for (double value : spectrum.values()) {
            logDeterminant += Math.log(alpha + beta * value);
        }
        double logEvidence = weights / 2.0 * Math.log(alpha)
                + n / 2 * Math.log(beta)
                - logDeterminant / 2
                - beta / 2 * squaredResidual
                - alpha / 2 * squaredWeights
                - n / 2 * Math.log(2 * Math.PI);
        return logEvidence / n;
    }
}
