package dev.weir.runtime.job;

import dev.weir.runtime.config.Bound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Digests of the files that a job names, under their names as seen from the job's file, so that two of one name are two. */
public final class FileDigests {
    private FileDigests() {}

    /** Digests by name, in the order of the paths. */
    public static ObjectNode of(Bound<?> file) throws IOException {
        return of(file, file);
    }

    /**
     * Digests by name, in the order of the paths.
     *
     * @param file the job's
     * @param also another file whose files the job reads; may be the same
     */
    public static ObjectNode of(Bound<?> file, Bound<?> also) throws IOException {
        Path folder = Path.of(file.file()).toAbsolutePath().resolve("..");
        TreeMap<Path, String> names = new TreeMap<>();
        for (Bound<?> from : List.of(file, also)) {
            from.files().forEach(path -> names.put(path, from.nameFrom(folder, path)));
        }
        ObjectNode files = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<Path, String> named : names.entrySet()) {
            files.put(named.getValue(), Digests.ofFile(named.getKey()));
        }
        return files;
    }
}
