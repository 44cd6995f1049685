package dev.weir.runtime.job;

import dev.weir.runtime.config.Bound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Digests of the files that a job names, under their paths relative to the job's file, so that two of one name are two. */
public final class FileDigests {
    private FileDigests() {}

    /**
     * Digests by path, in the order of the paths.
     *
     * @param file the job's
     * @param also another file whose files the job reads; may be the same
     */
    public static ObjectNode of(Bound<?> file, Bound<?> also) throws IOException {
        TreeSet<Path> named = new TreeSet<>(file.files());
        named.addAll(also.files());
        ObjectNode files = JsonNodeFactory.instance.objectNode();
        for (Path path : named) {
            files.put(nameOf(file, path), Digests.ofFile(path));
        }
        return files;
    }

    private static String nameOf(Bound<?> file, Path path) {
        Path folder = Path.of(file.file()).toAbsolutePath().normalize().getParent();
        Path absolute = path.toAbsolutePath().normalize();
        if (folder == null || !folder.getRoot().equals(absolute.getRoot())) {
            return absolute.toString();
        }
        return folder.relativize(absolute).toString().replace('\\', '/');
    }
}
