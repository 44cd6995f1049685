package {{package}};

import dev.weir.api.Doc;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Arrays;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The share of the features' variance that lies between the classes, in [0, 1]. Reads the features twice: for the
 * means, and for what lies around them.
 */
@Extension
@Name("{{name}}")
@Doc("the share of the features' variance that lies between the classes; in [0, 1]")
public record {{Type}}() implements TransferabilityScore {

    @Override
    public Set<Need> needs() {
        return Set.of(Need.FEATURES);
    }

    @Override
    public Transferability score(Evidence evidence) {
        Labels labels = evidence.labels();
        RowBlocks features = evidence.rows(Need.FEATURES);
        int[] counts = labels.counts();
        if (Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
            return Transferability.none("the labels are of one class only");
        }
        int d = features.width();
        double[][] means = new double[counts.length][d];
        double[] mean = new double[d];
        features.read((from, rows, values) -> {
            for (int i = 0; i < rows * d; i++) {
                int label = labels.at(from + i / d);
                means[label][i % d] += values[i] / counts[label];
                mean[i % d] += values[i] / labels.size();
            }
        });
        double[] sums = new double[2]; // of squares within the classes, of all squares
        features.read((from, rows, values) -> {
            for (int i = 0; i < rows * d; i++) {
                double within = values[i] - means[labels.at(from + i / d)][i % d];
                double around = values[i] - mean[i % d];
                sums[0] += within * within;
                sums[1] += around * around;
            }
        });
        return Transferability.of(1 - sums[0] / sums[1]); // no number where all features are constant
    }
}
