package dev.weir.runtime.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder of one of several runs. A key beside its report says what the run depended on; it is written last
 * and removed first, so a folder with a key is whole.
 *
 * @param folder of the run
 */
record KeptRun(Path folder) {
    private static final String KEY = "run.key";

    /** The report of the finished run with this key, if it is here. */
    Optional<ObjectNode> find(String key) throws IOException {
        boolean whole = Stream.of(KEY, "report.json", "report.html", "rules.json")
                .allMatch(name -> Files.isRegularFile(folder.resolve(name)));
        return whole && Files.readString(folder.resolve(KEY)).equals(key) ? Optional.of(report()) : Optional.empty();
    }

    /** The report of the run that has just finished. */
    ObjectNode report() throws IOException {
        try {
            return (ObjectNode) SingleRun.JSON.readTree(Files.readString(folder.resolve("report.json")));
        } catch (JacksonException | ClassCastException e) {
            throw new IOException(folder.resolve("report.json") + " is no report; remove the folder " + folder, e);
        }
    }

    /** Lets the folder be written anew. */
    void forget() throws IOException {
        Files.deleteIfExists(folder.resolve(KEY));
    }

    /** Says that the run has finished. */
    void keep(String key) throws IOException {
        Path fresh = Files.writeString(folder.resolve("." + KEY), key);
        Files.move(fresh, folder.resolve(KEY), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
