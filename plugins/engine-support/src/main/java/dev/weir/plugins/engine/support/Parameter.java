package dev.weir.plugins.engine.support;

import dev.weir.api.Require;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A trained tensor of a layer.
 *
 * @param name       unique in its network: {@code "hidden1.weight"}
 * @param dimensions {@code [out, in]} or {@code [out, in, 3, 3]} for a weight, {@code [out]} for a bias
 * @param bound      first values are drawn from [-bound, bound); 0 or more
 */
public record Parameter(String name, List<Integer> dimensions, double bound) {

    public Parameter {
        dimensions = List.copyOf(dimensions);
        long size = 1;
        for (int dimension : dimensions) {
            Require.atLeast("dimensions of " + name, 1, dimension);
            size *= dimension;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "network is too large: its parameter " + name + " has the dimensions " + dimensions);
            }
        }
    }

    /**
     * A weight that keeps the variance of what passes through it and a ReLU.
     *
     * @see <a href="https://arxiv.org/abs/1502.01852">He et al., Delving Deep into Rectifiers, ICCV 2015</a>
     */
    static Parameter weight(String layer, int fanIn, List<Integer> dimensions) {
        return new Parameter(layer + ".weight", dimensions, Math.sqrt(6.0 / fanIn));
    }

    /** The same tensor with smaller or larger first values. */
    Parameter scaled(double factor) {
        return new Parameter(name, dimensions, bound * factor);
    }

    static Parameter bias(String layer, int width) {
        return new Parameter(layer + ".bias", List.of(width), 0);
    }

    public int size() {
        return dimensions.stream().reduce(1, Math::multiplyExact);
    }

    /** The first values, row-major: a function of the seed, the name and the dimensions. */
    public float[] initial(long seed) {
        float[] values = new float[size()];
        if (bound > 0) {
            SplittableRandom random = Seeds.random(seed, name);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        return values;
    }
}
