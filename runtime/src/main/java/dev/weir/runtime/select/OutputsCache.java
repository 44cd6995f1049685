package dev.weir.runtime.select;

import dev.weir.api.Features;
import dev.weir.api.Need;
import dev.weir.api.selection.RowBlocks;
import dev.weir.runtime.job.ModelCache;
import dev.weir.runtime.job.Npy;
import dev.weir.runtime.job.NpyRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What candidates put out, kept on disk between runs: an array for each need in a folder for each candidate.
 *
 * @param cache where the folders are
 */
public record OutputsCache(ModelCache cache) {
    private static final String PARAMETERS = "parameters.txt";

    /** What was kept under a key; empty where nothing was, or it is not as it was kept. */
    public Optional<CandidateOutputs> find(String key, Set<Need> offered) throws IOException {
        try {
            Optional<Path> folder = cache.find(key);
            return folder.isPresent() ? Optional.of(read(folder.get(), offered)) : Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            cache.forget(key);
            return Optional.empty();
        }
    }

    private static CandidateOutputs read(Path folder, Set<Need> offered) throws IOException {
        Map<Need, Features> rows = new EnumMap<>(Need.class);
        for (Need need : offered) {
            rows.put(need, Npy.readFeatures(folder.resolve(name(need))));
        }
        String parameters = Files.readString(folder.resolve(PARAMETERS));
        return new CandidateOutputs(
                rows,
                Map.of(),
                parameters.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(parameters)));
    }

    /** Keeps what a candidate put out, unless it failed at a need that it offers: that may be mended. */
    public void keep(String key, CandidateOutputs outputs, Set<Need> offered) throws IOException {
        if (!outputs.rows().keySet().containsAll(offered)) {
            return;
        }
        cache.keep(key, folder -> {
            for (Map.Entry<Need, Features> entry : outputs.rows().entrySet()) {
                Npy.write(folder.resolve(name(entry.getKey())), entry.getValue());
            }
            OptionalLong parameters = outputs.parameters();
            Files.writeString(
                    folder.resolve(PARAMETERS), parameters.isPresent() ? String.valueOf(parameters.getAsLong()) : "");
        });
    }

    /** The rows of gradients that were kept under a key, read from their file as often as they are looked at. */
    Optional<RowBlocks> findGradients(String key) throws IOException {
        try {
            Optional<Path> folder = cache.find(key);
            return folder.isPresent() ? Optional.of(NpyRows.of(gradients(folder.get()))) : Optional.empty();
        } catch (IOException | IllegalArgumentException damaged) {
            cache.forget(key);
            return Optional.empty();
        }
    }

    /** Keeps rows of gradients, which are written into a file as they are made, and reads them from it. */
    RowBlocks keepGradients(String key, ModelCache.Saving intoFile) throws IOException {
        cache.keep(key, folder -> intoFile.into(gradients(folder)));
        return findGradients(key).orElseThrow(() -> new IOException("gradients are kept on disk, and nothing is kept"));
    }

    private static Path gradients(Path folder) {
        return folder.resolve(name(Need.BLOCK_GRADIENTS));
    }

    private static String name(Need need) {
        return need.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".npy";
    }
}
