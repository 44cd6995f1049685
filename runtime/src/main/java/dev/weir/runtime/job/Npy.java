package dev.weir.runtime.job;

import dev.weir.api.Labels;
import dev.weir.api.Logits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes arrays in NumPy's format, version 1.0, little-endian, C order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class Npy {
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /** Logits as {@code n x k}, in the width in which they are held. */
    public static void write(Path file, Logits logits) throws IOException {
        String shape = "(" + logits.rows() + ", " + logits.classes() + ")";
        int width = logits.isDouble() ? Double.BYTES : Float.BYTES;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header(logits.isDouble() ? "<f8" : "<f4", shape));
            ByteBuffer line = ByteBuffer.allocate(logits.classes() * width).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < logits.rows(); row++) {
                line.clear();
                for (int k = 0; k < logits.classes(); k++) {
                    if (logits.isDouble()) {
                        line.putDouble(logits.at(row, k));
                    } else {
                        line.putFloat((float) logits.at(row, k));
                    }
                }
                out.write(line.array());
            }
        }
    }

    /** Labels as {@code n} whole numbers of 64 bits. */
    public static void write(Path file, Labels labels) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("<i8", "(" + labels.size() + ",)"));
            ByteBuffer values = ByteBuffer.allocate(labels.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < labels.size(); row++) {
                values.putLong(labels.at(row));
            }
            out.write(values.array());
        }
    }

    private static byte[] header(String type, String shape) {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        int prefix = 10;
        int length = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - prefix;
        ByteBuffer header = ByteBuffer.allocate(prefix + length).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.putShort((short) length);
        header.put(text.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }
}
