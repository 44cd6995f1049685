package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import java.util.List;
import java.util.function.UnaryOperator;

/** A network in training, as an engine offers it to the {@link TrainingLoop}. */
public interface Learner {

    /**
     * Learns from one batch: runs the network forward, asks for the gradient at its logits, propagates that
     * back and changes the weights.
     *
     * @param inputs   {@code rows} examples, row-major
     * @param gradient gives the derivative of the loss by each logit, for the logits of this batch, both
     *     {@code exits * rows x classes}: all rows at the first exit, then all at the next; to be called once
     */
    void step(float[] inputs, int rows, UnaryOperator<float[]> gradient);

    /** What the network now answers at its last exit. */
    Logits logits(FloatTensor inputs);

    /** What it answers at each of its exits, of which it has one unless this is overridden. */
    default List<Logits> allLogits(FloatTensor inputs) {
        return List.of(logits(inputs));
    }

    /** A copy of the weights and the optimizer's numbers. */
    AdamState state();

    /** Goes on from a state of the same network; the state is not changed and not kept. */
    void restore(AdamState state);

    /** Whether every weight is still a finite number. */
    boolean isFinite();
}
