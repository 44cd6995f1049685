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
 * The variance of the class means, in units of the variance of the features: the trace of
 * {@code pinv(cov(F)) cov(E[F | y])}, at most the number of classes less 1. With more features than examples it says
 * nothing; the regularised form does.
 *
 * @param regularised whether the covariance is shrunk towards a multiple of the identity as Ledoit and Wolf do, and
 *     the covariance of the class means by the same share
 * @see <a href="https://arxiv.org/abs/2212.10082">Bao et al., An information-theoretic approach to transferability in
 *     task transfer learning, ICIP 2019</a>
 * @see <a href="https://arxiv.org/abs/2110.06893">Ibrahim et al., Newer is not always better, 2021, regularised
 *     H-score</a>
 */
@Extension
@Name("h-score")
@Doc("variance of the class means in units of the features' variance")
@Paper({
    "Bao et al., An information-theoretic approach to transferability in task transfer learning, ICIP 2019,"
            + " https://arxiv.org/abs/2212.10082",
    "Ibrahim et al., Newer is not always better, 2021, regularised H-score," + " https://arxiv.org/abs/2110.06893"
})
public record HScore(
        @Default("false") @Doc("shrinks the covariance as Ledoit and Wolf do; needed with few examples")
        boolean regularised)
        implements TransferabilityScore {

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FEATURES);
    }

    @Override
    public Transferability score(Evidence evidence) {
        return Undefined.orValue(() -> {
            RowBlocks features = evidence.rows(Need.FEATURES);
            Moments moments = Moments.of(features, new TargetClasses(evidence.labels()), "features");
            return regularised ? regularised(moments, features) : plain(moments);
        });
    }

    private static double plain(Moments moments) {
        Moments.Spectrum spectrum = moments.centred();
        double sum = 0;
        for (int j = 0; j < spectrum.rank(); j++) {
            sum += projected(moments, spectrum, j);
        }
        return sum;
    }

    /** How much of a singular vector lies in the space of vectors that are constant on each class. */
    private static double projected(Moments moments, Moments.Spectrum spectrum, int vector) {
        double sum = 0;
        for (int k = 0; k < spectrum.classes(); k++) {
            double projection = spectrum.projection(vector, k);
            sum += projection * projection / moments.classes().count(k);
        }
        return sum;
    }

    private static double regularised(Moments moments, RowBlocks features) {
        double n = moments.rows();
        double d = features.width();
        double scale = moments.trace() / n / d; // the identity is multiplied by it
        double shrinkage = shrinkage(moments, features, n, d, scale);
        Moments.Spectrum spectrum = moments.centred();
        double sum = 0;
        for (int j = 0; j < spectrum.rank(); j++) {
            double variance = spectrum.values()[j] / n;
            double shrunk = (1 - shrinkage) * variance + shrinkage * scale;
            sum += spectrum.values()[j] * projected(moments, spectrum, j) / shrunk;
        }
        return (1 - shrinkage) * sum / (n - 1);
    }

    /**
     * The share of the identity that is best in expectation.
     *
     * @see <a href="https://doi.org/10.1016/S0047-259X(03)00096-4">Ledoit and Wolf 2004, lemma 3.2 to 3.4</a>
     */
    private static double shrinkage(Moments moments, RowBlocks features, double n, double d, double scale) {
        double[] fourthPowers = {0};
        double[] mean = moments.mean();
        int width = features.width();
        features.read((from, rows, values) -> {
            for (int row = 0; row < rows; row++) {
                double squared = 0;
                for (int j = 0; j < width; j++) {
                    double centred = values[row * width + j] - mean[j];
                    squared += centred * centred;
                }
                fourthPowers[0] += squared * squared;
            }
        });
        double ofSample = moments.gramSquared() / (n * n);
        double error = (fourthPowers[0] / n - ofSample) / n;
        double distance = ofSample - d * scale * scale;
        return distance > 0 ? Math.max(0, Math.min(error, distance)) / distance : 0;
    }
}
