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
 */
record TokenInputs(String ids, String mask, String types, boolean hasMask, boolean hasTypes) {

    /**
     * The inputs of a file.
     *
     * @throws IllegalArgumentException when it takes no token ids, or something else besides
     */
    static TokenInputs of(TextInput settings, OnnxFile file) {
        List<String> inputs = file.inputs().stream().map(OnnxFile.Value::name).toList();
        List<String> known = List.of(settings.ids(), settings.mask(), settings.types());
        if (!inputs.contains(settings.ids()) || !known.containsAll(inputs)) {
            throw new IllegalArgumentException("file: " + file.path() + " takes " + String.join(", ", inputs) + ", not "
                    + String.join(", ", known) + "\nName its inputs under texts: ids, mask, types.");
        }
        return new TokenInputs(
                settings.ids(),
                settings.mask(),
                settings.types(),
                inputs.contains(settings.mask()),
                inputs.contains(settings.types()));
    }
}
