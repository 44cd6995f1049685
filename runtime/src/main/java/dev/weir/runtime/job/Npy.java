package dev.weir.runtime.job;

import dev.weir.api.Answers;
import dev.weir.api.Features;
import dev.weir.api.Labels;
import dev.weir.api.Logits;
import dev.weir.api.TokenMask;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes arrays in NumPy's format, version 1.0, little-endian, C order.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
public final class Npy {
    private static final int ALIGNMENT = 64;
    private static final Pattern FEATURES =
            Pattern.compile("\\{'descr': '(<f[48])', 'fortran_order': False, 'shape': \\((\\d{1,9}), (\\d{1,9})\\), }");

    private Npy() {}

    /** Logits as {@code n x k}, in the width in which they are held. */
    public static void write(Path file, Logits logits) throws IOException {
        write(file, logits, "(" + logits.rows() + ", " + logits.classes() + ")");
    }

    /** Logits of answers of {@code t} positions as {@code n x t x v}, in the width in which they are held. */
    public static void write(Path file, Logits logits, int t) throws IOException {
        write(file, logits, "(" + logits.rows() / t + ", " + t + ", " + logits.classes() + ")");
    }

    private static void write(Path file, Logits logits, String shape) throws IOException {
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

    /** Features as {@code n x d}, in the width in which they are held. */
    public static void write(Path file, Features features) throws IOException {
        String shape = "(" + features.rows() + ", " + features.width() + ")";
        int width = features.isDouble() ? Double.BYTES : Float.BYTES;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header(features.isDouble() ? "<f8" : "<f4", shape));
            ByteBuffer line = ByteBuffer.allocate(features.width() * width).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < features.rows(); row++) {
                line.clear();
                for (int j = 0; j < features.width(); j++) {
                    if (features.isDouble()) {
                        line.putDouble(features.at(row, j));
                    } else {
                        line.putFloat((float) features.at(row, j));
                    }
                }
                out.write(line.array());
            }
        }
    }

    /**
     * Rows of {@code d} numbers of 32 bits as {@code n x d}, each written before the next is made.
     *
     * @param row gives the row of a number; asked for each once, in order
     */
    public static void writeRows(Path file, int rows, int width, IntFunction<float[]> row) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("<f4", "(" + rows + ", " + width + ")"));
            ByteBuffer line = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < rows; i++) {
                line.asFloatBuffer().put(row.apply(i));
                out.write(line.array());
            }
        }
    }

    /**
     * Reads features that {@link #write(Path, Features)} wrote.
     *
     * @throws IOException when the file cannot be read or holds something else
     */
    public static Features readFeatures(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            Layout layout = Layout.read(channel, file);
            int rows = layout.rows();
            int width = layout.width();
            double[] doubles = new double[layout.isDouble() ? rows * width : 0];
            float[] floats = new float[layout.isDouble() ? 0 : rows * width];
            for (int row = 0; row < rows; row++) {
                ByteBuffer line = read(channel, file, layout.bytesPerRow());
                if (layout.isDouble()) {
                    line.asDoubleBuffer().get(doubles, row * width, width);
                } else {
                    line.asFloatBuffer().get(floats, row * width, width);
                }
            }
            return layout.isDouble() ? new Features(rows, width, doubles) : new Features(rows, width, floats);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** How rows of numbers lie in a file, from where the header ends. */
    record Layout(int rows, int width, boolean isDouble) {

        /** Reads the header, at whose end the channel then is. */
        static Layout read(FileChannel channel, Path file) throws IOException {
            ByteBuffer prefix = Npy.read(channel, file, 10);
            String header = StandardCharsets.US_ASCII
                    .decode(Npy.read(channel, file, prefix.getShort(8)))
                    .toString();
            Matcher found = FEATURES.matcher(header);
            if (!found.lookingAt()) {
                throw new IOException(file + " holds no features: " + header.strip());
            }
            return new Layout(
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)),
                    found.group(1).equals("<f8"));
        }

        int bytesPerRow() {
            return width * (isDouble ? Double.BYTES : Float.BYTES);
        }
    }

    static ByteBuffer read(FileChannel channel, Path file, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException(file + " is cut short");
            }
        }
        return buffer.flip();
    }

    /** A mask as {@code n x t} whole numbers of 8 bits: 1 where there is a token, else 0. */
    public static void write(Path file, TokenMask tokens) throws IOException {
        byte[] values = new byte[tokens.rows() * tokens.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (tokens.isToken(i / tokens.length(), i % tokens.length()) ? 1 : 0);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("|u1", "(" + tokens.rows() + ", " + tokens.length() + ")"));
            out.write(values);
        }
    }

    /**
     * Labels as {@code n} whole numbers of 64 bits; where a label is a sequence of tokens, those as {@code n x t}, -1
     * where there is none.
     */
    public static void write(Path file, Labels labels) throws IOException {
        if (labels.answers().isPresent()) {
            write(file, labels, labels.answers().get());
            return;
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("<i8", "(" + labels.size() + ",)"));
            ByteBuffer values = ByteBuffer.allocate(labels.size() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < labels.size(); row++) {
                values.putLong(labels.at(row));
            }
            out.write(values.array());
        }
    }

    private static void write(Path file, Labels labels, Answers answers) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header("<i8", "(" + labels.size() + ", " + answers.length() + ")"));
            ByteBuffer values =
                    ByteBuffer.allocate(answers.length() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < labels.size(); row++) {
                values.clear();
                for (int position = 0; position < answers.length(); position++) {
                    values.putLong(answers.token(labels.at(row), position));
                }
                out.write(values.array());
            }
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
