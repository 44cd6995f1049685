package dev.weir.plugins.engine.onnx;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Progress;
import dev.weir.api.Texts;
import dev.weir.api.model.WorkCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a frozen model puts out for the rows that a head learns on, kept between runs row by row: a row is found
 * again by the digest of its content, under the digests of all files and settings that it depends on.
 */
final class KeptFeatures {
    /** A piece of work is as many rows at most: what a kill loses. */
    private static final int BLOCK = 512;

    private static final int DIGEST = 16;

    /** Changed with every change of the code that makes other numbers of the same files. */
    private static final String VERSION = "1";

    private final OnnxBody body;
    private final WorkCache cache;
    private final String group;

    KeptFeatures(OnnxModelProvider settings, OnnxBody body, WorkCache cache) throws IOException {
        this.body = body;
        this.cache = cache;
        this.group = cache == WorkCache.NONE ? "" : group(settings, body);
    }

    private static String group(OnnxModelProvider settings, OnnxBody body) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        parts.put("version", VERSION);
        parts.put("file", SavedModel.sha256(settings.file()));
        for (Path data : body.file().external()) {
            parts.put("data " + data, SavedModel.sha256(settings.file().resolveSibling(data)));
        }
        if (settings.mix().isPresent()) {
            FileMix mix = settings.mix().get();
            parts.put("mix", SavedModel.sha256(mix.file()) + " " + mix.coefficient());
        }
        parts.put("output", settings.output().orElse(""));
        parts.put("device", settings.device());
        parts.put("inputs", body.taken());
        if (settings.texts().isPresent()) {
            TextInput texts = settings.texts().get();
            parts.put("tokenizer", SavedModel.sha256(texts.tokenizer()));
            parts.put("texts", texts.at(Path.of("tokenizer")).toString());
        }
        return HexFormat.of()
                .formatHex(SavedModel.sha256().digest(parts.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The rows that come out for the inputs: what is kept is read, the rest is computed and kept. */
    FloatTensor of(Inputs inputs, String activity, Progress progress) throws IOException {
        body.requireFitting(inputs);
        int n = inputs.rows();
        int d = body.width();
        Map<ByteBuffer, float[]> known = known(d);
        ByteBuffer[] digests = new ByteBuffer[n];
        for (int row = 0; row < n; row++) {
            digests[row] = digest(inputs, row);
        }
        int[] missing = IntStream.range(0, n)
                .filter(row -> !known.containsKey(digests[row]))
                .toArray();
        for (int from = 0; from < missing.length; from += BLOCK) {
            int[] rows = Arrays.copyOfRange(missing, from, Math.min(missing.length, from + BLOCK));
            progress.report(activity, from, missing.length, n - missing.length + " of " + n + " rows are kept");
            float[] values = body.answer(inputs.select(rows), false).values();
            for (int i = 0; i < rows.length; i++) {
                known.put(digests[rows[i]], Arrays.copyOfRange(values, i * d, (i + 1) * d));
            }
            cache.keep(group, piece(digests, rows, values));
        }
        float[] features = new float[Math.multiplyExact(n, d)];
        for (int row = 0; row < n; row++) {
            System.arraycopy(known.getOrDefault(digests[row], new float[d]), 0, features, row * d, d);
        }
        return new FloatTensor(n, new int[] {d}, features);
    }

    private Map<ByteBuffer, float[]> known(int d) throws IOException {
        Map<ByteBuffer, float[]> known = new HashMap<>();
        for (byte[] piece : cache.all(group)) {
            int row = DIGEST + d * Float.BYTES;
            for (int from = 0; from + row <= piece.length && piece.length % row == 0; from += row) {
                float[] values = new float[d];
                FloatBuffer floats =
                        ByteBuffer.wrap(piece, from + DIGEST, d * Float.BYTES).asFloatBuffer();
                floats.get(values);
                known.put(ByteBuffer.wrap(Arrays.copyOfRange(piece, from, from + DIGEST)), values);
            }
        }
        return known;
    }

    private static byte[] piece(ByteBuffer[] digests, int[] rows, float[] values) {
        int d = values.length / rows.length;
        ByteBuffer piece = ByteBuffer.allocate(rows.length * (DIGEST + d * Float.BYTES));
        for (int i = 0; i < rows.length; i++) {
            piece.put(digests[rows[i]].duplicate());
            for (int j = 0; j < d; j++) {
                piece.putFloat(values[i * d + j]);
            }
        }
        return piece.array();
    }

    private static ByteBuffer digest(Inputs inputs, int row) {
        byte[] content;
        if (inputs instanceof Texts texts) {
            content = texts.values().get(row).getBytes(StandardCharsets.UTF_8);
        } else {
            FloatTensor tensor = (FloatTensor) inputs;
            ByteBuffer bytes = ByteBuffer.allocate(tensor.width() * Float.BYTES);
            for (int i = 0; i < tensor.width(); i++) {
                bytes.putFloat(tensor.at(row, i));
            }
            content = bytes.array();
        }
        return ByteBuffer.wrap(Arrays.copyOf(SavedModel.sha256().digest(content), DIGEST));
    }
}
