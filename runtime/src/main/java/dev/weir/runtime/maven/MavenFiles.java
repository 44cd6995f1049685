package dev.weir.runtime.maven;

import dev.weir.api.Progress;
import dev.weir.runtime.config.FileFinder;
import dev.weir.runtime.config.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Files by Maven coordinate. An artifact comes from the user's local repository, or is fetched into it as their
 * own Maven would, its checksum verified; a file within it is unpacked once into a folder of Weir's.
 */
public final class MavenFiles implements FileFinder {

    /** Gets artifacts from the user's repositories. */
    @FunctionalInterface
    interface Artifacts {

        /**
         * The file of an artifact.
         *
         * @throws IllegalArgumentException when it cannot be had; a second line is the remedy
         */
        Path get(String artifact);
    }

    private final Path folder;
    private final Artifacts artifacts;
    private final Map<String, Path> found = new ConcurrentHashMap<>();

    /**
     * Files from the user's own repositories.
     *
     * @param folder   where what lies within artifacts is unpacked; made when something is
     * @param offline  whether nothing may be fetched
     * @param progress is told what is fetched
     */
    public MavenFiles(Path folder, boolean offline, Progress progress) {
        this(folder, artifact -> new UserRepositories(offline, progress).get(artifact));
    }

    MavenFiles(Path folder, Artifacts artifacts) {
        this.folder = folder;
        this.artifacts = artifacts;
    }

    @Override
    public Path find(String name) {
        return found.computeIfAbsent(name, this::located);
    }

    private Path located(String name) {
        Coordinate coordinate = Coordinate.of(name);
        if (coordinate.inner().isEmpty()) {
            return artifacts.get(coordinate.artifact());
        }
        Path unpacked = folder.resolve("maven")
                .resolve(coordinate.artifact().replace(':', '/'))
                .resolve(coordinate.inner());
        if (Files.isRegularFile(unpacked)) {
            return unpacked;
        }
        Path artifact = artifacts.get(coordinate.artifact());
        try (ZipFile zip = new ZipFile(artifact.toFile())) {
            unpack(zip, coordinate, unpacked);
        } catch (ZipException e) {
            throw new IllegalArgumentException(coordinate.artifact() + " is no archive, so it holds no file '"
                    + coordinate.inner() + "'\nLeave !/" + coordinate.inner() + " out for the artifact itself.");
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be unpacked to " + unpacked + ": " + e
                    + "\nName a folder that can be written to by WEIR_CACHE.");
        }
        return unpacked;
    }

    private static void unpack(ZipFile zip, Coordinate coordinate, Path target) throws IOException {
        ZipEntry entry = zip.getEntry(coordinate.inner());
        if (entry == null || entry.isDirectory()) {
            List<String> names = zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> !name.endsWith("/") && !name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .toList();
            throw new IllegalArgumentException("there is no file '" + coordinate.inner() + "' in "
                    + coordinate.artifact() + "\n" + Spelling.didYouMean(coordinate.inner(), names) + "It has: "
                    + String.join(", ", names.subList(0, Math.min(10, names.size()))) + ".");
        }
        Path parent = target.resolve("..").normalize();
        Files.createDirectories(parent);
        Path fresh = Files.createTempFile(parent, ".", ".unpacking");
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
