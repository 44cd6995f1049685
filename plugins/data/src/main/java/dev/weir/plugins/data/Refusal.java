package dev.weir.plugins.data;

import java.nio.file.Path;

/** Refusals of what a file holds: the first line says what is wrong where, the second what to do. */
final class Refusal {
    private Refusal() {}

    static IllegalArgumentException of(Path file, String problem, String remedy) {
        return new IllegalArgumentException(file.getFileName() + ": " + problem + "\n" + remedy);
    }

    static IllegalArgumentException of(Path file, long line, String problem, String remedy) {
        return new IllegalArgumentException(file.getFileName() + ":" + line + ": " + problem + "\n" + remedy);
    }
}
