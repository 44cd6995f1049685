package dev.weir.runtime.job;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where results are written to: whether that can be, asked before the work, and what is said when a disk is full. */
public final class OutputPlace {
    /** What operating systems say of a full disk, a quota, a limit on files. */
    private static final List<String> FULL =
            List.of("no space left", "not enough space", "disk quota exceeded", "file too large", "disk is full");

    private OutputPlace() {}

    /**
     * Why nothing can be written into a folder, which need not exist; empty when it can. It is tried, because
     * rights alone do not tell, and nothing of the trial is left.
     */
    public static Optional<String> refusal(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                return Optional.of("there is no " + existing);
            }
            existing = parent;
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of(existing + " is a file, not a folder");
        }
        try {
            Files.delete(Files.createTempDirectory(existing, ".weir-"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("nothing can be written into " + existing + " (" + reason(e) + ")");
        }
    }

    /** Deletes a file, or a folder with all that is in it; nothing where there is none. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path inner : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(inner);
            }
        }
    }

    private static String reason(IOException failure) {
        String kind = failure.getClass().getSimpleName().replaceFirst("Exception$", "");
        return failure instanceof FileSystemException named && named.getReason() != null ? named.getReason() : kind;
    }

    /** What failed while results were written: where the disk is full, the place and the remedy; else itself. */
    public static IOException explained(Path place, IOException failure) {
        String said = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean isFull = FULL.stream().anyMatch(said::contains);
        return isFull
                ? new IOException(
                        "the disk is full: " + place + " cannot be written"
                                + "\nFree space there or choose another place. What stood there before is as it was.",
                        failure)
                : failure;
    }
}
