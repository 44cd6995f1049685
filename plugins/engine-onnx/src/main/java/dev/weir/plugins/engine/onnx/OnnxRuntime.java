package dev.weir.plugins.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.weir.plugins.engine.support.DeviceChoice;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The native library, loaded when the first model is opened and never unloaded. */
final class OnnxRuntime {
    private static final String NAME = "ONNX Runtime";
    private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntime.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private static @Nullable OrtEnvironment environment;

    private OnnxRuntime() {}

    /**
     * Opens a file, on the processor of the machine on one thread of it: callers side by side use more.
     *
     * @throws IllegalArgumentException when there is no such device, or ONNX Runtime does not take the file; the
     *     message begins with {@code "device: "} or {@code "file: "} and names it
     */
    static OrtSession open(Path file, DeviceChoice device) throws IOException {
        OrtEnvironment loaded = environment();
        return session(file, gpu(device), options -> loaded.createSession(file.toString(), options));
    }

    /**
     * Opens a file of which other bytes are in memory; they are copied, and what they keep in other files is read
     * from the file's folder.
     *
     * @param model a direct buffer
     * @throws IllegalArgumentException as for a file
     */
    static OrtSession open(Path file, ByteBuffer model, DeviceChoice device) throws IOException {
        OrtEnvironment loaded = environment();
        String folder = file.toAbsolutePath().resolve("..").normalize().toString();
        return session(file, gpu(device), options -> {
            options.addConfigEntry("session.model_external_initializers_file_folder_path", folder);
            return loaded.createSession(model, options);
        });
    }

    private interface Opening {
        OrtSession with(SessionOptions options) throws OrtException;
    }

    private static OptionalInt gpu(DeviceChoice device) throws IOException {
        OrtEnvironment loaded = environment();
        return device.on(NAME, () -> CudaDevices.count(loaded), TOLD, LOG::warn);
    }

    private static OrtSession session(Path file, OptionalInt gpu, Opening opening) {
        try (SessionOptions options = new SessionOptions()) {
            if (gpu.isPresent()) {
                options.addCUDA(gpu.getAsInt()); // what it cannot do is done by the processor
            }
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            return opening.with(options);
        } catch (OrtException e) {
            throw new IllegalArgumentException("file: " + file + " is not taken by ONNX Runtime: " + firstLine(e), e);
        }
    }

    static synchronized OrtEnvironment environment() throws IOException {
        if (environment == null) {
            try {
                OrtEnvironment started = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, NAME);
                keepUntilTheEnd();
                environment = started;
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                throw refusal(e);
            }
        }
        return environment;
    }

    /**
     * Takes the library's environment a second time and never gives it back. The library counts who has it; its
     * own shutdown hook gives it back while others may still be asking, and the last one to do so would free it
     * under them: a process that a signal ends would crash. There is no public way to count one more.
     */
    private static void keepUntilTheEnd() throws ReflectiveOperationException {
        Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
        Method take = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
        api.setAccessible(true);
        take.setAccessible(true);
        take.invoke(null, api.getLong(null), OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR.getValue(), NAME);
    }

    private static IOException refusal(Throwable thrown) {
        Throwable root = thrown;
        boolean isUnpacking = false;
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            root = cause;
            isUnpacking |= cause instanceof FileSystemException;
        }
        String remedy = isUnpacking
                ? "It unpacks its library into the folder for temporary files: name one that can be written to by"
                        + " -Djava.io.tmpdir=FOLDER."
                : "Its library is there for Linux (x86-64, AArch64), macOS (AArch64) and Windows (x86-64): name the"
                        + " folder of one of your own by -Donnxruntime.native.path=FOLDER.";
        return new IOException(
                "ONNX Runtime does not start on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                        + ": " + root.getMessage() + "\n" + remedy,
                thrown);
    }

    static String firstLine(OrtException thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message.lines().findFirst().orElse("");
    }
}
