package dev.weir.plugins.engine.onnx;

import dev.weir.api.Texts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Texts as batches of tokens.
 *
 * @param settings  prefix and maximum length
 * @param tokenizer of the model
 * @param inputs    which the tokens go into
 */
record TextBatches(TextInput settings, WordPiece tokenizer, TokenInputs inputs) {

    /**
     * Tokens of some texts, padded to the longest.
     *
     * @param inputs     row-major, by the name of the model's input
     * @param dimensions rows and the longest row's length
     * @param lengths    tokens of each row
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Batch(Map<String, long[]> inputs, long[] dimensions, int[] lengths) {}

    /** The tokens of each text. */
    int[][] ids(Texts texts) {
        return texts.values().stream()
                .map(text -> tokenizer.ids(settings.prefix() + text, settings.maximumLength()))
                .toArray(int[][]::new);
    }

    /** Some rows as one batch. */
    Batch batch(int[][] ids, int[] rows) {
        int[] lengths = Arrays.stream(rows).map(row -> ids[row].length).toArray();
        int longest = Arrays.stream(lengths).max().orElse(0);
        long[] padded = new long[rows.length * longest];
        long[] mask = new long[padded.length];
        for (int i = 0; i < rows.length; i++) {
            int[] row = ids[rows[i]];
            for (int token = 0; token < row.length; token++) {
                padded[i * longest + token] = row[token];
                mask[i * longest + token] = 1;
            }
        }
        Map<String, long[]> named = new HashMap<>();
        named.put(inputs.ids(), padded);
        if (inputs.hasMask()) {
            named.put(inputs.mask(), mask);
        }
        if (inputs.hasTypes()) {
            named.put(inputs.types(), new long[padded.length]);
        }
        return new Batch(named, new long[] {rows.length, longest}, lengths);
    }
}
