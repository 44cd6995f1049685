package dev.weir.plugins.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Refusals of what a file holds: the first line says what is wrong where, the second what to do. */
final class Refusal {
    private Refusal() {}

    static IllegalArgumentException of(Path file, String problem, String remedy) {
        return new IllegalArgumentException(file.getFileName() + ": " + problem + "\n" + remedy);
    }

    /** A refusal that is shown at a setting. */
    static IllegalArgumentException of(String setting, Path file, long line, String problem, String remedy) {
        return new IllegalArgumentException(
                setting + ": " + file.getFileName() + ":" + line + ": " + problem + "\n" + remedy);
    }

    static void requireNoFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw of(file, "a folder, not a file", "Name a file in it.");
        }
    }

    static IllegalArgumentException of(Path file, long line, String problem, String remedy) {
        return new IllegalArgumentException(file.getFileName() + ":" + line + ": " + problem + "\n" + remedy);
    }
}
