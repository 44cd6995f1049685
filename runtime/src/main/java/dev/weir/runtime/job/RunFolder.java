package dev.weir.runtime.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a report. Files are gathered in a temporary folder beside it and moved into place at the
 * end, so a run that fails leaves an older report as it was. It is made before the run, so that a folder
 * that cannot be written to is known before anything is trained.
 */
public final class RunFolder implements AutoCloseable {
    /** What a run leaves beside its report, and a later run replaces or takes away. */
    private static final List<String> OWN = List.of("bundle", "recorded", "rules.json");

    private final Path folder;
    private final Path gathering;

    private RunFolder(Path folder, Path gathering) {
        this.folder = folder;
        this.gathering = gathering;
    }

    /** Makes the temporary folder. */
    public static RunFolder open(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new IOException(folder + " is a file, not a folder");
        }
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException(folder + " cannot be replaced");
        }
        for (String own : OWN) {
            if (Files.exists(absolute.resolve(own)) && !Files.exists(absolute.resolve("report.json"))) {
                throw new IOException(absolute.resolve(own) + " was not left by Weir and would be replaced"
                        + "; choose another report folder");
            }
        }
        Files.createDirectories(parent);
        return new RunFolder(absolute, Files.createTempDirectory(parent, "." + absolute.getFileName() + "-"));
    }

    /** Where a result of this name is to be written now; its folders are made. */
    public Path file(String name) throws IOException {
        Path file = gathering.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return file;
    }

    /** An empty folder for results that belong together: it takes the place of an older one as a whole. */
    public Path folder(String name) throws IOException {
        return Files.createDirectories(gathering.resolve(name));
    }

    /** Moves all results into place, folders as a whole, and says where they are. */
    public Path commit() throws IOException {
        Files.createDirectories(folder);
        List<Path> results;
        try (Stream<Path> entries = Files.list(gathering)) {
            results = entries.sorted().toList();
        }
        Path replaced = Files.createDirectory(gathering.resolve(".replaced"));
        for (String own : OWN) { // what this run did not leave would belong to another
            Path target = folder.resolve(own);
            if (Files.exists(target)) {
                Files.move(target, replaced.resolve(own), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        for (Path result : results) {
            Path target = folder.resolve(result.getFileName().toString());
            Files.move(result, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return folder;
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(gathering)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
