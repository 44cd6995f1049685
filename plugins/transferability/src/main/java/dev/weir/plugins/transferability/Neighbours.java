package dev.weir.plugins.transferability;

import java.util.Arrays;

/** The {@code k} nearest others of each row of a block, the nearest first. */
final class Neighbours {
    private final int from;
    private final int rows;
    private final int k;
    private final double[] distances;
    private final int[] nearest;

    Neighbours(int from, int rows, int k) {
        this.from = from;
        this.rows = rows;
        this.k = k;
        this.distances = new double[rows * k];
        this.nearest = new int[rows * k];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        Arrays.fill(nearest, -1);
    }

    /**
     * Offers a block of others, which come in ascending order.
     *
     * @param products scalar products, by row and then by other
     */
    void offer(int other, int others, double[] products, double[] squares, double[] otherSquares) {
        for (int row = 0; row < rows; row++) {
            int last = row * k + k - 1;
            for (int i = 0; i < others; i++) {
                double distance = squares[row] + otherSquares[i] - 2 * products[row * others + i];
                if (distance < distances[last] && other + i != from + row) {
                    insert(row, distance, other + i);
                }
            }
        }
    }

    private void insert(int row, double distance, int other) {
        int at = row * k + k - 1;
        for (; at > row * k && distances[at - 1] > distance; at--) {
            distances[at] = distances[at - 1];
            nearest[at] = nearest[at - 1];
        }
        distances[at] = distance;
        nearest[at] = other;
    }

    /** How many rows of the block are of the class that their neighbours vote for. */
    int right(TargetClasses classes) {
        int right = 0;
        int[] votes = new int[classes.size()];
        for (int row = 0; row < rows; row++) {
            Arrays.fill(votes, 0);
            int winner = -1;
            for (int i = 0; i < k; i++) {
                votes[classes.at(nearest[row * k + i])]++;
            }
            for (int i = 0; i < k; i++) { // the nearest first, so that ties go to the nearest
                int candidate = classes.at(nearest[row * k + i]);
                winner = winner < 0 || votes[candidate] > votes[winner] ? candidate : winner;
            }
            right += winner == classes.at(from + row) ? 1 : 0;
        }
        return right;
    }
}
