package dev.weir.plugins.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Texts;
import dev.weir.plugins.engine.support.DeviceChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * An opened file: a row of numbers for each input, and on request a second one. Many may ask it at once; who
 * exchanges its weights or closes it is alone.
 */
final class OnnxBody implements AutoCloseable {
    private static final int BATCH = 256;
    private static final int TEXT_BATCH = 32;

    private final Path path;
    private final DeviceChoice device;
    private final OnnxFile file;
    private final OrtEnvironment environment;
    private OrtSession session;
    private final String output;
    private final Optional<String> features;
    private final Optional<TextInput> texts;
    private final Optional<TextBatches> tokens;
    private final String floatInput;
    private final int[] shape;
    private final int width;
    private final int featureWidth;
    /** Direct ones for a batch, of which each caller takes one and brings it back. */
    private final Queue<FloatBuffer> buffers = new ConcurrentLinkedQueue<>();

    /**
     * What came out for {@code n} inputs.
     *
     * @param width        of a row
     * @param values       {@code n x width}
     * @param featureWidth of a row of features; 0 where none were asked for
     * @param features     {@code n x featureWidth}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Answer(int width, float[] values, int featureWidth, float[] features) {}

    /** Loads the file and asks it about one input, because nothing else tells for sure what it puts out. */
    static OnnxBody open(OnnxModelProvider settings, Inputs like) throws IOException {
        return settings.mix().isPresent()
                ? open(settings, like, settings.mix().get().into(settings.file()))
                : open(settings, like, OnnxRuntime.open(settings.file(), DeviceChoice.of(settings.device())));
    }

    /** The same for a file with other weights. */
    static OnnxBody open(OnnxModelProvider settings, Inputs like, WeightImage image) throws IOException {
        DeviceChoice device = DeviceChoice.of(settings.device());
        return open(settings, like, OnnxRuntime.open(settings.file(), image.bytes(), device));
    }

    private static OnnxBody open(OnnxModelProvider settings, Inputs like, OrtSession session) throws IOException {
        try {
            OnnxFile file = OnnxFile.read(settings.file());
            return new OnnxBody(settings, file, session, like);
        } catch (IOException | RuntimeException e) {
            close(session);
            throw e;
        }
    }

