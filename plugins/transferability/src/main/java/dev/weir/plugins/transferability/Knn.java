package dev.weir.plugins.transferability;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.Name;
import dev.weir.api.Need;
import dev.weir.api.Require;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import dev.weir.api.selection.Transferability;
import dev.weir.api.selection.TransferabilityScore;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The leave-one-out accuracy of the nearest neighbours by Euclidean distance, in [0, 1]. The most frequent class among
 * them wins; of several equally frequent ones that of the nearest example. Of equally near examples the earlier counts
 * as nearer. Takes time {@code n^2 d} and reads the features {@code n / 1024} times.
 *
 * @param k how many neighbours
 */
@Extension
@Name("knn")
@Doc("leave-one-out accuracy of the nearest neighbours; in [0, 1]")
public record Knn(
        @Default("1") @Doc("how many neighbours; at least 1 and less than there are examples")
        int k) implements TransferabilityScore {

    public Knn {
        Require.atLeast("k", 1, k);
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
            if (k >= classes.rows()) {
                throw new Undefined(k + " neighbours need more than " + classes.rows() + " examples");
            }
            Columns columns = Columns.of(features);
            int[] right = {0};
            Centred rows = new Centred(features, columns.mean());
            rows.read((from, count, values, squares) -> {
                Neighbours neighbours = new Neighbours(from, count, k);
                double[] block = values.clone(); // the array is filled anew by the pass within
                double[] ofBlock = squares.clone();
                double[] products = new double[count * RowBlocks.BLOCK];
                rows.read((other, others, otherValues, otherSquares) -> {
                    double[] dots = others <= RowBlocks.BLOCK ? products : new double[count * others];
                    Products.timesTransposed(block, count, otherValues, others, features.width(), dots);
                    neighbours.offer(other, others, dots, ofBlock, otherSquares);
                });
                right[0] += neighbours.right(classes);
            });
            return (double) right[0] / classes.rows();
        });
    }

    /** Features less their mean, which leaves distances as they are and their digits whole. */
    private record Centred(
            RowBlocks features,
            @SuppressWarnings("ArrayRecordComponent") double[] mean) {

        /** Takes a block of rows with their squared lengths. */
        @FunctionalInterface
        interface Reader {
            void take(int from, int rows, double[] values, double[] squares);
        }

        void read(Reader reader) {
            int d = features.width();
            features.read((from, rows, values) -> {
                double[] centred = new double[rows * d];
                double[] squares = new double[rows];
                for (int row = 0; row < rows; row++) {
                    for (int j = 0; j < d; j++) {
                        centred[row * d + j] = values[row * d + j] - mean[j];
                    }
                    squares[row] = Products.dot(centred, row * d, centred, row * d, d);
                }
                reader.take(from, rows, centred, squares);
            });
        }
    }
}
