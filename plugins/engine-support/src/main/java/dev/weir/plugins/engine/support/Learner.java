package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import dev.weir.api.Logits;
import java.util.function.UnaryOperator;

/** A network in training, as an engine offers it to the {@link TrainingLoop}. */
public interface Learner {

    /**
     * Learns from one batch: runs the network forward, asks for the gradient at its logits, propagates that
     * back and changes the weights.
     *
     * @param inputs   {@code rows} examples, row-major
     * @param gradient gives the derivative of the loss by each logit, for the logits of this batch, both
     *     {@code rows x classes}; to be called once
     */
    void step(float[] inputs, int rows, UnaryOperator<float[]> gradient);

    /** What the network now answers. */
    Logits logits(FloatTensor inputs);

    /** A copy of the weights and the optimizer's numbers. */
    AdamState state();

    /** Goes on from a state of the same network; the state is not changed and not kept. */
    void restore(AdamState state);

    /** Whether every weight is still a finite number. */
    boolean isFinite();
}
