package dev.weir.plugins.data;

import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.data.InputTransform;
import java.util.List;
import org.pf4j.Extension;

/** Scales images bilinearly, without a filter: an image that is made much smaller loses lines between the samples. */
@Extension
@Name("resize")
@Doc("scales images to a height and a width, bilinearly")
public record Resize(
        @Doc("[height, width] of what comes out; each at least 1")
        List<Integer> to) implements InputTransform {

    public Resize {
        to = Images.size("to", to);
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor images = Images.require("resize", inputs);
        int[] shape = images.shape();
        int height = to.get(0);
        int width = to.get(1);
        return Images.map(
                images,
                new int[] {shape[0], height, width},
                (from, target) -> Images.resize(from, shape[1], shape[2], target, height, width));
    }
}
