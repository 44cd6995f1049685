package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.data.InputTransform;
import java.util.Random;
import org.pf4j.Extension;

/**
 * Adds Gaussian noise. It is drawn from the seed and the row's own numbers, so equal rows get equal noise.
 * Nothing is cut off at the ends of the range.
 */
@Extension
@Name("noise")
@Doc("adds Gaussian noise, drawn from the seed and the row's own numbers")
public record Noise(
        @Doc("its standard deviation, in units of the scaled inputs; finite, at least 0")
        double sigma) implements InputTransform {

    public Noise {
        if (!(sigma >= 0 && Double.isFinite(sigma))) {
            throw new IllegalArgumentException("sigma must be finite and at least 0, got " + sigma);
        }
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor tensor = Images.requireTensor("noise", inputs);
        return Images.map(tensor, tensor.shape(), (from, to) -> {
            Random random = new Random(hash(seed, from));
            for (int i = 0; i < from.length; i++) {
                to[i] = (float) (from[i] + sigma * random.nextGaussian());
            }
        });
    }

    private static long hash(long seed, float[] row) {
        long hash = mixed(seed);
        for (float value : row) {
            hash = mixed(hash ^ Float.floatToIntBits(value));
        }
        return hash;
    }

    /** The finalizer of SplitMix64: every bit in changes about half of the bits out. */
    private static long mixed(long bits) {
        long mixed = bits + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
