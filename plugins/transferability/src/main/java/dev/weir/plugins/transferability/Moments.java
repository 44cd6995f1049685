package dev.weir.plugins.transferability;

import dev.weir.api.selection.RowBlocks;
import java.util.Arrays;

/**
 * The first and second moments of a target's features, gathered in one pass: what the closed forms are made of.
 *
 * <p>With {@code n >= d} the pass keeps a {@code d x d} Gram matrix and nothing that grows with {@code n}; with fewer
 * examples than features it keeps the features and makes the smaller {@code n x n} one. Features are gathered less
 * the mean of the first block and centred at the end, so that a mean far from 0 costs no digits.
 */
final class Moments {
    private final TargetClasses classes;
    private final int d;
    private final double[] mean;
    private final double[] classSums;
    private final double[] gram;
    private final double[] meanProducts;

    private Moments(
            TargetClasses classes, int d, double[] mean, double[] classSums, double[] gram, double[] meanProducts) {
        this.classes = classes;
        this.d = d;
        this.mean = mean;
        this.classSums = classSums;
        this.gram = gram;
        this.meanProducts = meanProducts;
    }

    /**
     * Gathers the moments.
     *
     * @param what the rows are, for messages: {@code "features"}
     * @throws Undefined when there is one class only, or the rows are not finite or all equal
     */
    static Moments of(RowBlocks rows, TargetClasses classes, String what) {
        Undefined.requireClasses(classes);
        Gathering gathering = new Gathering(classes, rows.width());
        rows.read(gathering);
        return gathering.moments(what);
    }

    /** Number of examples. */
    int rows() {
        return classes.rows();
    }

    /** Whether the Gram matrix is of examples instead of features. */
    private boolean isDual() {
        return rows() < d;
    }

    private int order() {
        return Math.min(rows(), d);
    }

    TargetClasses classes() {
        return classes;
    }

    double[] mean() {
        return mean;
    }

    /** The squared length of the sum of a class's centred features. */
    double classSumSquared(int k) {
        return Products.dot(classSums, k * d, classSums, k * d, d);
    }

    /** The scalar product of the sum of a class's centred features with the mean. */
    double classSumTimesMean(int k) {
        return Products.dot(classSums, k * d, mean, 0, d);
    }

    /** The squared Frobenius norm of the Gram matrix of the centred features, of either order. */
    double gramSquared() {
        return Products.dot(gram, 0, gram, 0, gram.length);
    }

    /** The sum of the squared lengths of the centred features. */
    double trace() {
        double sum = 0;
        for (int i = 0; i < order(); i++) {
            sum += gram[i * order() + i];
        }
        return sum;
    }

