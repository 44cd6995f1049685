package dev.weir.plugins.engine.onnx;

import java.util.List;

/**
 * Which of a model's inputs tokens go into.
 *
 * @param ids      of token ids
 * @param mask     that marks tokens among padding
 * @param types    of segment numbers
 * @param hasMask  whether the model has that input
 * @param hasTypes whether the model has that input
 * @param length   tokens of each row where the model takes no other number of them, else 0
 */
record TokenInputs(String ids, String mask, String types, boolean hasMask, boolean hasTypes, int length) {

    /**
     * The inputs of a file.
     *
     * @throws IllegalArgumentException when it takes no token ids, something else besides, or not as many at once
     */
    static TokenInputs of(TextInput settings, OnnxFile file) {
        List<String> inputs = file.inputs().stream().map(OnnxFile.Value::name).toList();
        List<String> known = List.of(settings.ids(), settings.mask(), settings.types());
        if (!inputs.contains(settings.ids()) || !known.containsAll(inputs)) {
            throw new IllegalArgumentException("file: " + file.path() + " takes " + String.join(", ", inputs) + ", not "
                    + String.join(", ", known) + "\nName its inputs under texts: ids, mask, types.");
        }
        file.rowsAtOnce(settings.ids(), 1);
        long length = Math.max(0, file.input(settings.ids()).fixed(1));
        if (length > 0 && settings.maximumLength() > length) {
            throw new IllegalArgumentException("maximum-length: must be at most " + length + ", got "
                    + settings.maximumLength() + "\n" + file.path() + " takes texts of " + length
                    + " tokens each; shorter ones are filled up.");
        }
        return new TokenInputs(
                settings.ids(),
                settings.mask(),
                settings.types(),
                inputs.contains(settings.mask()),
                inputs.contains(settings.types()),
                Math.toIntExact(length));
    }
}
