package dev.weir.plugins.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The native library, loaded when the first model is opened and never unloaded. */
final class OnnxRuntime {
    private static @Nullable OrtEnvironment environment;

    private OnnxRuntime() {}

    /**
     * Opens a file on one thread of the processor: callers side by side use more.
     *
     * @throws IllegalArgumentException when ONNX Runtime does not take the file; the message begins with
     *     {@code "file: "} and names it
     */
    static OrtSession open(Path file) throws IOException {
        OrtEnvironment loaded = environment();
        return session(file, options -> loaded.createSession(file.toString(), options));
    }

    /**
     * Opens a file of which other bytes are in memory; they are copied, and what they keep in other files is read
     * from the file's folder.
     *
     * @param model a direct buffer
     * @throws IllegalArgumentException as for a file
     */
    static OrtSession open(Path file, ByteBuffer model) throws IOException {
        OrtEnvironment loaded = environment();
        String folder = file.toAbsolutePath().resolve("..").normalize().toString();
        return session(file, options -> {
            options.addConfigEntry("session.model_external_initializers_file_folder_path", folder);
            return loaded.createSession(model, options);
        });
    }

    private interface Opening {
        OrtSession with(SessionOptions options) throws OrtException;
    }

    private static OrtSession session(Path file, Opening opening) {
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            return opening.with(options);
        } catch (OrtException e) {
            throw new IllegalArgumentException("file: " + file + " is not taken by ONNX Runtime: " + firstLine(e), e);
        }
    }

    static synchronized OrtEnvironment environment() throws IOException {
        if (environment == null) {
            try {
                environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "weir");
            } catch (RuntimeException | LinkageError e) {
                throw new IOException(
                        "ONNX Runtime does not start on " + System.getProperty("os.name") + " "
                                + System.getProperty("os.arch") + ": " + e.getMessage(),
                        e);
            }
        }
        return environment;
    }

    static String firstLine(OrtException thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message.lines().findFirst().orElse("");
    }
}
