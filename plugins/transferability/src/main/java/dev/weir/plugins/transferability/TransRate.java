package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.Require;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * How much the coding rate of the centred features falls when the class is known. Two passes; classes with fewer
 * examples than features keep their rows, the others a {@code d x d} matrix.
 *
 * @param epsilon the distortion of the code
 * @param weights how much each class counts
 * @see <a href="https://arxiv.org/abs/2106.09362">Huang et al., Frustratingly easy transferability estimation, ICML
 *     2022, equation 5</a>
 */
@Extension
@Name("transrate")
@Doc("fall of the features' coding rate when the class is known")
@Paper("Huang et al., Frustratingly easy transferability estimation, ICML 2022, equation 5,"
        + " https://arxiv.org/abs/2106.09362")
public record TransRate(
        @Default("1e-4") @Doc("the distortion of the code; greater than 0")
        double epsilon,

        @Default("equal") @Doc("equal, or share: each class counts by its share of the examples, as in the paper")
        Weights weights)
        implements TransferabilityScore {

    /** How much a class counts. */
    public enum Weights {
        /** Each the same, as in the published implementations. */
        EQUAL,
        /** By its share of the examples, as in the paper. */
        SHARE
    }

    public TransRate {
        Require.positive("epsilon", epsilon);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FEATURES);
    }

    @Override
    public Transferability score(Evidence evidence) {
        return Undefined.orValue(() -> {
            RowBlocks features = evidence.rows(Need.FEATURES);
            TargetClasses classes = new TargetClasses(evidence.labels());
            Undefined.requireClasses(classes);
            double[] mean = Columns.of(features).mean();
            ClassGrams grams = ClassGrams.of(features, classes, mean);
            double ofClasses = 0;
            for (int k = 0; k < classes.size(); k++) {
                double share =
                        weights == Weights.EQUAL ? 1.0 / classes.size() : (double) classes.count(k) / classes.rows();
                ofClasses += share * rate(grams.ofClass(k), classes.count(k));
            }
            return rate(grams.whole(), classes.rows()) - ofClasses;
        });
    }

    /** Half the log-determinant of the identity and a Gram matrix of {@code n} examples over {@code n epsilon}. */
    private double rate(double[] gram, int n) {
        int order = (int) Math.round(Math.sqrt(gram.length));
        for (int i = 0; i < gram.length; i++) {
            gram[i] /= n * epsilon;
        }
        for (int i = 0; i < order; i++) {
            gram[i * order + i] += 1;
        }
        return Symmetric.logDeterminant(gram, order) / 2;
    }
}
