package dev.weir.plugins.engine.onnx;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
    /** Their mean, padding left out. */
    MEAN,
    /** The first one, which stands for the whole text. */
    CLS
}
