package dev.weir.plugins.transferability;

import dev.ludovic.netlib.blas.BLAS;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Products of row-major matrices, by the machine's own BLAS where there is one, else in Java. */
final class Products {
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

    private static final BLAS KERNELS = kernels();

    /** Columns of a tile: only tiles on and above the diagonal of a Gram matrix are computed. */
    private static final int TILE = 96;

    private Products() {}

    private static BLAS kernels() {
        NETLIB.setLevel(Level.SEVERE); // that there is no BLAS at hand is not worth a warning
        return BLAS.getInstance();
    }

    /** What computes: the simple name of the implementation. */
    static String implementation() {
        return KERNELS.getClass().getSimpleName();
    }

    /**
     * Adds {@code A^T A} to the upper triangle of a Gram matrix.
     *
     * @param values {@code A}, {@code rows x d}
     * @param gram   {@code d x d}; what stands below its diagonal means nothing
     */
    static void addGram(double[] values, int rows, int d, double[] gram) {
        if (rows == 0) {
            return;
        }
        double[][] panels = new double[(d + TILE - 1) / TILE][];
        for (int i = 0; i < panels.length; i++) {
            panels[i] = panel(values, rows, d, i * TILE);
        }
        double[] tile = new double[TILE * TILE];
        for (int i = 0; i < panels.length; i++) {
            int height = panels[i].length / rows;
            for (int j = i; j < panels.length; j++) {
                int width = panels[j].length / rows;
                // Row-major is column-major transposed: the tile at (i, j) is the one at (j, i) in BLAS's eyes.
                KERNELS.dgemm(
                        "N", "T", width, height, rows, 1, panels[j], 0, width, panels[i], 0, height, 0, tile, 0, width);
                add(tile, height, width, gram, i * TILE * d + j * TILE, d);
            }
        }
    }

    /** Some columns side by side, which BLAS reads faster than with gaps, and netlib checks less strictly. */
    private static double[] panel(double[] values, int rows, int d, int from) {
        int width = Math.min(TILE, d - from);
        double[] panel = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * d + from, panel, row * width, width);
        }
        return panel;
    }

    private static void add(double[] tile, int height, int width, double[] gram, int from, int d) {
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                gram[from + row * d + column] += tile[row * width + column];
            }
        }
    }

    /** Copies the upper triangle of a matrix to the lower one. */
    static void mirror(double[] gram, int d) {
        for (int i = 0; i < d; i++) {
            for (int j = i + 1; j < d; j++) {
                gram[j * d + i] = gram[i * d + j];
            }
        }
    }

    /**
     * Writes {@code A B^T}.
     *
     * @param a       {@code m x d}, from the start of the array
     * @param b       {@code n x d}, from the start of the array
     * @param product {@code m x n}
     */
    static void timesTransposed(double[] a, int m, double[] b, int n, int d, double[] product) {
        KERNELS.dgemm("T", "N", n, m, d, 1, b, 0, d, a, 0, d, 0, product, 0, n);
    }

    /** The scalar product of two rows. */
    static double dot(double[] a, int fromA, double[] b, int fromB, int d) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
            sum += a[fromA + j] * b[fromB + j];
        }
        return sum;
    }
}
