package dev.weir.plugins.transferability;

import java.util.Arrays;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Decompositions of symmetric matrices. */
final class Symmetric {
    private static final double EPSILON = 0x1p-52;

    static {
        EjmlConcurrency.USE_CONCURRENT = false; // one thread each: callers run in parallel, and sums keep their order
    }

    private Symmetric() {}

    /**
     * The eigenvalues of a positive semi-definite matrix that are more than rounding, with their vectors.
     *
     * @param values  greater than 0
     * @param vectors of unit length, one after the other, each as long as the matrix is wide
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Eigen(double[] values, double[] vectors) {}

    /**
     * Decomposes a positive semi-definite matrix.
     *
     * @param matrix {@code m x m}; overwritten
     * @throws ArithmeticException when the iteration does not end
     */
    static Eigen positive(double[] matrix, int m) {
        EigenDecomposition_F64<DMatrixRMaj> decomposition = decomposed(matrix, m, true);
        double most = 0;
        for (int i = 0; i < m; i++) {
            most = Math.max(most, decomposition.getEigenvalue(i).real);
        }
        double least = m * EPSILON * most;
        double[] values = new double[m];
        double[] vectors = new double[m * m];
        int rank = 0;
        for (int i = 0; i < m; i++) {
            double value = decomposition.getEigenvalue(i).real;
            if (value > least) {
                values[rank] = value;
                System.arraycopy(decomposition.getEigenVector(i).data, 0, vectors, rank * m, m);
                rank++;
            }
        }
        return new Eigen(Arrays.copyOf(values, rank), Arrays.copyOf(vectors, rank * m));
    }

    /** The spectral norm: the largest absolute eigenvalue. The matrix is overwritten. */
    static double spectralNorm(double[] matrix, int m) {
        EigenDecomposition_F64<DMatrixRMaj> decomposition = decomposed(matrix, m, false);
        double most = 0;
        for (int i = 0; i < m; i++) {
            most = Math.max(most, Math.abs(decomposition.getEigenvalue(i).real));
        }
        return most;
    }

    private static EigenDecomposition_F64<DMatrixRMaj> decomposed(double[] matrix, int m, boolean vectors) {
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(m, vectors, true);
        if (!decomposition.decompose(DMatrixRMaj.wrap(m, m, matrix))) {
            throw new ArithmeticException("the eigenvalues of a " + m + " x " + m + " matrix were not found");
        }
        return decomposition;
    }

    /** The logarithm of the determinant of a positive definite matrix, which is overwritten. */
    static double logDeterminant(double[] matrix, int m) {
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(m, true);
        if (!cholesky.decompose(DMatrixRMaj.wrap(m, m, matrix))) {
            throw new ArithmeticException("a " + m + " x " + m + " matrix is not positive definite");
        }
        double sum = 0;
        DMatrixRMaj lower = cholesky.getT(null);
        for (int i = 0; i < m; i++) {
            sum += Math.log(lower.get(i, i)); // not the determinant itself, which overflows
        }
        return 2 * sum;
    }
}
