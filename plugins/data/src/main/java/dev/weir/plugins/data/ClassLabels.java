package dev.weir.plugins.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Class indexes from files, held against the class names where these are given. */
final class ClassLabels {
    private ClassLabels() {}

    /** The number of classes: as many as there are names, else the largest label plus 1. */
    static int count(Optional<List<String>> names, IntStream labels) {
        return names.map(List::size).orElseGet(() -> labels.max().orElse(0) + 1);
    }

    static void requireNamed(Optional<List<String>> names, Path file, int[] labels) {
        int classes = names.map(List::size).orElse(Integer.MAX_VALUE);
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] >= classes) {
                throw Refusal.of(
                        file,
                        "the label " + labels[row] + " in row " + row + " has no name",
                        "'classes' names " + classes + " classes, with the labels 0 to " + (classes - 1) + ".");
            }
        }
    }
}
