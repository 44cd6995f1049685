package dev.weir.api.model;

import dev.weir.api.Experimental;
import dev.weir.api.Require;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A random projection that keeps inner products on average: numbers get random signs, a Walsh-Hadamard transform
 * spreads each over all, and some of the results are kept. Every kept one is the product with a direction of plus
 * and minus ones, as of a dense matrix of random signs, in {@code p log p} steps instead of {@code p} times the
 * directions.
 *
 * @param directions how many numbers are left; 0 leaves every vector whole, and a vector that is not longer than
 *     this is left whole too
 * @param seed       of the signs and of what is kept: the same seed gives the same projection everywhere
 * @see <a href="https://doi.org/10.1137/060673096">Ailon and Chazelle, The Fast Johnson-Lindenstrauss Transform,
 *     SIAM Journal on Computing 2009</a>
 */
@Experimental
public record GradientProjection(int directions, long seed) {

    /** Leaves a vector whole. */
    public static final GradientProjection NONE = new GradientProjection(0, 0);

    public GradientProjection {
        Require.atLeast("directions", 0, directions);
    }

    /** How long a vector of {@code p} numbers becomes. */
    public int width(int p) {
        return directions == 0 || directions >= p ? p : directions;
    }

    /**
     * The projection of vectors of {@code p} numbers. It may be used from one thread at a time, and changes
     * nothing that it is given.
     */
    public UnaryOperator<float[]> of(int p) {
        int width = width(p);
        if (width == p) {
            return vector -> vector;
        }
        int length = Integer.highestOneBit(p - 1) << 1;
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] negative = new boolean[p];
        for (int i = 0; i < p; i++) {
            negative[i] = random.nextBoolean();
        }
        int[] kept = kept(random, length, width);
        double scale = 1 / Math.sqrt(width);
        double[] spread = new double[length];
        return vector -> {
            for (int i = 0; i < length; i++) {
                spread[i] = i >= p ? 0 : negative[i] ? -vector[i] : vector[i];
            }
            transform(spread);
            float[] projected = new float[width];
            for (int i = 0; i < width; i++) {
                projected[i] = (float) (spread[kept[i]] * scale);
            }
            return projected;
        };
    }

    /** Different places, the first of a random order of all. */
    private static int[] kept(SplittableRandom random, int length, int width) {
        int[] places = new int[length];
        for (int i = 0; i < length; i++) {
            places[i] = i;
        }
        for (int i = 0; i < width; i++) {
            int other = random.nextInt(i, length);
            int swapped = places[i];
            places[i] = places[other];
            places[other] = swapped;
        }
        return Arrays.copyOf(places, width);
    }

    /** The Walsh-Hadamard transform in place, without a factor. */
    private static void transform(double[] values) {
        for (int half = 1; half < values.length; half *= 2) {
            for (int start = 0; start < values.length; start += 2 * half) {
                for (int i = start; i < start + half; i++) {
                    double first = values[i];
                    double second = values[i + half];
                    values[i] = first + second;
                    values[i + half] = first - second;
                }
            }
        }
    }
}
