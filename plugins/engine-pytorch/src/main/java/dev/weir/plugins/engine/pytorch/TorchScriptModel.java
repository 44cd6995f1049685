package dev.weir.plugins.engine.pytorch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A loaded TorchScript program. Many may ask it at once; closing waits for them. */
final class TorchScriptModel implements Model {
    private static final int BATCH = 256;

    /** The name of the program's copy in the folder of a saved model. */
    static final String PROGRAM = "program.pt";

    private final String name;
    private final Path file;
    private final byte[] digest;
    private final int[] shape;
    private final int classes;
    private final OptionalDouble macs;
    private final NDManager manager;
    private final PtSymbolBlock program;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** Loads the program and asks it about one input of zeros, because nothing else tells what it takes. */
    static TorchScriptModel open(Path file, OptionalDouble macs, ModelContext context) throws IOException {
        byte[] digest = digest(file);
        NDManager manager = PyTorch.newManager();
        try {
            return new TorchScriptModel(file, digest, macs, context, manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private TorchScriptModel(Path file, byte[] digest, OptionalDouble macs, ModelContext context, NDManager manager) {
        this.name = context.name();
        this.file = file;
        this.digest = digest;
        this.shape = ((FloatTensor) context.like()).shape();
        this.macs = macs;
        this.manager = manager;
        this.program = load(file, manager);
        this.classes = probed(context.classes());
    }

    private static PtSymbolBlock load(Path file, NDManager manager) {
        try {
            return JniUtils.loadModule((PtNDManager) manager, file, true, new String[0], new String[0], false);
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    "file: " + file + " is not a TorchScript file that PyTorch reads: " + firstLine(e), e);
        }
    }

    private int probed(int expected) {
        Shape answer;
        try {
            float[] zeros = new float
                    [(int) new Shape(Arrays.stream(shape).asLongStream().toArray()).size()];
            answer = GradientMode.with(false, () -> {
                try (NDManager scope = manager.newSubManager()) {
                    return forward(zeros, 1, scope).getShape();
                }
            });
        } catch (EngineException e) {
            throw new IllegalArgumentException(
                    "file: " + file + " does not take one input of shape " + Arrays.toString(shape) + ": "
                            + firstLine(e),
                    e);
        }
        boolean fits = answer.dimension() == 2 && answer.get(0) == 1 && answer.get(1) >= 1;
        if (!fits || (expected != 0 && answer.get(1) != expected)) {
            throw new IllegalArgumentException("file: " + file + " puts out " + answer + " for one input of shape "
                    + Arrays.toString(shape) + ", expected (1, " + (expected == 0 ? "classes" : expected) + ")");
        }
        return (int) answer.get(1);
    }

    private static String firstLine(EngineException thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.toString() : message.lines().findFirst().orElse("");
    }

    @Override
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        if (!(inputs instanceof FloatTensor tensor) || !Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalArgumentException(
                    "float tensors of shape " + Arrays.toString(shape) + " expected, got " + inputs.kind());
        }
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("model " + name + " is closed");
            }
            return GradientMode.with(false, () -> answer(tensor));
        } finally {
            lock.readLock().unlock();
        }
    }

    private Outputs answer(FloatTensor inputs) {
        int rows = inputs.rows();
        float[] logits = new float[Math.multiplyExact(rows, classes)];
        float[] batch = new float[Math.min(BATCH, rows) * inputs.width()];
        for (int from = 0; from < rows; from += BATCH) {
            int size = Math.min(BATCH, rows - from);
            inputs.copyRows(from, from + size, batch);
            try (NDManager scope = manager.newSubManager()) {
                NDArray answer = forward(batch, size, scope);
                if (!answer.getShape().equals(new Shape(size, classes))) {
                    throw new IllegalArgumentException("file: " + file + " puts out " + answer.getShape() + " for "
                            + size + " inputs, expected (" + size + ", " + classes + ")");
                }
                System.arraycopy(answer.toFloatArray(), 0, logits, from * classes, size * classes);
            }
        }
        return Outputs.of(new Logits(rows, classes, logits));
    }

    /** Runs the program on the first {@code rows} examples; the answer lives as long as the scope. */
    private NDArray forward(float[] batch, int rows, NDManager scope) {
        long[] dimensions = new long[shape.length + 1];
        dimensions[0] = rows;
        int width = 1;
        for (int i = 0; i < shape.length; i++) {
            dimensions[i + 1] = shape[i];
            width *= shape[i];
        }
        NDArray input = scope.create(FloatBuffer.wrap(batch, 0, rows * width), new Shape(dimensions));
        NDList answer = program.forward(new ParameterStore(scope, false), new NDList(input), false);
        answer.attach(scope);
        if (answer.size() != 1 || answer.get(0).getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("file: " + file + " puts out " + answer + ", expected one float tensor");
        }
        return answer.get(0);
    }

    @Override
    public OptionalLong parameters() {
        lock.readLock().lock();
        try {
            return OptionalLong.of(program.getParameters().stream()
                    .map(Pair::getValue)
                    .mapToLong(parameter -> size(parameter))
                    .sum());
        } finally {
            lock.readLock().unlock();
        }
    }

    private static long size(Parameter parameter) {
        return parameter.getArray().size();
    }

    @Override
    public OptionalLong macs() {
        return macs.isPresent() ? OptionalLong.of((long) macs.getAsDouble()) : OptionalLong.empty();
    }

    /** Copies the file as it was when the program was loaded from it. */
    @Override
    public void save(Path folder) throws IOException {
        Path copy = Files.copy(file, folder.resolve(PROGRAM));
        if (!Arrays.equals(digest(copy), digest)) {
            throw new IOException(file + " was changed while it was in use\nRun the job again, and leave it alone.");
        }
    }

    private static byte[] digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return in.getMessageDigest().digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                program.close();
                manager.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
