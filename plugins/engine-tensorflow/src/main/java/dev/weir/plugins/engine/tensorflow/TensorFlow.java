package dev.weir.plugins.engine.tensorflow;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
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
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** The native library, loaded when the first model is opened and never unloaded. */
final class TensorFlow {
    private static final String NAME = "TensorFlow";
    private static final String INTRA_OP_THREADS = "ai.djl.tensorflow.num_intraop_threads";
    private static final String INTER_OP_THREADS = "ai.djl.tensorflow.num_interop_threads";

    /** What JavaCPP loads from the jar for the CPU; that for CUDA has it in a folder of its own. */
    private static final String LIBRARY = "org/tensorflow/internal/c_api/linux-x86_64/libjnitensorflow.so";

    private static final String CUDA_LIBRARY = LIBRARY.replace("x86_64", "x86_64-gpu");

    private static final Logger LOG = LoggerFactory.getLogger(TensorFlow.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static @Nullable Engine engine;

    private TensorFlow() {}

    /**
     * How to run on a device; loads the library the first time.
     *
     * @throws IllegalArgumentException when there is no such device
     */
    static Device on(DeviceChoice device) throws IOException {
        Engine loaded = engine();
        return new Device(device.on(NAME, () -> gpus(loaded), TOLD, LOG::warn));
    }

    /** How many the library was built for and the machine has. */
    private static int gpus(Engine loaded) {
        return loaded.hasCapability(StandardCapabilities.CUDA) ? loaded.getGpuCount() : 0;
    }

    /**
     * What graphs and sessions have to know of a device.
     *
     * @param gpu the graphics processor; empty for the processor of the machine
     */
    record Device(OptionalInt gpu) {

        /** Adds the nodes of a graph to it. */
        Ops operations(Graph graph) {
            Ops tf = Ops.create(graph);
            return gpu.isEmpty()
                    ? tf
                    : tf.withDevice(DeviceSpec.newBuilder()
                            .deviceType(DeviceSpec.DeviceType.GPU)
                            .deviceIndex(gpu.getAsInt())
                            .build());
        }

        /** How a session runs there. */
        ConfigProto sessions() {
            ConfigProto.Builder config = ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(Integer.getInteger(INTRA_OP_THREADS, 1))
                    // Below 0 a session computes in its caller's thread.
                    .setInterOpParallelismThreads(-1)
                    .setAllowSoftPlacement(true);
            return (gpu.isEmpty() ? config.putDeviceCount("GPU", 0) : config).build();
        }
    }

    private static synchronized Engine engine() throws IOException {
        if (engine == null) {
            setUnlessGiven("ai.djl.offline", "true");
            setUnlessGiven("OPT_OUT_TRACKING", "true");
            // More threads lose to parallel callers, and badly so when another process is busy.
            setUnlessGiven(INTRA_OP_THREADS, "1");
            setUnlessGiven(INTER_OP_THREADS, "1");
            // Beside what DJL unpacks, so that one setting moves both.
            setUnlessGiven(
                    "org.bytedeco.javacpp.cachedir",
                    Utils.getEngineCacheDir("tensorflow").resolve("javacpp").toString());
            // DJL warns where CUDA has no driver, and of defaults that are meant.
            setUnlessGiven("org.slf4j.simpleLogger.log.ai.djl", "error");
            NativeLog.errorsOnly();
            engine = library().start(() -> Engine.getEngine(NAME));
        }
        return engine;
    }

    private static NativeLibrary library() {
        boolean isForCuda = TensorFlow.class.getClassLoader().getResource(CUDA_LIBRARY) != null;
        List<String> parts = isForCuda ? List.of() : List.of(LIBRARY);
        return new NativeLibrary(NAME, TensorFlow.class, parts, Utils.getEngineCacheDir("tensorflow"));
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
