package dev.weir.runtime.cascade;

/** As what a trained model answers. */
public enum Serving {
    /** Its export as an ONNX file, through the model {@code onnx}. */
    ONNX
}
