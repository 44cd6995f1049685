package dev.weir.api.model;

import dev.weir.api.Inputs;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** An opened model. Answers are thread-safe; a closed model refuses. */
public interface Model extends AutoCloseable {

    /**
     * Answers {@code n} inputs, in batches of the engine's own size; {@code n} may be 0.
     *
     * @param needs what to put out besides the logits
     * @return logits of shape {@code n x k}, and the needs, in row order; a model without {@link Capability#INFER}
     *     puts out the needs alone
     * @throws IllegalArgumentException when the inputs are of another kind or shape than the model takes
     * @throws IllegalStateException    when the model is closed
     */
    Outputs outputs(Inputs inputs, Set<Need> needs);

    /** Number of trained numbers; empty when nobody knows. */
    OptionalLong parameters();

    /** Multiply-accumulate operations for one example; empty when nobody knows. */
    OptionalLong macs();

    /** Whether a measured time of {@link #outputs} is the model's own; false for recorded outputs. */
    default boolean isTimed() {
        return true;
    }

    /**
     * Writes the model into an empty folder, from which its provider {@linkplain ModelProvider#restore restores}
     * it exactly.
     *
     * @throws UnsupportedOperationException when the model lacks {@link Capability#SAVE}, unless overridden
     */
    default void save(Path folder) throws IOException {
        throw new UnsupportedOperationException("this model cannot be saved");
    }

    /**
     * Writes the model as an ONNX file that is not there yet: one input of floats of shape {@code [n, ...]}, the
     * outputs {@code logits} and {@code features}, standard operators and all weights in the file.
     *
     * @throws UnsupportedOperationException when the model lacks {@link Capability#EXPORT}, unless overridden
     */
    default void export(Path file) throws IOException {
        throw new UnsupportedOperationException("this model cannot be exported");
    }

    /** Frees what the engine holds. Closing twice does nothing. */
    @Override
    void close();
}
