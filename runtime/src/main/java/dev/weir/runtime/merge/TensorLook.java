package dev.weir.runtime.merge;

import dev.weir.api.model.TensorFileHeader.Entry;
import dev.weir.runtime.job.Digests;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one look at all numbers of a tensor finds.
 *
 * @param digest    of its bytes
 * @param squares   the sum of its squared numbers; 0 where they are not floats
 * @param notFinite one of its numbers that is NaN or infinite
 * @param isVaried  whether two of its numbers differ
 */
record TensorLook(String digest, double squares, Optional<Float> notFinite, boolean isVaried) {

    /** Looks at every tensor of a file, by name. */
    static Map<String, TensorLook> at(WeightFile file) throws IOException {
        Map<String, TensorLook> looks = new LinkedHashMap<>();
        try (FileChannel in = file.open()) {
            for (Entry entry : file.header().entries()) {
                looks.put(entry.name(), new Looking(entry).at(file, in));
            }
        }
        return looks;
    }

    private static final class Looking {
        private final Entry entry;
        private final MessageDigest digest = Digests.sha256();
        private double squares;
        private float first;
        private boolean isVaried;
        private Optional<Float> notFinite = Optional.empty();

        Looking(Entry entry) {
            this.entry = entry;
        }

        TensorLook at(WeightFile file, FileChannel in) throws IOException {
            float[] values = new float[Math.min(WeightFile.BLOCK, entry.size())];
            file.read(in, entry, (bytes, from, size) -> {
                digest.update(bytes.duplicate());
                if (entry.kind().isFloats()) {
                    entry.kind().read(bytes, values, 0, size);
                    first = from == 0 ? values[0] : first;
                    look(values, size);
                }
            });
            return new TensorLook(HexFormat.of().formatHex(digest.digest()), squares, notFinite, isVaried);
        }

        private void look(float[] values, int size) {
            for (int j = 0; j < size; j++) {
                float value = values[j];
                squares += (double) value * value;
                isVaried |= value != first;
                if (!Float.isFinite(value) && notFinite.isEmpty()) {
                    notFinite = Optional.of(value);
                }
            }
        }
    }
}
