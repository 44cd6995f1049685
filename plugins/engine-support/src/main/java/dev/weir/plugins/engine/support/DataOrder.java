package dev.weir.plugins.engine.support;

import java.util.SplittableRandom;

/**
 * The order in which training reads its examples, anew in each epoch.
 *
 * @param seed of the training plan
 * @param rows number of examples
 */
public record DataOrder(long seed, int rows) {

    /** A permutation of the rows: a function of the seed, the epoch and the number of rows. */
    public int[] epoch(int epoch) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        SplittableRandom random = Seeds.random(seed, "epoch " + epoch);
        for (int i = rows - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }
}
