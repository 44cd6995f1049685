package dev.weir.plugins.transferability;

import dev.weir.api.Labels;
import dev.weir.api.Need;
import dev.weir.api.selection.Evidence;
import dev.weir.api.selection.RowBlocks;
import java.util.Arrays;

/** Definitions by their letter, in whatever time and memory that takes. */
final class WrittenOut {
    private WrittenOut() {}

    static double[][] features(Evidence evidence) {
        RowBlocks rows = evidence.rows(Need.FEATURES);
        double[][] features = new double[rows.rows()][];
        rows.read((from, count, values) -> {
            for (int row = 0; row < count; row++) {
                features[from + row] = Arrays.copyOfRange(values, row * rows.width(), (row + 1) * rows.width());
            }
        });
        return features;
    }

    static double lfc(Evidence evidence, Norm norm, Centring centring) {
        double[][] features = features(evidence);
        Labels labels = evidence.labels();
        int n = features.length;
        double[][] theta = new double[n][n];
        double[][] kernel = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                theta[i][j] = dot(features[i], features[j]);
                kernel[i][j] = labels.at(i) == labels.at(j) ? 1 : -1;
            }
        }
        centre(theta, centring);
        centre(kernel, centring);
        double product = 0;
        for (int i = 0; i < n; i++) {
            product += dot(theta[i], kernel[i]);
        }
        return product / (norm(theta, norm) * norm(kernel, norm));
    }

    private static void centre(double[][] kernel, Centring centring) {
        int n = kernel.length;
        double[] rows = new double[n];
        double whole = 0;
        for (int i = 0; i < n; i++) {
            rows[i] = Arrays.stream(kernel[i]).average().orElseThrow();
            whole += rows[i] / n;
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                kernel[i][j] += centring == Centring.DOUBLE ? whole - rows[i] - rows[j] : -whole;
            }
        }
    }

    private static double norm(double[][] kernel, Norm norm) {
        if (norm == Norm.FROBENIUS) {
            return Math.sqrt(
                    Arrays.stream(kernel).mapToDouble(row -> dot(row, row)).sum());
        }
        double[] flat = Arrays.stream(kernel).flatMapToDouble(Arrays::stream).toArray();
        return Symmetric.spectralNorm(flat, kernel.length);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The correlation of two lists of numbers. */
    static double pearson(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElseThrow();
        double meanB = Arrays.stream(b).average().orElseThrow();
        double[] centredA = Arrays.stream(a).map(value -> value - meanA).toArray();
        double[] centredB = Arrays.stream(b).map(value -> value - meanB).toArray();
        return dot(centredA, centredB) / Math.sqrt(dot(centredA, centredA) * dot(centredB, centredB));
    }

    /** Ranks from 1, equal numbers at the mean of theirs. */
    static double[] ranks(double[] values) {
        return Arrays.stream(values)
                .map(value -> Arrays.stream(values)
                                .filter(other -> other < value)
                                .count()
                        + (Arrays.stream(values).filter(other -> other == value).count() + 1) / 2.0)
                .toArray();
    }
}
