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
    private static final int SHOWN = 40;

    /**
     * Tokens of some texts, padded to the longest or to what the model takes.
     *
     * @param inputs     row-major, by the name of the model's input
     * @param dimensions rows and tokens of each, padding included
     * @param lengths    tokens of each row, without padding
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Batch(Map<String, long[]> inputs, long[] dimensions, int[] lengths) {}

    /**
     * The tokens of each text.
     *
     * @throws IllegalArgumentException when a text has too many and is to be refused
     */
    int[][] ids(Texts texts) {
        return texts.values().stream().map(this::ids).toArray(int[][]::new);
    }

    private int[] ids(String text) {
        int most = settings.maximumLength();
        if (settings.tooLong() == TooLong.CUT) {
            return tokenizer.ids(settings.prefix() + text, most);
        }
        int[] ids = tokenizer.ids(settings.prefix() + text, most + 1);
        if (ids.length > most) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
            throw new IllegalArgumentException("a text has more than " + most + " tokens: '" + shown
                    + "'\nRaise maximum-length to what the model was made for, or write too-long: cut.");
        }
        return ids;
    }

    /** Some rows as one batch. */
    Batch batch(int[][] ids, int[] rows) {
        int[] lengths = Arrays.stream(rows).map(row -> ids[row].length).toArray();
        int longest = inputs.length() > 0
                ? inputs.length()
                : Arrays.stream(lengths).max().orElse(0);
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
