package dev.weir.api.model;

/** What a model can do, told from its settings alone, before anything is opened. */
public enum Capability {
    /** Answers inputs with logits. */
    INFER,
    /** Gives the features of its penultimate layer as well. */
    FEATURES,
    /** Learns from examples: the model is a {@link TrainableModel}. */
    TRAIN,
    /** Can be saved to a folder and restored from it. */
    SAVE,
    /** Can be written as an ONNX file. */
    EXPORT
}