    private OnnxBody(OnnxModelProvider settings, OnnxFile file, OrtSession session, Inputs like) throws IOException {
        this.path = settings.file();
        this.device = DeviceChoice.of(settings.device());
        this.file = file;
        this.environment = OnnxRuntime.environment();
        this.session = session;
        this.output = settings.output().orElseGet(() -> file.outputs().get(0).name());
        this.features = settings.features();
        this.texts = settings.texts();
        this.tokens = texts.isPresent()
                ? Optional.of(new TextBatches(
                        texts.get(), TokenizerFile.read(texts.get()), TokenInputs.of(texts.get(), file)))
                : Optional.empty();
        List<String> names = file.inputs().stream().map(OnnxFile.Value::name).toList();
        this.floatInput = tokens.isPresent() ? "" : settings.floatInput(names);
        this.shape = like instanceof FloatTensor tensor ? tensor.shape() : new int[0];
        Answer probe;
        try {
            probe = tokens.isPresent() ? token(tokens.get(), 0) : answer(one(), true);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "file: " + path + " does not take "
                            + (tokens.isPresent() ? "a text" : "one input of shape " + Arrays.toString(shape)) + ": "
                            + e.getMessage(),
                    e);
        }
        tokens.ifPresent(this::requireAllTokens);
        this.width = probe.width;
        this.featureWidth = probe.featureWidth;
    }

    /** A vocabulary that is larger than the model's would fail at the first text that has one of the others. */
    private void requireAllTokens(TextBatches batches) {
        int largest = batches.tokenizer().largest();
        try {
            token(batches, largest);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(
                    "tokenizer: " + batches.settings().tokenizer() + " gives tokens up to the id " + largest
                            + ", which the model does not take\nName the tokenizer that belongs to " + path + ".",
                    e);
        }
    }

    /** Asks about a text of three tokens that are the same. */
    private Answer token(TextBatches batches, int id) {
        Gathered gathered = new Gathered(1, features.isPresent());
        answer(batches, new int[][] {{id, id, id}}, gathered);
        return gathered.answer();
    }

    private Inputs one() {
        return new FloatTensor(1, shape, new float[size(shape)]);
    }

    private static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    OnnxFile file() {
        return file;
    }

    /**
     * Answers with other weights from now on; nobody may be asking meanwhile.
     *
     * @throws IllegalArgumentException when ONNX Runtime does not take them; the weights stay as they are
     */
    void exchange(WeightImage image) throws IOException {
        OrtSession before = session;
        session = OnnxRuntime.open(path, image.bytes(), device);
        close(before);
    }

    /** The width of a row that comes out. */
    int width() {
        return width;
    }

    /** Inputs that go in. */
    void requireFitting(Inputs inputs) {
        boolean fits = tokens.isPresent()
                ? inputs instanceof Texts
                : inputs instanceof FloatTensor tensor && Arrays.equals(tensor.shape(), shape);
        if (!fits) {
            throw new IllegalArgumentException(taken() + " expected, got " + inputs.kind());
        }
    }

    /** What goes in, in words. */
    String taken() {
        return tokens.isPresent() ? "texts" : "float tensors of shape " + Arrays.toString(shape);
    }

    /**
     * Runs the file on {@code n} inputs.
     *
     * @throws IllegalArgumentException when the inputs are not of the file's kind, or it fails on texts: nearly
     *     always on long ones
     * @throws IllegalStateException    when the file fails on them
     */
    Answer answer(Inputs inputs, boolean withFeatures) {
        requireFitting(inputs);
        Gathered gathered = new Gathered(inputs.rows(), withFeatures && features.isPresent());
        if (tokens.isPresent()) {
            int[][] ids = tokens.get().ids((Texts) inputs);
            try {
                answer(tokens.get(), ids, gathered);
            } catch (IllegalStateException e) {
                int longest =
                        Arrays.stream(ids).mapToInt(row -> row.length).max().orElse(0);
                throw new IllegalArgumentException(
                        "texts of up to " + longest + " tokens are not taken: " + e.getMessage()
                                + "\nLower maximum-length to what the model was made for: 512 for most encoders.",
                        e);
            }
        } else {
            answerFloats((FloatTensor) inputs, gathered);
        }
        return gathered.answer();
    }

    private void answerFloats(FloatTensor inputs, Gathered gathered) {
        long[] dimensions = new long[shape.length + 1];
        for (int i = 0; i < shape.length; i++) {
            dimensions[i + 1] = shape[i];
        }
        int most = file.rowsAtOnce(floatInput, BATCH);
        float[] batch = new float[Math.multiplyExact(Math.min(most, inputs.rows()), inputs.width())];
        FloatBuffer direct = buffer(batch.length);
        for (int from = 0; from < inputs.rows(); from += most) {
            int size = Math.min(most, inputs.rows() - from);
            inputs.copyRows(from, from + size, batch);
            dimensions[0] = size;
            direct.clear().put(batch, 0, size * inputs.width()).flip();
            int[] rows = IntStream.range(from, from + size).toArray();
            run(Map.of(floatInput, () -> OnnxTensor.createTensor(environment, direct, dimensions)), rows, gathered);
        }
        buffers.add(direct);
    }

    private FloatBuffer buffer(int size) {
        FloatBuffer kept = buffers.poll();
        return kept != null && kept.capacity() >= size
                ? kept
                : ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
    }

    private void answer(TextBatches batches, int[][] ids, Gathered gathered) {
        // Texts of about one length go together, for padding is work.
        int[] order = IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt(row -> ids[row].length))
                .mapToInt(Integer::intValue)
                .toArray();
        int size = file.rowsAtOnce(batches.inputs().ids(), TEXT_BATCH);
        for (int from = 0; from < order.length; from += size) {
            int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + size));
            TextBatches.Batch batch = batches.batch(ids, rows);
            Map<String, Feed> feeds = new HashMap<>();
            batch.inputs()
                    .forEach((name, values) -> feeds.put(
                            name,
                            () -> OnnxTensor.createTensor(environment, LongBuffer.wrap(values), batch.dimensions())));
            gathered.lengths = batch.lengths();
            run(feeds, rows, gathered);
        }
    }

    /** Makes a tensor to go in. */
    private interface Feed {
        OnnxTensor tensor() throws OrtException;
    }

    private void run(Map<String, Feed> feeds, int[] rows, Gathered gathered) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        Set<String> asked =
                features.isPresent() && gathered.withFeatures && !features.get().equals(output)
                        ? Set.of(output, features.get())
                        : Set.of(output);
        try {
            for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
                tensors.put(feed.getKey(), feed.getValue().tensor());
            }
            try (OrtSession.Result result = session.run(tensors, asked)) {
                gathered.add(rows, rows(result, output, rows.length, gathered.lengths), false);
                if (gathered.withFeatures) {
                    gathered.add(rows, rows(result, features.orElseThrow(), rows.length, gathered.lengths), true);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException(path + " failed: " + OnnxRuntime.firstLine(e), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /** One row for each input; where there is one for each token they are pooled, and maps of an image laid in a row. */
    private float[] rows(OrtSession.Result result, String name, int n, int[] lengths) throws OrtException {
        OnnxValue value = result.get(name).orElseThrow();
        FloatBuffer buffer = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
        if (buffer == null) {
            throw new IllegalStateException("its output " + name + " is " + value.getInfo() + ", not a float tensor");
        }
        long[] dimensions = ((OnnxTensor) value).getInfo().getShape();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        boolean hasRows = dimensions.length >= 2 && dimensions[0] == n;
        boolean isOneEach = hasRows && (dimensions.length == 2 || tokens.isEmpty());
        boolean isPerToken = hasRows && dimensions.length == 3 && tokens.isPresent();
        if (!isOneEach && !isPerToken) {
            throw new IllegalStateException("its output " + name + " has the shape " + Arrays.toString(dimensions)
                    + " for " + n + (n == 1 ? " input" : " inputs"));
        }
        return isOneEach ? values : pooled(values, lengths, (int) dimensions[1], (int) dimensions[2]);
    }

    private float[] pooled(float[] values, int[] lengths, int tokensPerRow, int d) {
        float[] pooled = new float[lengths.length * d];
        boolean mean = texts.orElseThrow().pooling() == Pooling.MEAN;
        for (int row = 0; row < lengths.length; row++) {
            int used = mean ? lengths[row] : 1;
            for (int token = 0; token < used; token++) {
                int from = (row * tokensPerRow + token) * d;
                for (int i = 0; i < d; i++) {
                    pooled[row * d + i] += values[from + i];
                }
            }
            for (int i = 0; i < d; i++) {
                pooled[row * d + i] /= used;
            }
        }
        return pooled;
    }

    /** Rows that come batch by batch, in any order. */
    private final class Gathered {
        private final int n;
        private final boolean withFeatures;
        private int[] lengths = new int[0];
        private float[] values = new float[0];
        private float[] featureValues = new float[0];

        Gathered(int n, boolean withFeatures) {
            this.n = n;
            this.withFeatures = withFeatures;
        }

        void add(int[] rows, float[] batch, boolean areFeatures) {
            int d = batch.length / rows.length;
            float[] into = areFeatures ? featureValues : values;
            if (into.length == 0) {
                into = new float[Math.multiplyExact(n, d)];
            }
            if (into.length != Math.multiplyExact(n, d)) {
                throw new IllegalStateException(path + " puts out rows of several widths");
            }
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(batch, i * d, into, rows[i] * d, d);
            }
            if (areFeatures) {
                featureValues = into;
            } else {
                values = into;
            }
        }

        Answer answer() {
            int w = n == 0 ? width : values.length / n;
            int d = !withFeatures ? 0 : n == 0 ? featureWidth : featureValues.length / n;
            return new Answer(w, values, d, featureValues);
        }
    }

    @Override
    public void close() {
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close: " + OnnxRuntime.firstLine(e), e);
        }
    }
}
