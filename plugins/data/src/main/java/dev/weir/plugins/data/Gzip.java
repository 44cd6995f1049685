package dev.weir.plugins.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files that may be gzipped, for formats that never begin as a gzip file does. */
final class Gzip {
    private static final int BUFFER = 1 << 16;

    /** One byte of a gzip file stands for at most this many. */
    static final int MOST_PER_BYTE = 1032;

    private Gzip() {}

    /** The file's bytes, unpacked when the name ends with {@code .gz} or the content begins as a gzip file does. */
    static InputStream open(Path file) throws IOException {
        Refusal.requireNoFolder(file);
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            return isGzipped(file, bytes) ? new GZIPInputStream(bytes, BUFFER) : bytes;
        } catch (IOException failure) {
            bytes.close();
            throw explained(file, failure);
        }
    }

    /** Whether {@link #open} unpacks the file. */
    static boolean isGzipped(Path file) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 2)) {
            return isGzipped(file, bytes);
        }
    }

    private static boolean isGzipped(Path file, InputStream bytes) throws IOException {
        bytes.mark(2);
        boolean beginsSo = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return beginsSo || file.toString().endsWith(".gz");
    }

    /** A failure to read, or a refusal when the gzip file is not whole. */
    static IOException explained(Path file, IOException failure) {
        if (failure instanceof ZipException || failure instanceof EOFException) {
            throw Refusal.of(
                    file,
                    "not a whole gzip file: " + failure.getMessage(),
                    "A name that ends with .gz promises a gzipped file; was it cut short?");
        }
        return failure;
    }
}
