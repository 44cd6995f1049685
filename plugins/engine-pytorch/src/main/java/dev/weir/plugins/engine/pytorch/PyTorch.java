package dev.weir.plugins.engine.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import dev.weir.plugins.engine.support.DeviceChoice;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library, loaded when the first model is opened and never unloaded. */
final class PyTorch {
    private static final String NAME = "PyTorch";
    private static final Logger LOG = LoggerFactory.getLogger(PyTorch.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static @Nullable Engine engine;

    private PyTorch() {}

    /**
     * An owner of native arrays on a device.
     *
     * @throws IllegalArgumentException when there is no such device
     */
    static NDManager newManager(DeviceChoice device) throws IOException {
        Engine loaded = engine();
        OptionalInt gpu = device.on(NAME, () -> gpus(loaded), TOLD, LOG::warn);
        return loaded.newBaseManager(gpu.isPresent() ? Device.gpu(gpu.getAsInt()) : Device.cpu());
    }

    /** How many the library was built for and the machine has. */
    private static int gpus(Engine loaded) {
        return loaded.hasCapability(StandardCapabilities.CUDA) ? loaded.getGpuCount() : 0;
    }

    private static synchronized Engine engine() throws IOException {
        if (engine == null) {
            setUnlessGiven("ai.djl.offline", "true");
            setUnlessGiven("OPT_OUT_TRACKING", "true");
            // More threads lose to parallel callers, and badly so when another process is busy.
            setUnlessGiven("ai.djl.pytorch.num_threads", "1");
            // DJL warns where CUDA has no driver, and of defaults that are meant.
            setUnlessGiven("org.slf4j.simpleLogger.log.ai.djl", "error");
            MemoryAllocator.keepFreedMemory();
            engine = load();
        }
        return engine;
    }

    /** DJL looks for engines and their properties through the context class loader: it must be the plugin's. */
    private static Engine load() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(PyTorch.class.getClassLoader());
        try {
            return Engine.getEngine(NAME);
        } catch (RuntimeException | LinkageError e) {
            throw new IOException("PyTorch does not start: " + rootCause(e), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static String rootCause(Throwable thrown) {
        Throwable cause = thrown;
        for (Throwable next = thrown.getCause(); next != null; next = next.getCause()) {
            cause = next;
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
