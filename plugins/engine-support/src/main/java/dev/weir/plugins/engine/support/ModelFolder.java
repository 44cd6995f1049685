package dev.weir.plugins.engine.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder that a model is opened from. */
public final class ModelFolder {
    private static final Pattern CODE = Pattern.compile("(?i).*\\.(jar|class|java)");

    private ModelFolder() {}

    /**
     * Refuses a folder with Java code anywhere in it. Weir runs none, but some libraries run what they find beside a
     * model, and no model needs it.
     *
     * @throws IllegalArgumentException when there is some; the message names the file
     */
    public static void requireNoCode(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            Optional<Path> code = all.filter(
                            file -> CODE.matcher(file.toString()).matches())
                    .sorted()
                    .findFirst();
            if (code.isPresent()) {
                throw new IllegalArgumentException(folder + " holds Java code, which is no part of a model: "
                        + folder.relativize(code.get()) + "\nRemove it, if you trust where the folder comes from.");
            }
        }
    }
}
