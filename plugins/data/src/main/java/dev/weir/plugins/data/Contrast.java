package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.data.InputTransform;
import org.pf4j.Extension;

/** Moves the pixels of each channel towards the channel's mean in the same image, or away from it. */
@Extension
@Name("contrast")
@Doc("moves the pixels of each channel towards the channel's mean in the image, or away from it")
public record Contrast(
        @Doc("multiplies the distance to the mean; 1 changes nothing, 0 leaves the mean alone; finite, at least 0")
        double factor)
        implements InputTransform {

    public Contrast {
        if (!(factor >= 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("factor must be finite and at least 0, got " + factor);
        }
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor images = Images.require("contrast", inputs);
        int area = images.shape()[1] * images.shape()[2];
        return Images.map(images, images.shape(), (from, to) -> {
            for (int start = 0; start < from.length; start += area) {
                double sum = 0;
                for (int i = start; i < start + area; i++) {
                    sum += from[i];
                }
                double mean = sum / area;
                for (int i = start; i < start + area; i++) {
                    to[i] = factor == 1 ? from[i] : (float) (mean + factor * (from[i] - mean));
                }
            }
        });
    }
}
