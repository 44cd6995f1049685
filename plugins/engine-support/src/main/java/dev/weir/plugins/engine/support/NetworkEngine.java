package dev.weir.plugins.engine.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A network with its weights in some tensor library: what an engine implements to offer a {@link NetworkModel}.
 * Any number of {@linkplain #forward passes} may run at once; whatever else is called runs alone.
 *
 * <p>Arrays are row-major; those of weights and their gradients come one for each parameter of the network, in
 * its order. Arrays that are given are neither changed nor kept.
 */
public interface NetworkEngine extends AutoCloseable {

    /**
     * Runs the network, or what lies between two of its exits.
     *
     * @param given holds {@code rows} examples, and may be longer: inputs, or the state that this engine put out
     *     at the exit where the passage begins
     * @return logits {@code rows x classes}; features {@code rows x width} and state where they are wanted, else empty
     */
    NetworkPlan.Activations<float[]> forward(float[] given, int rows, Passage passage);

    /**
     * Runs the network forward, to all its exits, and back.
     *
     * @param gradient gives the derivative of the loss by each logit for the logits, both
     *     {@code exits * rows x classes}: all rows at the first exit, then all at the next; is called once
     * @return the derivative of the loss by each weight
     */
    List<float[]> gradients(float[] inputs, int rows, UnaryOperator<float[]> gradient);

    /**
     * The derivative of each logit of one example at the last exit.
     *
     * @param from the first parameter by which the derivative is taken
     * @return for each class, the derivatives by that parameter and those after it
     */
    List<List<float[]>> logitGradients(float[] input, int from);

    /** A copy of the weights. */
    List<float[]> read();

    /** Replaces the weights. */
    void write(List<float[]> weights);

    /** Writes what other programs of the library can open beside the weights; nothing, unless overridden. */
    default void export(Path folder) throws IOException {}

    @Override
    void close();

    /** Opens networks in one library, on one device. */
    @FunctionalInterface
    interface Opener {
        NetworkEngine open(NetworkPlan network, List<float[]> weights) throws IOException;
    }
}
