package dev.weir.api.model;

import dev.weir.api.Experimental;
import dev.weir.api.Features;
import dev.weir.api.Inputs;
import java.util.List;

/**
 * A model that tells how each of its logits changes with the weights of its last block, example by example: the
 * rows of the matrix whose product with its own transpose is the tangent kernel of that block.
 *
 * @see <a href="https://arxiv.org/abs/2102.00084">Deshpande et al., A Linearized Framework and a New Benchmark
 *     for Model Selection for Fine-Tuning, 2021</a>
 */
@Experimental
public interface OutputGradientModel extends Model {

    /**
     * The weights of the last block in the order of the gradient's numbers: those of the layer that gives the
     * logits, and of the last layer or block of layers with weights before it, where there is one.
     */
    List<String> lastBlock();

    /** How many numbers {@link #lastBlock} has: {@code p}. */
    int lastBlockSize();

    /**
     * The gradients of {@code n} inputs; {@code n} may be 0. It takes a pass back for each input and class: ask
     * for blocks of rows where all do not fit in memory.
     *
     * @param projection makes each gradient shorter; {@link GradientProjection#NONE} leaves it whole
     * @return {@code n} rows, each the gradients of logit 0 to {@code k - 1} one after the other: {@code k * p}
     *     numbers, or {@code k} times the projection's {@linkplain GradientProjection#width width}
     * @throws IllegalArgumentException when the inputs are of another kind or shape than the model takes
     * @throws IllegalStateException    when the model is closed
     */
    Features outputGradients(Inputs inputs, GradientProjection projection);
}
