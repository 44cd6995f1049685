package dev.weir.plugins.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an {@code .npy} file says of itself, checked against its size.
 *
 * @param type   of its numbers
 * @param shape  of the array, in C order; empty for a single number
 * @param offset where the numbers begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">The NPY format</a>
 */
record NpyHeader(NpyType type, List<Integer> shape, long offset) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** NumPy's own headers have some 100 bytes; it refuses to read one of more than 10,000. */
    private static final int LONGEST = 1 << 16;

    private static final Pattern ENTRY =
            Pattern.compile("\\G\\s*'(descr|fortran_order|shape)'\\s*:\\s*([^'(\\[]\\w*|'[^']*'|\\([^)]*\\)|\\[.*])\\s*"
                    + "(?:,\\s*(?=['}])|(?=}))");
    private static final Pattern TUPLE =
            Pattern.compile("\\(\\s*(?:\\d+\\s*,\\s*(?:\\d+\\s*(?:,\\s*\\d+\\s*)*,?\\s*)?)?\\)");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    static NpyHeader read(Path file, FileChannel channel) throws IOException {
        ByteBuffer start = bytes(channel, 12);
        if (start.remaining() < MAGIC.length || start.slice(0, MAGIC.length).mismatch(ByteBuffer.wrap(MAGIC)) >= 0) {
            throw Refusal.of(
                    file,
                    "not an .npy file: it does not begin with \\x93NUMPY",
                    "Write the array with numpy.save; an .npz archive or a pickle is not read.");
        }
        if (start.remaining() < 12) {
            throw cutShort(file, "12 bytes expected for the header", channel.size());
        }
        int major = start.get(6);
        int minor = start.get(7);
        if (major < 1 || major > 3 || minor != 0) {
            throw Refusal.of(
                    file,
                    "version " + major + "." + minor + " of the .npy format",
                    "Versions 1.0, 2.0 and 3.0 are read; write the array with numpy.save.");
        }
        long length = major == 1 ? Short.toUnsignedLong(start.getShort(8)) : Integer.toUnsignedLong(start.getInt(8));
        long offset = length + (major == 1 ? 10 : 12);
        if (offset > channel.size()) {
            throw cutShort(file, offset + " bytes expected for the header", channel.size());
        }
        if (length > LONGEST) {
            throw bad(file, "it has " + length + " bytes");
        }
        channel.position(offset - length);
        String text = StandardCharsets.ISO_8859_1
                .decode(bytes(channel, (int) length))
                .toString()
                .strip();
        Map<String, String> entries = entries(file, text);
        NpyHeader header = new NpyHeader(
                type(file, entries.getOrDefault("descr", "")), shape(file, entries.getOrDefault("shape", "")), offset);
        requireRowMajor(file, entries.getOrDefault("fortran_order", ""));
        header.requireSize(file, channel.size());
        return header;
    }

    private static ByteBuffer bytes(FileChannel channel, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        return bytes.flip();
    }

    private static Map<String, String> entries(Path file, String text) {
        Map<String, String> entries = new HashMap<>();
        int end = 1;
        if (text.startsWith("{")) {
            Matcher entry = ENTRY.matcher(text).region(1, text.length()).useTransparentBounds(true);
            while (entry.find()) {
                if (entries.put(entry.group(1), entry.group(2)) != null) {
                    throw bad(file, "it states '" + entry.group(1) + "' twice");
                }
                end = entry.end();
            }
        }
        if (entries.size() != 3 || !text.substring(end).equals("}")) {
            throw bad(file, "it must be {'descr': ..., 'fortran_order': ..., 'shape': ...}");
        }
        return entries;
    }

    private static NpyType type(Path file, String written) {
        String readable = "Read are "
                + Stream.of(NpyType.values()).map(type -> "'" + type + "'").collect(Collectors.joining(", "))
                + "; in NumPy: ";
        if (written.startsWith("[")) {
            throw Refusal.of(
                    file, "a structured array " + written, readable + "save each field as an array of its own.");
        }
        String description = written.replace("'", "");
        Optional<NpyType> type = written.startsWith("'") ? NpyType.of(description) : Optional.empty();
        if (type.isPresent()) {
            return type.get();
        }
        if (description.endsWith("O")) {
            throw Refusal.of(
                    file, "an array of Python objects (" + written + ")", readable + "array.astype('<f8') or '<i8'.");
        }
        if (description.startsWith(">")) {
            throw Refusal.of(
                    file,
                    "big-endian numbers (" + written + ")",
                    readable + "array.astype('" + description.replace('>', '<') + "').");
        }
        throw Refusal.of(file, "numbers of type " + written, readable + "array.astype('<f4').");
    }

    private static List<Integer> shape(Path file, String written) {
        if (!TUPLE.matcher(written).matches()) {
            throw bad(file, "the shape is " + written);
        }
        List<String> dimensions =
                DIGITS.matcher(written).results().map(digits -> digits.group()).toList();
        try {
            int size = 1;
            for (String dimension : dimensions) {
                size = Math.multiplyExact(size, Integer.parseInt(dimension));
            }
            return dimensions.stream().map(Integer::valueOf).toList();
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            throw Refusal.of(
                    file,
                    "the shape " + written + " has 2^31 numbers or more",
                    "Divide the array into files of fewer rows.");
        }
    }

    private static void requireRowMajor(Path file, String written) {
        if (written.equals("True")) {
            throw Refusal.of(
                    file,
                    "the array is in Fortran order",
                    "Only C order is read; in NumPy: numpy.ascontiguousarray(array).");
        }
        if (!written.equals("False")) {
            throw bad(file, "fortran_order is " + written);
        }
    }

    private void requireSize(Path file, long found) {
        long expected = offset + (long) count() * type.bytes();
        if (found < expected) {
            throw cutShort(
                    file, expected + " bytes expected for the shape " + written(shape) + " of '" + type + "'", found);
        }
        if (found > expected) {
            throw Refusal.of(
                    file,
                    "more than its header says: " + expected + " bytes expected for the shape " + written(shape)
                            + " of '" + type + "', " + found + " found",
                    "Save one array in one file.");
        }
    }

    private static IllegalArgumentException cutShort(Path file, String expected, long found) {
        return Refusal.of(file, "cut short: " + expected + ", " + found + " bytes found", "Write or copy it again.");
    }

    private static IllegalArgumentException bad(Path file, String why) {
        return Refusal.of(file, "a bad .npy header: " + why, "Write the array with numpy.save.");
    }

    /** Numbers in the array. */
    int count() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** A shape as NumPy writes it: {@code (100, 10)}. */
    static String written(List<Integer> shape) {
        return shape.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "(", shape.size() == 1 ? ",)" : ")"));
    }
}
