package dev.weir.api;

/** What a component reads of a model's outputs besides the logits. */
public enum Need {
    /** The features of the penultimate layer, {@code n x d}. */
    FEATURES,
    /** The outputs of the stages before the one that is looked at. */
    EARLIER_STAGES,
    /** The probabilities of the classes that a pre-trained model first learned, {@code n x s}; rows sum to 1. */
    SOURCE_PROBABILITIES,
    /** The gradients of a model's outputs with respect to the weights of its last layer, an example's in a row. */
    OUTPUT_GRADIENTS,
    /** The same with respect to the weights of its last block, of which the last layer is a part; projected. */
    BLOCK_GRADIENTS,
    /** The outputs whose probabilities were averaged, where a stage answers with a mean. */
    MEMBERS,
    /** Unlabelled examples of the mixture that the rules will meet; read by policies alone. */
    UNLABELLED
}
