package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.data.InputTransform;
import org.pf4j.Extension;

/** Turns images around their centre, bilinearly; what comes in from outside is 0. */
@Extension
@Name("rotate")
@Doc("turns images around their centre, bilinearly; what comes in from outside is 0")
public record Rotate(
        @Doc("counter-clockwise; negative turns clockwise; finite")
        double degrees) implements InputTransform {

    public Rotate {
        if (!Double.isFinite(degrees)) {
            throw new IllegalArgumentException("degrees must be finite, got " + degrees);
        }
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor images = Images.require("rotate", inputs);
        int[] shape = images.shape();
        int height = shape[1];
        int width = shape[2];
        double sine = exact(Math.sin(Math.toRadians(degrees)));
        double cosine = exact(Math.cos(Math.toRadians(degrees)));
        double middleY = (height - 1) / 2.0;
        double middleX = (width - 1) / 2.0;
        return Images.map(images, shape, (from, to) -> {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    // the place that is turned into this pixel; y grows downwards
                    double sourceY = middleY + cosine * (y - middleY) + sine * (x - middleX);
                    double sourceX = middleX + cosine * (x - middleX) - sine * (y - middleY);
                    for (int channel = 0; channel < shape[0]; channel++) {
                        to[(channel * height + y) * width + x] = (float)
                                Images.bilinear(from, channel * height * width, height, width, sourceY, sourceX);
                    }
                }
            }
        });
    }

    /** Quarter turns move pixels onto pixels: without this they would lose a breath of light at the edges. */
    private static double exact(double value) {
        double nearest = Math.rint(value);
        return Math.abs(value - nearest) < 1e-12 ? nearest : value;
    }
}
