package dev.weir.plugins.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.weir.plugins.engine.support.ProtobufMessage;

/** The graphics processors that the library can use. It does not tell how many there are, so each is tried. */
final class CudaDevices {
    /** More than any machine has. */
    private static final int MOST = 64;

    private CudaDevices() {}

    /** How many the library was built for and the machine has. */
    static int count(OrtEnvironment environment) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return 0;
        }
        int count = 0;
        while (count < MOST && opens(environment, count)) {
            count++;
        }
        return count;
    }

    private static boolean opens(OrtEnvironment environment, int gpu) {
        try (SessionOptions options = new SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addCUDA(gpu);
            try (OrtSession session = environment.createSession(smallest(), options)) {
                return session.getNumOutputs() == 1;
            }
        } catch (OrtException e) {
            return false;
        }
    }

    /** A file that puts out the float that it takes. */
    static byte[] smallest() {
        ProtobufMessage graph = new ProtobufMessage()
                .message(1, new ProtobufMessage().text(1, "x").text(2, "y").text(4, "Identity"))
                .text(2, "smallest")
                .message(11, value("x"))
                .message(12, value("y"));
        return new ProtobufMessage()
                .number(1, 8)
                .message(OnnxFile.MODEL_GRAPH, graph)
                .message(8, new ProtobufMessage().number(2, 13))
                .toBytes();
    }

    private static ProtobufMessage value(String name) {
        ProtobufMessage dimension = new ProtobufMessage().number(1, 1);
        ProtobufMessage tensor = new ProtobufMessage()
                .number(1, StoredTensor.FLOAT)
                .message(2, new ProtobufMessage().message(1, dimension));
        return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
    }
}
