package dev.weir.plugins.engine.pytorch;

import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Whether PyTorch records what is needed to propagate back. The mode belongs to the thread, and a thread
 * that PyTorch has not seen has it on.
 */
final class GradientMode {
    private GradientMode() {}

    static <T> T with(boolean recording, Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}
