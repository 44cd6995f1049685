package dev.weir.plugins.data;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import dev.weir.api.FloatTensor;
import dev.weir.api.Labels;
import dev.weir.api.Name;
import dev.weir.api.data.DataSource;
import dev.weir.api.data.Examples;
import dev.weir.api.data.InputReader;
import dev.weir.api.data.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Labelled examples from two NumPy arrays: {@code n x ...} numbers and {@code n} class indexes. */
@Extension
@Name("npy")
@Doc("labelled numbers from two NumPy arrays, inputs and labels")
public record NpySource(
        @Doc("an .npy file of n examples, n x ...; float32, float64, int64, int32, int8 or uint8")
        Path inputs,

        @Doc("an .npy file of n class indexes from 0; int64, int32, int8 or uint8")
        Path labels,

        @Default("1.0") @Doc("the inputs are multiplied by it; finite and not 0")
        double scale,

        @Doc("the shape of one example, such as [1, 8, 8]; without it as in the file")
        Optional<List<Integer>> shape,

        @Doc("the class names in label order; without it classes have no names and are as many as the largest "
                + "label plus 1")
        Optional<List<String>> classes)
        implements DataSource {

    public NpySource {
        Settings.requireScale(scale);
        shape = Settings.shape(shape);
        classes = Settings.names("classes", classes);
    }

    @Override
    public Parts read() throws IOException {
        Npy inputFile = Npy.open(inputs);
        List<Integer> exampleShape = exampleShape(inputFile);
        int rows = inputFile.shape().get(0);
        int[] indexes = Npy.open(labels).labels();
        if (indexes.length != rows) {
            throw Refusal.of(
                    labels,
                    indexes.length + " labels, but " + inputs.getFileName() + " holds " + rows + " examples",
                    "Both files must hold the same examples in the same order.");
        }
        ClassLabels.requireNamed(classes, labels, indexes);

        float[] values = inputFile.floats(scale);
        int width = values.length / rows;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw notFinite(inputs, values[i], i / width);
            }
        }
        int count = ClassLabels.count(classes, Arrays.stream(indexes));
        FloatTensor examples = new FloatTensor(rows, Settings.toArray(exampleShape), values);
        return new Parts(
                classes.orElse(List.of()), Map.of(Parts.ALL, new Examples(examples, new Labels(count, indexes))));
    }

    @Override
    public InputReader reader(Path file) throws IOException {
        Npy opened = Npy.open(file);
        return new NpyReader(file, opened.header(), exampleShape(opened), scale);
    }

    static IllegalArgumentException notFinite(Path file, float value, int row) {
        return Refusal.of(
                file,
                "inputs must be finite floats, got " + value + " in row " + row,
                "Replace missing and very large numbers, or choose a smaller 'scale'.");
    }

    private List<Integer> exampleShape(Npy file) {
        List<Integer> stored = file.shape();
        if (stored.size() < 2 || stored.contains(0)) {
            throw file.refusal(
                    "inputs must be n x ..., at least one example of at least one number, got the shape "
                            + file.writtenShape(),
                    "Save an example in each row; in NumPy: array.reshape(-1, 1) for one number each.");
        }
        List<Integer> example = stored.subList(1, stored.size());
        if (shape.isPresent() && Settings.size(shape.get()) != Settings.size(example)) {
            throw file.refusal(
                    "an example has " + Settings.size(example) + " numbers, but the shape " + shape.get() + " needs "
                            + Settings.size(shape.get()),
                    "Change 'shape', or leave it out to take the shape from the file: " + example + ".");
        }
        return shape.orElse(example);
    }
}
