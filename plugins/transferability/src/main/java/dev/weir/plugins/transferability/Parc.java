package dev.weir.plugins.transferability;

import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Paper;
import dev.weir.api.metrics.Quantiles;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * Pairwise annotation representation comparison: Spearman's correlation, times 100, of how unlike two examples'
 * features are (1 less the correlation of their standardised features) with how unlike their labels are.
 *
 * <p>Every pair of examples is compared, so there may be at most {@value #MOST}. A feature that is the same for every
 * example is left out; an example whose standardised features are all equal correlates with none.
 *
 * @see <a href="https://arxiv.org/abs/2111.06977">Bolya et al., Scalable diverse model selection for accessible
 *     transfer learning, NeurIPS 2021, section 4</a>
 */
@Extension
@Name("parc")
@Doc("rank correlation of the examples' unlikeness in features and in labels, times 100; at most 5000 examples")
@Paper("Bolya et al., Scalable diverse model selection for accessible transfer learning, NeurIPS 2021, section 4,"
        + " https://arxiv.org/abs/2111.06977")
public record Parc() implements TransferabilityScore {
    private static final int MOST = 5000;

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FEATURES);
    }

    @Override
    public Transferability score(Evidence evidence) {
        return Undefined.orValue(() -> {
            TargetClasses classes = new TargetClasses(evidence.labels());
            Undefined.requireClasses(classes);
            int n = classes.rows();
            if (n > MOST) {
                throw new Undefined("every pair of examples is compared, and " + n + " examples are more than " + MOST
                        + ": draw fewer");
            }
            double[] rows = normalised(evidence.rows(Need.FEATURES));
            return 100 * spearman(unlikeness(rows, n), classes);
        });
    }

    /** Standardised features, each row less its mean and of length 1, so that products are correlations. */
    private static double[] normalised(RowBlocks features) {
        Columns columns = Columns.of(features);
        double most = Arrays.stream(columns.variance()).max().orElse(0);
        int[] varied = IntStream.range(0, features.width())
                .filter(j -> columns.variance()[j] > 1e-24 * most)
                .toArray();
        int d = varied.length;
        if (d < 2) {
            throw new Undefined("a correlation of two examples needs two features that vary");
        }
        int width = features.width();
        double[] rows = new double[features.rows() * d];
        features.read((from, count, values) -> {
            for (int row = 0; row < count; row++) {
                int to = (from + row) * d;
                double sum = 0;
                for (int j = 0; j < d; j++) {
                    int column = varied[j];
                    double value = (values[row * width + column] - columns.mean()[column])
                            / Math.sqrt(columns.variance()[column]);
                    rows[to + j] = value;
                    sum += value;
                }
                normalise(rows, to, d, sum / d);
            }
        });
        return rows;
    }

    private static void normalise(double[] rows, int from, int d, double mean) {
        double squares = 0;
        double centred = 0;
        for (int j = 0; j < d; j++) {
            squares += rows[from + j] * rows[from + j];
            rows[from + j] -= mean;
            centred += rows[from + j] * rows[from + j];
        }
        double length = centred > 1e-24 * squares ? Math.sqrt(centred) : Double.POSITIVE_INFINITY;
        for (int j = 0; j < d; j++) {
            rows[from + j] /= length;
        }
    }

    /** Of each pair of examples, row by row above the diagonal. */
    private static double[] unlikeness(double[] rows, int n) {
        int d = rows.length / n;
        double[] pairs = new double[n * (n - 1) / 2];
        int to = 0;
        double[] products = new double[n];
        double[] row = new double[d];
        for (int i = 0; i < n - 1; i++) {
            System.arraycopy(rows, i * d, row, 0, d);
            Products.timesTransposed(row, 1, rows, n, d, products);
            for (int j = i + 1; j < n; j++) {
                pairs[to++] = 1 - products[j];
            }
        }
        return pairs;
    }

    /**
     * Two labels are unlike or they are not, so Spearman's correlation is Pearson's of the ranks with 0 and 1; the
     * unlikeness of labels, which only scales the 1, has no part in it.
     */
    private static double spearman(double[] pairs, TargetClasses classes) {
        double[] sorted = pairs.clone();
        Arrays.sort(sorted);
        double mean = (pairs.length + 1) / (2.0 * pairs.length);
        int next = 0;
        double unlike = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < classes.rows() - 1; i++) {
            for (int j = i + 1; j < classes.rows(); j++) {
                double rank = Quantiles.rank(sorted, pairs[next++]) - mean;
                squares += rank * rank;
                if (classes.at(i) != classes.at(j)) {
                    unlike++;
                    sum += rank;
                }
            }
        }
        double share = unlike / pairs.length;
        double deviation = Math.sqrt(share * (1 - share) * pairs.length) * Math.sqrt(squares);
        if (deviation == 0) {
            throw new Undefined("every pair of examples is equally unlike");
        }
        return sum / deviation;
    }
}
