package dev.weir.plugins.engine.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.NativeLibrary;
import java.io.IOException;
import java.util.List;
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
            engine = library().start(() -> Engine.getEngine(NAME));
        }
        return engine;
    }

    private static NativeLibrary library() {
        return new NativeLibrary(NAME, PyTorch.class, parts(), Utils.getEngineCacheDir("pytorch"));
    }

    private static List<String> parts() {
        return Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") == null
                ? List.of("native/lib/pytorch.properties", "jnilib/pytorch.properties")
                : List.of("jnilib/pytorch.properties");
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
