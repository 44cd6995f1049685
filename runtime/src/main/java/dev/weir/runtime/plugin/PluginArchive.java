package dev.weir.runtime.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * A plugin's files, looked at before PF4J opens them: it unpacks without limits and loads a packed core-api
 * without a word.
 */
public final class PluginArchive {
    private static final int MAX_ENTRIES = 100_000;
    private static final long MAX_BYTES = 4L << 30;
    private static final long MAX_RATIO = 200;
    private static final long RATIO_COUNTS_FROM = 64L << 20;

    /** Classes that the host gives to every plugin; a second copy would be a different type. */
    private static final List<String> HOST_PACKAGES =
            List.of("dev/weir/api/", "dev/weir/runtime/", "org/pf4j/", "org/slf4j/");

    private final Path path;

    public PluginArchive(Path path) {
        this.path = path;
    }

    /**
     * Checks a jar, a zip, or a folder with its jars.
     *
     * @throws PluginException at the first thing that is not as it must be
     */
    void check() {
        if (Files.isDirectory(path)) {
            if (!Files.isRegularFile(path.resolve("plugin.properties"))) {
                throw new PluginException("plugin folder " + path.getFileName() + ": it has no plugin.properties"
                        + "\n  Every folder among the plugins is a plugin; move others elsewhere.");
            }
            for (Path file : files()) {
                if (file.toString().endsWith(".jar")) {
                    checkArchive(file);
                }
                checkPacked(path.relativize(file).toString().replace('\\', '/').replaceFirst("^classes/", ""), path);
            }
        } else {
            checkArchive(path);
        }
    }

    /** The refusal of a plugin that does not say its name. */
    static PluginException nameless(Path file) {
        return new PluginException("plugin " + file.getFileName() + ": it does not say what plugin it is"
                + "\n  Its manifest, or plugin.properties in a zip or folder, needs Plugin-Id and Plugin-Version.");
    }

    /** Refuses an archive in which nothing could say what plugin it is: PF4J does not look before it reads. */
    void requireDescriptor() {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.getEntry("META-INF/MANIFEST.MF") == null && zip.getEntry("plugin.properties") == null) {
                throw nameless(path);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static PluginException unreadable(Path file, IOException e) {
        return new PluginException(
                "plugin " + file.getFileName() + ": it is not a readable archive (" + e.getMessage()
                        + ")\n  Build or copy it again.",
                e);
    }

    private void checkArchive(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            checkEntries(file, zip);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void checkEntries(Path file, ZipFile zip) {
        Set<String> names = new HashSet<>();
        long bytes = 0;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            if (names.size() >= MAX_ENTRIES) {
                throw refused(file, "it has more than " + MAX_ENTRIES + " entries");
            }
            if (!names.add(name)) {
                throw refused(file, "it has the entry '" + name + "' twice");
            }
            if (name.startsWith("/")
                    || name.contains("\\")
                    || name.contains(":")
                    || List.of(name.split("/")).contains("..")) {
                throw refused(file, "its entry '" + name + "' would be unpacked outside its folder");
            }
            long size = Math.max(0, entry.getSize());
            bytes += size;
            boolean bomb = size > RATIO_COUNTS_FROM && size / Math.max(1, entry.getCompressedSize()) > MAX_RATIO;
            if (bytes > MAX_BYTES || bomb) {
                throw refused(file, "it unpacks to more than a plugin can need ('" + name + "')");
            }
            checkPacked(name.replaceFirst("^classes/", ""), file);
            if (name.endsWith(".jar")) { // a zip with lib/
                checkInnerJar(zip, entry, file);
            }
        }
    }

    private static void checkInnerJar(ZipFile zip, ZipEntry entry, Path file) {
        List<String> classes = new ArrayList<>();
        try (ZipInputStream jar = new ZipInputStream(zip.getInputStream(entry))) {
            innerClasses(jar, classes);
        } catch (IOException e) {
            throw refused(file, "its '" + entry.getName() + "' is not a readable archive (" + e.getMessage() + ")");
        }
        classes.forEach(name -> checkPacked(name, file));
    }

    /** Its classes, those of the jars in it included, as paths: {@code org/acme/Mine.class}. */
    public List<String> classes() throws IOException {
        List<String> classes = new ArrayList<>();
        if (!Files.isDirectory(path)) {
            classes(path, classes);
            return classes;
        }
        for (Path file : files()) {
            String name = path.relativize(file).toString().replace('\\', '/');
            if (name.endsWith(".jar")) {
                classes(file, classes);
            } else if (name.endsWith(".class")) {
                classes.add(name.replaceFirst("^classes/", ""));
            }
        }
        return classes;
    }

    private static void classes(Path archive, List<String> classes) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().endsWith(".class")) {
                    classes.add(entry.getName().replaceFirst("^classes/", ""));
                } else if (entry.getName().endsWith(".jar")) {
                    try (ZipInputStream inner = new ZipInputStream(zip.getInputStream(entry))) {
                        innerClasses(inner, classes);
                    }
                }
            }
        }
    }

    private static void innerClasses(ZipInputStream jar, List<String> classes) throws IOException {
        for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
            if (entry.getName().endsWith(".class")) {
                classes.add(entry.getName());
            }
        }
    }

    private static PluginException refused(Path file, String why) {
        return new PluginException("plugin " + file.getFileName() + ": " + why + "\n  It was not opened.");
    }

    private static void checkPacked(String entry, Path file) {
        for (String host : HOST_PACKAGES) {
            if (entry.startsWith(host) && entry.endsWith(".class")) {
                throw new PluginException("plugin " + file.getFileName() + ": it packs "
                        + entry.replace('/', '.').replaceFirst("\\.class$", "")
                        + ", which the host provides\n  Give core-api, pf4j and slf4j the Maven scope 'provided'.");
            }
        }
    }

    private List<Path> files() {
        try (Stream<Path> walk = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
