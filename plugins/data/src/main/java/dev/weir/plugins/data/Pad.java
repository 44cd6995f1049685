package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Name;
import dev.weir.api.data.InputTransform;
import java.util.Arrays;
import java.util.List;
import org.pf4j.Extension;

/** Puts images in the middle of larger ones; of an odd rest the larger half goes below and to the right. */
@Extension
@Name("pad")
@Doc("puts images in the middle of larger ones")
public record Pad(
        @Doc("[height, width] of what comes out; at least those of what goes in")
        List<Integer> to,

        @Default("0.0") @Doc("what the new pixels are; finite")
        double value)
        implements InputTransform {

    public Pad {
        to = Images.size("to", to);
        if (!Float.isFinite((float) value)) {
            throw new IllegalArgumentException("value must be finite, got " + value);
        }
    }

    @Override
    public Inputs apply(Inputs inputs, long seed) {
        FloatTensor images = Images.require("pad", inputs);
        int[] shape = images.shape();
        int height = to.get(0);
        int width = to.get(1);
        if (height < shape[1] || width < shape[2]) {
            throw new IllegalArgumentException("pad makes images larger, not smaller: to is " + to + ", got "
                    + images.kind() + "\nMake them smaller with resize first.");
        }
        int top = (height - shape[1]) / 2;
        int left = (width - shape[2]) / 2;
        return Images.map(images, new int[] {shape[0], height, width}, (from, target) -> {
            Arrays.fill(target, (float) value);
            for (int line = 0; line < shape[0] * shape[1]; line++) {
                int y = line % shape[1] + top;
                int start = (line / shape[1] * height + y) * width + left;
                System.arraycopy(from, line * shape[2], target, start, shape[2]);
            }
        });
    }
}
