package dev.weir.runtime.job;

import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.WorkCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Trained models and training states, kept between runs under a key that names all they depend on: settings,
 * seed, rows, and the code of the engine. Each is written to a temporary place and renamed.
 */
public final class ModelCache implements AutoCloseable {
    private final Path folder;
    private final boolean isOn;
    private final boolean isScratch;

    private ModelCache(Path folder, boolean isOn, boolean isScratch) {
        this.folder = folder;
        this.isOn = isOn;
        this.isScratch = isScratch;
    }

    /** A cache in a folder, which is made when something is kept. */
    public static ModelCache in(Path folder) {
        return new ModelCache(folder, true, false);
    }

    /** Why nothing can be kept; empty when it can. */
    public Optional<String> refusal() {
        return isOn ? OutputPlace.refusal(folder) : Optional.empty();
    }

    /** Finds nothing and keeps nothing. */
    public static ModelCache off() {
        return new ModelCache(Path.of(""), false, false);
    }

    /** For one run, so that a model and its copies are trained once: gone when it is closed. */
    public static ModelCache scratch() throws IOException {
        return new ModelCache(Files.createTempDirectory("weir-models-"), true, true);
    }

    /** Writes a model into an empty folder. */
    @FunctionalInterface
    public interface Saving {
        void into(Path empty) throws IOException;
    }

    /**
     * The folder of a kept model.
     *
     * @throws IllegalArgumentException when it is not as it was kept
     */
    public Optional<Path> find(String key) throws IOException {
        Path kept = folder.resolve("models").resolve(key);
        if (!isOn || !Files.isDirectory(kept)) {
            return Optional.empty();
        }
        Path model = kept.resolve("model");
        Path digest = kept.resolve("sha256");
        if (!Files.isRegularFile(digest) || !Files.readString(digest).equals(Digests.ofFile(model))) {
            throw new IllegalArgumentException("it was changed since it was kept");
        }
        return Optional.of(model);
    }

    /** Keeps a model; its training state is not needed any more. */
    public void keep(String key, Saving saving) throws IOException {
        if (!isOn) {
            return;
        }
        Path models = Files.createDirectories(folder.resolve("models"));
        Path gathering = Files.createTempDirectory(models, ".saving-");
        try {
            Path model = Files.createDirectory(gathering.resolve("model"));
            saving.into(model);
            Files.writeString(gathering.resolve("sha256"), Digests.ofFile(model));
            Files.move(gathering, models.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            OutputPlace.delete(gathering);
            if (!Files.isDirectory(models.resolve(key))) { // else another run has kept the same model meanwhile
                throw OutputPlace.explained(folder, e);
            }
        } catch (RuntimeException e) {
            OutputPlace.delete(gathering);
            throw e;
        }
        Files.deleteIfExists(state(key));
    }

    /** Forgets a model that turned out not to be readable. */
    public void forget(String key) throws IOException {
        OutputPlace.delete(folder.resolve("models").resolve(key));
    }

    /** Where the training of a model keeps its state. */
    public Checkpoint checkpoint(String key) {
        return isOn ? new FileCheckpoint(state(key)) : Checkpoint.NONE;
    }

    /** Forgets the state of a training that is over or has to begin anew. */
    public void forgetState(String key) throws IOException {
        if (isOn) {
            Files.deleteIfExists(state(key));
        }
    }

    /** Whether a training was begun and not finished. */
    public boolean isInterrupted(String key) {
        return isOn && Files.isRegularFile(state(key));
    }

    /** Keeps how long the training of a model took. */
    public void keepSeconds(String key, double seconds) throws IOException {
        if (isOn) {
            Files.createDirectories(folder.resolve("training"));
            Files.writeString(seconds(folder, key), String.valueOf(seconds));
        }
    }

    /** How long the training of a kept model took; empty where nobody knows, such as after an interruption. */
    public OptionalDouble seconds(String key) throws IOException {
        Path file = seconds(folder, key);
        if (!isOn || !Files.isRegularFile(file)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(Files.readString(file)));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static Path seconds(Path folder, String key) {
        return folder.resolve("training").resolve(key + ".seconds");
    }

    /** Where models keep their own work. */
    public WorkCache work() {
        return isOn ? new FileWork(folder.resolve("work")) : WorkCache.NONE;
    }

    private Path state(String key) {
        return folder.resolve("training").resolve(key + ".state");
    }

    /** Deletes what a scratch cache holds; nothing else. */
    @Override
    public void close() throws IOException {
        if (isScratch) {
            OutputPlace.delete(folder);
        }
    }

    /** Pieces of work, each a file in the folder of its group, named after its content. */
    private record FileWork(Path folder) implements WorkCache {

        @Override
        public List<byte[]> all(String group) throws IOException {
            Path pieces = folder.resolve(group);
            if (!Files.isDirectory(pieces)) {
                return List.of();
            }
            List<byte[]> all = new ArrayList<>();
            try (Stream<Path> files = Files.list(pieces)) {
                for (Path file : files.filter(name -> name.toString().endsWith(".work"))
                        .sorted()
                        .toList()) {
                    all.add(Files.readAllBytes(file));
                }
            }
            return all;
        }

        @Override
        public void keep(String group, byte[] work) throws IOException {
            Path pieces = Files.createDirectories(folder.resolve(group));
            Path fresh = Files.createTempFile(pieces, ".", ".fresh");
            try {
                Files.write(fresh, work);
                Files.move(
                        fresh,
                        pieces.resolve(Digests.ofFile(fresh) + ".work"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
    }

    /** A state in one file. */
    private record FileCheckpoint(Path file) implements Checkpoint {

        @Override
        public Optional<byte[]> latest() throws IOException {
            return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        }

        @Override
        public void keep(byte[] state) throws IOException {
            Path parent = file.toAbsolutePath().getParent();
            if (parent == null) {
                throw new IOException("no folder for " + file);
            }
            Files.createDirectories(parent);
            Path fresh = Files.createTempFile(parent, ".", ".state");
            try {
                Files.write(fresh, state);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw OutputPlace.explained(parent, e);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
    }
}
