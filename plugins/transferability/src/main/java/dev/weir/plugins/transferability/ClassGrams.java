package dev.weir.plugins.transferability;

import dev.weir.api.selection.RowBlocks;
import java.util.ArrayList;
import java.util.List;

/**
 * Gram matrices of the centred features, of each class and of all examples; each over features or over examples,
 * whichever are fewer, which changes no determinant of the identity plus its multiples.
 */
final class ClassGrams {
    private final TargetClasses classes;
    private final int d;
    private final double[] mean;
    /** By class: rows where there are fewer than features, else the upper triangle of the Gram matrix. */
    private final List<double[]> held = new ArrayList<>();

    private final int[] heldRows;

    private ClassGrams(TargetClasses classes, int d, double[] mean) {
        this.classes = classes;
        this.d = d;
        this.mean = mean;
        this.heldRows = new int[classes.size()];
        for (int k = 0; k < classes.size(); k++) {
            held.add(new double[keepsRows(k) ? classes.count(k) * d : d * d]);
        }
    }

    static ClassGrams of(RowBlocks features, TargetClasses classes, double[] mean) {
        ClassGrams grams = new ClassGrams(classes, features.width(), mean);
        grams.gather(features);
        return grams;
    }

    private boolean keepsRows(int k) {
        return classes.count(k) < d;
    }

    private void gather(RowBlocks features) {
        features.read((from, rows, values) -> {
            double[] block = new double[rows * d];
            for (int k = 0; k < classes.size(); k++) {
                int taken = 0;
                for (int row = 0; row < rows; row++) {
                    if (classes.at(from + row) == k) {
                        for (int j = 0; j < d; j++) {
                            block[taken * d + j] = values[row * d + j] - mean[j];
                        }
                        taken++;
                    }
                }
                if (keepsRows(k)) {
                    System.arraycopy(block, 0, held.get(k), heldRows[k] * d, taken * d);
                    heldRows[k] += taken;
                } else {
                    Products.addGram(block, taken, d, held.get(k));
                }
            }
        });
    }

    /** A class's matrix, in an array of its own. */
    double[] ofClass(int k) {
        if (keepsRows(k)) {
            int n = classes.count(k);
            double[] gram = new double[n * n];
            Products.timesTransposed(held.get(k), n, held.get(k), n, d, gram);
            return gram;
        }
        double[] gram = held.get(k).clone();
        Products.mirror(gram, d);
        return gram;
    }

    /** The matrix of all examples. */
    double[] whole() {
        return classes.rows() < d ? dual() : primal();
    }

    private double[] primal() {
        double[] gram = new double[d * d];
        for (int k = 0; k < classes.size(); k++) {
            if (keepsRows(k)) {
                Products.addGram(held.get(k), classes.count(k), d, gram);
            } else {
                double[] own = held.get(k);
                for (int i = 0; i < gram.length; i++) {
                    gram[i] += own[i];
                }
            }
        }
        Products.mirror(gram, d);
        return gram;
    }

    private double[] dual() {
        int n = classes.rows();
        double[] all = new double[n * d];
        int to = 0;
        for (double[] rows : held) {
            System.arraycopy(rows, 0, all, to, rows.length);
            to += rows.length;
        }
        double[] gram = new double[n * n];
        Products.timesTransposed(all, n, all, n, d, gram);
        return gram;
    }
}
