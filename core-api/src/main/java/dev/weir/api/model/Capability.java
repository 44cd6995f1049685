package dev.weir.api.model;

import java.util.Locale;

/** What a model can do, told from its settings alone, before anything is opened. */
public enum Capability {
    /** Answers inputs with logits. */
    INFER,
    /** Gives the features of its penultimate layer as well. */
    FEATURES,
    /** Gives the probabilities of the classes that it first learned, whatever it answers with. */
    SOURCE_PROBABILITIES,
    /** Learns from examples: the model is a {@link TrainableModel}. */
    TRAIN,
    /** Can be saved to a folder and restored from it. */
    SAVE,
    /** Can be written as an ONNX file. */
    EXPORT,
    /** Its weights can be read and written: the model is a {@link WeightedModel}. */
    WEIGHTS,
    /** Sets of its weights can be mixed: the model is a {@link MixableModel}. */
    MIX,
    /** Gives the gradients of its logits by the weights of its last block: it is an {@link OutputGradientModel}. */
    OUTPUT_GRADIENTS;

    /** As messages and {@code weir explain} name it: {@code output-gradients}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
