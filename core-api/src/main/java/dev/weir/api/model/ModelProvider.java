package dev.weir.api.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Opens a model as its settings describe it. An engine is a plugin that offers a provider.
 *
 * <p>Making a provider, asking for its capabilities and {@linkplain #check checking} it load no native
 * library.
 */
public interface ModelProvider {

    /**
     * What the opened model can do: exactly what it will do, told from the settings alone. {@link Offers} on the
     * provider's class says what its models can do at most.
     */
    Set<Capability> capabilities();

    /**
     * Why models of these settings lack a {@linkplain #capabilities capability}: the end of a sentence that says that
     * they do, such as {@code "net.onnx has batch normalization, whose ..."}. Empty when they have it, or when there
     * is no more to say than that they lack it.
     */
    default Optional<String> reasonWithout(Capability capability) {
        return Optional.empty();
    }

    /** How a model of these settings is trained from the start; empty when it is ready as it is opened. */
    Optional<TrainingPlan> training();

    /** How many exits the opened model has, told from the settings alone; more than 1: it is an {@link ExitModel}. */
    default int exits() {
        return 1;
    }

    /**
     * Refuses what can be seen to be wrong without opening anything.
     *
     * @throws IllegalArgumentException when the settings do not fit the inputs or the classes, or a file
     *     they name is not what it must be
     * @throws IOException              when a file cannot be read
     */
    default void check(ModelContext context) throws IOException {}

    /**
     * How many trained numbers the opened model has, told without opening it; empty when nobody knows.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    default OptionalLong parameters(ModelContext context) {
        return OptionalLong.empty();
    }

    /**
     * Opens the model; its initial weights are a function of the settings and the context.
     *
     * @throws IllegalArgumentException as {@link #check}
     * @throws IOException              when a file or a native library cannot be read
     */
    Model open(ModelContext context) throws IOException;

    /**
     * Opens a model that was {@linkplain Model#save saved} by a provider of the same settings: its answers are
     * equal, and it is not trained again.
     *
     * @throws UnsupportedOperationException when the models lack {@link Capability#SAVE}, unless overridden
     * @throws IllegalArgumentException      when the folder does not hold such a model; the message names the file
     */
    default Model restore(ModelContext context, Path folder) throws IOException {
        throw new UnsupportedOperationException("models of this provider cannot be restored");
    }
}
