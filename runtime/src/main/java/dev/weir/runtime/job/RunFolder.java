package dev.weir.runtime.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a report. Files are gathered in a hidden folder in it or beside it and moved into place at the
 * end, so a run that fails leaves an older report as it was. It is made before the run, so that a folder
 * that cannot be written to is known before anything is trained.
 */
public final class RunFolder implements AutoCloseable {
    /** What a run leaves beside its report, and a later run replaces or takes away. */
    private static final List<String> OWN = List.of(
            "bundle",
            "coefficients.npy",
            "front.tsv",
            "merged.json",
            "merged.safetensors",
            "plan.json",
            "points",
            "recorded",
            "rules.json");

    private final Path folder;
    private final Path gathering;
    private final Move move;

    private RunFolder(Path folder, Path gathering, Move move) {
        this.move = move;
        this.folder = folder;
        this.gathering = gathering;
    }

    /** Why a folder cannot be a report's; empty when it can. Leaves nothing. */
    static Optional<String> refusal(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        if (absolute.getParent() == null) {
            return Optional.of(folder + " cannot be replaced");
        }
        for (String own : OWN) {
            if (Files.exists(absolute.resolve(own)) && !Files.exists(absolute.resolve("report.json"))) {
                return Optional.of(absolute.resolve(own) + " was not left by Weir and would be replaced");
            }
        }
        return OutputPlace.refusal(absolute);
    }

    /** Makes the temporary folder. */
    public static RunFolder open(Path folder) throws IOException {
        return open(
                folder,
                (from, to) ->
                        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING));
    }

    static RunFolder open(Path folder, Move move) throws IOException {
        Optional<String> refusal = refusal(folder);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get() + "\nChoose another report folder.");
        }
        Path absolute = folder.toAbsolutePath().normalize();
        // In the folder where there is one: it may be on a disk of its own, and nothing is moved between disks.
        Path in = Files.isDirectory(absolute) ? absolute : Files.createDirectories(absolute.resolveSibling(""));
        return new RunFolder(absolute, Files.createTempDirectory(in, "." + absolute.getFileName() + "-"), move);
    }

    /** Gives a file or a folder another path on the same disk, where it replaces a file. */
    @FunctionalInterface
    interface Move {
        void apply(Path from, Path to) throws IOException;
    }

    /** Where the results will stand in the end. */
    public Path place() {
        return folder;
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

    /** Takes a result back that was written. */
    public void remove(String name) throws IOException {
        OutputPlace.delete(gathering.resolve(name));
    }

    /**
     * Moves all results into place, folders as a whole, and says where they are.
     *
     * @throws IOException when they cannot be; the older report is then as it was
     */
    public Path commit() throws IOException {
        Files.createDirectories(folder);
        Set<String> names = new LinkedHashSet<>(OWN); // what this run did not leave would belong to another
        try (Stream<Path> entries = Files.list(gathering)) {
            entries.sorted().forEach(entry -> names.add(entry.getFileName().toString()));
        }
        Path replaced = Files.createDirectory(gathering.resolve(".replaced"));
        Deque<Path[]> moved = new ArrayDeque<>();
        try {
            for (String name : names) {
                setAside(name, replaced.resolve(name), moved);
            }
            for (String name : names) {
                if (Files.exists(gathering.resolve(name))) {
                    move.apply(gathering.resolve(name), folder.resolve(name));
                    moved.push(new Path[] {gathering.resolve(name), folder.resolve(name)});
                }
            }
        } catch (IOException e) {
            while (!moved.isEmpty()) {
                Path[] last = moved.pop();
                move.apply(last[1], last[0]);
            }
            throw e;
        }
        return folder;
    }

    /** A file that a new one will replace stays in its place till then, so that it is never missing. */
    private void setAside(String name, Path aside, Deque<Path[]> moved) throws IOException {
        Path old = folder.resolve(name);
        if (!Files.exists(old)) {
            return;
        }
        if (Files.isRegularFile(old) && Files.isRegularFile(gathering.resolve(name))) {
            Files.copy(old, aside);
        } else {
            move.apply(old, aside);
        }
        moved.push(new Path[] {old, aside});
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try {
            OutputPlace.delete(gathering);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
