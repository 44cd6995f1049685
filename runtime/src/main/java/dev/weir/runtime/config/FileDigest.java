package dev.weir.runtime.config;

import dev.weir.runtime.job.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The key {@code sha256} beside a file: the file that it is meant to be, or none. */
public final class FileDigest {
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{64}");

    private FileDigest() {}

    /** What the key is, for a person. */
    public static String words(Setting file) {
        return "the SHA-256 that '" + file.key() + "' must have, in 64 hexadecimal digits";
    }

    /** Refuses a digest that is none, and a file that has another one. */
    static void require(String digest, @Nullable Object file) {
        String expected = digest.toLowerCase(Locale.ROOT);
        if (!HEXADECIMAL.matcher(expected).matches()) {
            throw new IllegalArgumentException(
                    "must be 64 hexadecimal digits, got '" + digest + "'\nThe command sha256sum prints them.");
        }
        if (!(file instanceof Path path)) {
            return; // what is wrong with the file is told there
        }
        String actual;
        try {
            actual = Digests.ofFile(path);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be compared: " + e, e);
        }
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException(path.getFileName() + " has another digest: " + actual
                    + "\nIt is another file or was damaged: fetch it again, or write its digest here if you trust it.");
        }
    }
}
