package dev.weir.plugins.scores;

import java.util.Random;

/** Legal temperatures for tests. */
final class Temperatures {
    private Temperatures() {}

    /** One of the ends, of the corners between them, or an ordinary one. */
    static double draw(Random random, double highest) {
        double[] temperatures = {Double.MIN_VALUE, Double.MIN_NORMAL, 1, 1e6, highest, random.nextDouble(0.1, 10)};
        return temperatures[random.nextInt(temperatures.length)];
    }
}
