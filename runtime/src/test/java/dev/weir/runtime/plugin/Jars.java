package dev.weir.runtime.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives for tests, as good or as bad as the test says. */
final class Jars {
    private Jars() {}

    /** An archive with these entries; what follows a colon is an entry's text. */
    static Path write(Path file, String... entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String entry : entries) {
                int colon = entry.indexOf(':');
                zip.putNextEntry(new ZipEntry(colon < 0 ? entry : entry.substring(0, colon)));
                zip.write(entry.substring(colon + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    /** The manifest of a plugin. */
    static String manifest(String id, String requires) {
        return "META-INF/MANIFEST.MF:Manifest-Version: 1.0\nPlugin-Id: " + id + "\nPlugin-Version: 1.2.3\n"
                + (requires.isEmpty() ? "" : "Plugin-Requires: " + requires + "\n");
    }
}
