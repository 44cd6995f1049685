package dev.weir.plugins.engine.onnx;

/** What becomes of a text of more tokens than the maximum. */
public enum TooLong {
    /** Its end is left out. */
    CUT,
    /** It is refused. */
    REFUSE
}