    /** The squared length of {@code X m}: the centred features times the mean. */
    double meanProductsSquared() {
        if (isDual()) {
            return Products.dot(meanProducts, 0, meanProducts, 0, rows());
        }
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += mean[i] * Products.dot(gram, i * d, mean, 0, d);
        }
        return Math.max(0, sum);
    }

    /** The singular values of the centred features and what they project the classes to. */
    Spectrum centred() {
        Symmetric.Eigen eigen = Symmetric.positive(gram.clone(), order());
        return spectrum(eigen, classSums, meanProducts, mean);
    }

    /** The same of the features as they are. */
    Spectrum uncentred() {
        double[] raw = gram.clone();
        double[] sums = classSums.clone();
        int n = rows();
        if (isDual()) {
            double squared = Products.dot(mean, 0, mean, 0, d);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    raw[i * n + j] += meanProducts[i] + meanProducts[j] + squared;
                }
            }
        } else {
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    raw[i * d + j] += n * mean[i] * mean[j];
                }
            }
        }
        for (int k = 0; k < classes.size(); k++) {
            for (int j = 0; j < d; j++) {
                sums[k * d + j] += classes.count(k) * mean[j];
            }
        }
        return spectrum(Symmetric.positive(raw, order()), sums, meanProducts, mean);
    }

    private Spectrum spectrum(Symmetric.Eigen eigen, double[] sums, double[] products, double[] ofMean) {
        int rank = eigen.values().length;
        int order = order();
        double[] ofClasses = new double[rank * classes.size()];
        double[] ofMeans = new double[rank];
        for (int j = 0; j < rank; j++) {
            double singular = Math.sqrt(eigen.values()[j]);
            if (isDual()) { // the eigenvectors are the left singular vectors
                for (int row = 0; row < rows(); row++) {
                    ofClasses[j * classes.size() + classes.at(row)] += eigen.vectors()[j * order + row];
                }
                ofMeans[j] = Products.dot(eigen.vectors(), j * order, products, 0, order);
            } else {
                for (int k = 0; k < classes.size(); k++) {
                    ofClasses[j * classes.size() + k] =
                            Products.dot(eigen.vectors(), j * order, sums, k * d, d) / singular;
                }
                ofMeans[j] = singular * Products.dot(eigen.vectors(), j * order, ofMean, 0, d);
            }
        }
        return new Spectrum(eigen.values(), ofClasses, classes.size(), ofMeans);
    }

    /**
     * Squared singular values of a matrix of features, greater than 0, and projections onto its left singular vectors.
     *
     * @param values   by vector
     * @param ofClass  by vector, then by class: of the vector that is 1 at the examples of the class
     * @param classes  number of classes
     * @param ofMean   by vector: of the centred features times the mean
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Spectrum(double[] values, double[] ofClass, int classes, double[] ofMean) {

        int rank() {
            return values.length;
        }

        double projection(int vector, int k) {
            return ofClass[vector * classes + k];
        }
    }

    /** One pass. */
    private static final class Gathering implements RowBlocks.Reader {
        private final TargetClasses classes;
        private final int n;
        private final int d;
        private final double[] shift;
        private final double[] classSums;
        private final double[] gram;
        private final double[] kept;
        private double[] block = new double[0];
        private double squares;

        Gathering(TargetClasses classes, int d) {
            this.classes = classes;
            this.n = classes.rows();
            this.d = d;
            this.shift = new double[d];
            this.classSums = new double[classes.size() * d];
            this.gram = new double[Math.min(n, d) * Math.min(n, d)];
            this.kept = new double[n < d ? n * d : 0];
        }

        @Override
        public void take(int from, int rows, double[] values) {
            if (from == 0) {
                for (int row = 0; row < rows; row++) {
                    for (int j = 0; j < d; j++) {
                        shift[j] += values[row * d + j] / rows;
                    }
                }
            }
            if (block.length < rows * d) {
                block = new double[rows * d];
            }
            for (int row = 0; row < rows; row++) {
                int k = classes.at(from + row);
                for (int j = 0; j < d; j++) {
                    double value = values[row * d + j] - shift[j];
                    block[row * d + j] = value;
                    classSums[k * d + j] += value;
                    squares += values[row * d + j] * values[row * d + j];
                }
            }
            if (n < d) {
                System.arraycopy(block, 0, kept, from * d, rows * d);
            } else {
                Products.addGram(block, rows, d, gram);
            }
        }

        Moments moments(String what) {
            Undefined.requireFinite(squares, what);
            double[] rest = new double[d]; // what the shift leaves of the mean
            for (int k = 0; k < classes.size(); k++) {
                for (int j = 0; j < d; j++) {
                    rest[j] += classSums[k * d + j] / n;
                }
            }
            double[] mean = new double[d];
            Arrays.setAll(mean, j -> shift[j] + rest[j]);
            for (int k = 0; k < classes.size(); k++) {
                for (int j = 0; j < d; j++) {
                    classSums[k * d + j] -= classes.count(k) * rest[j];
                }
            }
            double[] products = n < d ? dual(rest, mean) : primal(rest);
            Moments moments = new Moments(classes, d, mean, classSums, gram, products);
            if (!(moments.trace() > 1e-24 * squares)) {
                throw new Undefined("the " + what + " are the same for every example, or nearly");
            }
            return moments;
        }

        private double[] primal(double[] rest) {
            Products.mirror(gram, d);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    gram[i * d + j] -= n * rest[i] * rest[j];
                }
            }
            return new double[0];
        }

        private double[] dual(double[] rest, double[] mean) {
            double[] products = new double[n];
            for (int row = 0; row < n; row++) {
                for (int j = 0; j < d; j++) {
                    kept[row * d + j] -= rest[j];
                }
                products[row] = Products.dot(kept, row * d, mean, 0, d);
            }
            Products.timesTransposed(kept, n, kept, n, d, gram);
            return products;
        }
    }
}
