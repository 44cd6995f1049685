package dev.weir.plugins.engine.tensorflow;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Model;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.OpenOrClosed;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A loaded SavedModel. Many may ask it at once; closing waits for them. */
final class SavedModel implements Model {
    private static final int BATCH = 256;

    private final SavedModelCall call;
    private final OptionalDouble macs;
    private final SavedModelBundle bundle;
    private final int classes;
    private final OpenOrClosed guard;

    /** Loads the model and asks it about one input of zeros, because its file may leave open what it puts out. */
    static SavedModel open(SavedModelProvider settings, SavedModelCall call, String name) throws IOException {
        TensorFlow.Device device = TensorFlow.on(DeviceChoice.of(settings.device()));
        SavedModelBundle bundle;
        try {
            bundle = SavedModelBundle.loader(call.folder().toString())
                    .withTags(call.tag())
                    .withConfigProto(device.sessions())
                    .load();
        } catch (TensorFlowException e) {
            throw new IllegalArgumentException(
                    "file: " + call.folder() + " is not a SavedModel that TensorFlow reads: " + firstLine(e), e);
        }
        try {
            return new SavedModel(settings, call, name, bundle);
        } catch (RuntimeException e) {
            bundle.close();
            throw e;
        }
    }

    private SavedModel(SavedModelProvider settings, SavedModelCall call, String name, SavedModelBundle bundle) {
        this.call = call;
        this.macs = settings.macs();
        this.bundle = bundle;
        this.guard = new OpenOrClosed(name);
        this.classes = probed();
    }

    private int probed() {
        int width = call.shape().stream().reduce(1, Math::multiplyExact);
        int found;
        try {
            found = forward(new float[width], 1).length;
        } catch (TensorFlowException e) {
            throw new IllegalArgumentException(
                    "file: " + call.folder() + " does not take one input of shape " + call.inside() + ": "
                            + firstLine(e),
                    e);
        }
        if (found < 1 || (call.classes() != 0 && found != call.classes())) {
            throw new IllegalArgumentException("file: " + call.folder() + " puts out " + found
                    + " numbers for one input, expected " + (call.classes() == 0 ? "classes" : call.classes()));
        }
        return found;
    }

    private static String firstLine(TensorFlowException thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message.lines().findFirst().orElse("");
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        if (!(inputs instanceof FloatTensor tensor)
                || !Arrays.stream(tensor.shape()).boxed().toList().equals(call.shape())) {
            throw new IllegalArgumentException(
                    "float tensors of shape " + call.shape() + " expected, got " + inputs.kind());
        }
        return guard.shared(() -> answer(tensor));
    }

    private Outputs answer(FloatTensor inputs) {
        int rows = inputs.rows();
        float[] logits = new float[Math.multiplyExact(rows, classes)];
        float[] batch = new float[Math.min(BATCH, rows) * inputs.width()];
        for (int from = 0; from < rows; from += BATCH) {
            int size = Math.min(BATCH, rows - from);
            inputs.copyRows(from, from + size, batch);
            float[] answer = forward(batch, size);
            if (answer.length != size * classes) {
                throw new IllegalArgumentException("file: " + call.folder() + " puts out " + answer.length
                        + " numbers for " + size + " inputs, expected " + size * classes);
            }
            System.arraycopy(answer, 0, logits, from * classes, answer.length);
        }
        return Outputs.of(new Logits(rows, classes, logits));
    }

    private float[] forward(float[] batch, int rows) {
        Shape shape = Shape.of(rows).append(NetworkGraph.shape(call.inside()));
        try (TFloat32 input = Tensors.of(shape, turned(batch, rows));
                Result result = bundle.session()
                        .runner()
                        .feed(call.input(), input)
                        .fetch(call.output())
                        .run()) {
            return Tensors.floats(result.get(0));
        }
    }

    /** The batch as the model has it: images with their channels last where it wants them so. */
    private float[] turned(float[] batch, int rows) {
        if (!call.turns()) {
            return batch;
        }
        int channels = call.shape().get(0);
        int pixels = call.shape().get(1) * call.shape().get(2);
        float[] turned = new float[rows * channels * pixels];
        for (int i = 0; i < turned.length; i++) {
            int channel = i % channels;
            int pixel = i / channels % pixels;
            int row = i / (channels * pixels);
            turned[i] = batch[(row * channels + channel) * pixels + pixel];
        }
        return turned;
    }

    @Override
    public OptionalLong parameters() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong macs() {
        return macs.isPresent() ? OptionalLong.of((long) macs.getAsDouble()) : OptionalLong.empty();
    }

    @Override
    public void close() {
        guard.close(bundle::close);
    }
}
