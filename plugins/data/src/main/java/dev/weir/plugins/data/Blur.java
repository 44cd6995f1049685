package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.Require;
import dev.weir.api.data.InputTransform;
import org.pf4j.Extension;

/**
 * A box blur: each pixel becomes the mean of the square around it, of which at the edges only what lies within
 * the image counts.
 */
@Extension
@Name("blur")
@Doc("a box blur: each pixel becomes the mean of the square around it")
public record Blur(
        @Doc("pixels on each side: 1 is a square of 3 x 3, 0 changes nothing; at least 0")
        int radius) implements InputTransform {

    public Blur {
        Require.atLeast("radius", 0, radius);
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor images = Images.require("blur", inputs);
        int[] shape = images.shape();
        return Images.map(images, shape, (from, to) -> {
            for (int channel = 0; channel < shape[0]; channel++) {
                for (int y = 0; y < shape[1]; y++) {
                    for (int x = 0; x < shape[2]; x++) {
                        to[(channel * shape[1] + y) * shape[2] + x] =
                                (float) mean(from, channel * shape[1] * shape[2], shape[1], shape[2], y, x);
                    }
                }
            }
        });
    }

    private double mean(float[] image, int offset, int height, int width, int y, int x) {
        int top = Math.max(0, y - radius);
        int left = Math.max(0, x - radius);
        // long: a radius may be as large as an int
        int bottom = (int) Math.min(height - 1, (long) y + radius);
        int right = (int) Math.min(width - 1, (long) x + radius);
        double sum = 0;
        for (int line = top; line <= bottom; line++) {
            for (int column = left; column <= right; column++) {
                sum += image[offset + line * width + column];
            }
        }
        return sum / ((bottom - top + 1) * (right - left + 1));
    }
}
