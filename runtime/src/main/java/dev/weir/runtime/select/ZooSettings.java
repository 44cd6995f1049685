package dev.weir.runtime.select;

import dev.weir.api.Default;
import dev.weir.api.Doc;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The zoo of a job: a list of candidates in place, or {@code { use: file, with: { file: zoo.yaml } }}.
 *
 * @param candidates in place
 * @param use        {@code file}
 * @param with       which file
 */
public record ZooSettings(
        @Default("[]") @Doc("the candidates, in place") List<CandidateSettings> candidates,
        @Doc("file, for a zoo in a file of its own") Optional<String> use,
        @Doc("the file of the zoo") Optional<ZooFile> with) {

    /**
     * Where a zoo stands.
     *
     * @param file a YAML file with the key {@code candidates}; paths in it are relative to it
     */
    public record ZooFile(
            @Doc("a YAML file with the key candidates; paths in it are relative to it")
            Path file) {}

    /**
     * The content of such a file.
     *
     * @param candidates of the zoo
     */
    public record Candidates(@Doc("the candidates") List<CandidateSettings> candidates) {}

    public ZooSettings {
        if (use.isPresent() && !use.get().equals("file")) {
            throw new IllegalArgumentException("use must be 'file', got '" + use.get()
                    + "'\nWrite { use: file, with: { file: zoo.yaml } }, or the candidates in place as a list.");
        }
        if (use.isPresent() != with.isPresent() || use.isPresent() != candidates.isEmpty()) {
            throw new IllegalArgumentException("the zoo must have candidates"
                    + "\nWrite them in place as a list, or { use: file, with: { file: zoo.yaml } }.");
        }
    }
}
