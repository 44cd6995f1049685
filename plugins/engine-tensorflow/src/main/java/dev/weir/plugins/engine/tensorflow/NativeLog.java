package dev.weir.plugins.engine.tensorflow;

import com.sun.jna.NativeLibrary;

/** What TensorFlow's library writes to the error stream, of which it reads the level when it is loaded. */
final class NativeLog {
    private static final String LEVEL = "TF_CPP_MIN_LOG_LEVEL";
    private static final String ERRORS = "2";

    private NativeLog() {}

    /** Leaves errors alone, where the user has not chosen: it tells of the processor it was built for. */
    static void errorsOnly() {
        try {
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {LEVEL, ERRORS, 0});
        } catch (LinkageError | RuntimeException e) {
            return; // more lines, nothing wrong
        }
    }
}
