package dev.weir.plugins.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file of unsigned bytes in the idx format, plain or gzipped: two zeros, the type, the number of
 * dimensions, the sizes, then the bytes in C order.
 */
final class IdxFile implements Closeable {
    private static final int UNSIGNED_BYTE = 0x08;
    private static final String ARE_EXCHANGED =
            "Images have the number 00000803 and labels 00000801; are the two exchanged?";

    private final Path file;
    private final InputStream bytes;
    private final List<Integer> sizes;

    private IdxFile(Path file, InputStream bytes, List<Integer> sizes) {
        this.file = file;
        this.bytes = bytes;
        this.sizes = sizes;
    }

    /**
     * Opens a file and reads its header.
     *
     * @param dimensions that it must have: 3 for images, 1 for labels
     */
    static IdxFile open(Path file, int dimensions) throws IOException {
        InputStream bytes = Gzip.open(file);
        try {
            int magic = integer(file, bytes);
            int expected = UNSIGNED_BYTE << 8 | dimensions;
            if (magic != expected) {
                throw Refusal.of(
                        file,
                        String.format(
                                "not an idx file of %s: it begins with %08x, expected %08x",
                                dimensions == 1 ? "labels" : "images", magic, expected),
                        ARE_EXCHANGED);
            }
            List<Integer> sizes = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                sizes.add(integer(file, bytes));
            }
            IdxFile opened = new IdxFile(file, bytes, List.copyOf(sizes));
            opened.requireSize();
            return opened;
        } catch (IOException | RuntimeException failure) {
            bytes.close();
            throw failure;
        }
    }

    private static int integer(Path file, InputStream bytes) throws IOException {
        byte[] read = read(file, bytes, Integer.BYTES);
        if (read.length < Integer.BYTES) {
            throw Refusal.of(file, "cut short in its header", "Fetch or copy it again.");
        }
        return ByteBuffer.wrap(read).getInt();
    }

    private static byte[] read(Path file, InputStream bytes, int most) throws IOException {
        try {
            return bytes.readNBytes(most);
        } catch (IOException failure) {
            throw Gzip.explained(file, failure);
        }
    }

    /** Refuses sizes that the file cannot hold, before any array is made. */
    private void requireSize() throws IOException {
        long count = 1;
        for (int size : sizes) {
            if (size < 1 || count * size > Integer.MAX_VALUE) {
                throw Refusal.of(
                        file,
                        "its header says " + written() + " bytes",
                        "It must hold at least one example, and fewer than 2^31 bytes.");
            }
            count *= size;
        }
        long most = Files.size(file) * (Gzip.isGzipped(file) ? Gzip.MOST_PER_BYTE : 1);
        if (count > most) {
            throw cutShort("at most " + most);
        }
    }

    /** Examples in the file. */
    int rows() {
        return sizes.get(0);
    }

    /** The sizes of one example. */
    List<Integer> shape() {
        return sizes.subList(1, sizes.size());
    }

    /** Bytes of one example. */
    int width() {
        return (int) Settings.size(shape());
    }

    /** The bytes of the next examples; the last of them must be followed by nothing. */
    byte[] next(int rows, boolean isLast) throws IOException {
        byte[] read = read(file, bytes, rows * width());
        if (read.length < rows * width()) {
            throw cutShort("fewer");
        }
        if (isLast && read(file, bytes, 1).length > 0) {
            throw Refusal.of(
                    file,
                    "bytes follow after the " + written() + " that its header says",
                    "Save one array in one file.");
        }
        return read;
    }

    private IllegalArgumentException cutShort(String found) {
        return Refusal.of(
                file,
                "cut short: its header says " + written() + " bytes, " + found + " found",
                "Fetch or copy it again.");
    }

    private String written() {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
