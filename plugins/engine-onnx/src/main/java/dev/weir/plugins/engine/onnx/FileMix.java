package dev.weir.plugins.engine.onnx;

import dev.weir.api.Doc;
import dev.weir.api.Require;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Another file of the same network, whose weights are mixed into a file's before its head learns.
 *
 * @param file        the other file
 * @param coefficient of its weights; the file itself has what is left of 1
 */
public record FileMix(
        @Doc("an ONNX file whose weights have the names and dimensions of the other's")
        Path file,

        @Doc("of its weights, in [0, 1]; what is left of 1 is that of the other file's")
        double coefficient) {

    public FileMix {
        Require.coefficient("coefficient", coefficient);
    }

    /**
     * A file in memory, with mixed weights.
     *
     * @throws IllegalArgumentException when the weights are not of one network; the message says which
     */
    WeightImage into(Path first) throws IOException {
        WeightImage image = WeightImage.read(first);
        WeightMix mix;
        try {
            mix = new WeightMix(List.of(
                    image.weights().requireFinite(),
                    WeightImage.read(file).weights().requireFinite()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("mix: " + e.getMessage(), e);
        }
        WeightSet mixed = mix.at(1 - coefficient, coefficient);
        image.write(mixed.tensors().stream()
                .map(tensor -> ((WeightTensor.Floats) tensor).values())
                .toList());
        return image;
    }
}
