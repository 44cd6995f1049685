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
import dev.weir.api.Require;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.WeightMix;
import dev.weir.api.model.WeightSet;
import dev.weir.api.model.WeightTensor;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.Mixture;
import dev.weir.plugins.engine.support.OpenOrClosed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** A loaded TorchScript program. Many may ask it at once; who writes its weights or closes it waits for them. */
final class TorchScriptModel implements MixableModel {
    private static final int BATCH = 256;

    /** The name of the program's copy in the folder of a saved model. */
    static final String PROGRAM = "program.pt";

    private final ModelContext context;
    private final DeviceChoice device;
    private final Path file;
    private final byte[] digest;
    private final int[] shape;
    private final int classes;
    private final OptionalDouble macs;
    private final NDManager manager;
    private final PtSymbolBlock program;
    private final OpenOrClosed guard;
    private boolean isAsItsFile = true;

    /** Loads the program and asks it about one input of zeros, because nothing else tells what it takes. */
    static TorchScriptModel open(Path file, OptionalDouble macs, DeviceChoice device, ModelContext context)
            throws IOException {
        byte[] digest = digest(file);
        NDManager manager = PyTorch.newManager(device);
        try {
            return new TorchScriptModel(file, digest, macs, device, context, manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private TorchScriptModel(
            Path file,
            byte[] digest,
            OptionalDouble macs,
            DeviceChoice device,
            ModelContext context,
            NDManager manager) {
        this.context = context;
        this.device = device;
        this.guard = new OpenOrClosed(context.name());
        this.file = file;
        this.digest = digest;
        this.shape = ((FloatTensor) context.like()).shape();
        this.macs = macs;
        this.manager = manager;
        this.program = load(file, manager);
        this.classes = probed(context.classes());
    }

    /** Loads it with weights that can be written: they cannot in a module that is loaded to answer alone. */
    private static PtSymbolBlock load(Path file, NDManager manager) {
        try {
            return JniUtils.loadModule((PtNDManager) manager, file, true, new String[0], new String[0], true);
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
        return guard.shared(() -> GradientMode.with(false, () -> answer(tensor)));
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
    public WeightSet weights() {
        return guard.shared(() -> {
            List<WeightTensor> tensors = new ArrayList<>();
            for (Pair<String, Parameter> parameter : program.getParameters()) {
                NDArray values = parameter.getValue().getArray();
                if (values.getDataType() != DataType.FLOAT32) {
                    throw new IllegalArgumentException("file: " + file + ": " + parameter.getKey() + " is "
                            + values.getDataType() + ", expected float32");
                }
                List<Integer> dimensions = Arrays.stream(values.getShape().getShape())
                        .mapToObj(Math::toIntExact)
                        .toList();
                tensors.add(new WeightTensor.Floats(parameter.getKey(), dimensions, values.toFloatArray()));
            }
            return new WeightSet(tensors);
        });
    }

    @Override
    public void load(WeightSet weights) {
        List<float[]> values = weights().ordered(weights).requireFinite().tensors().stream()
                .map(tensor -> ((WeightTensor.Floats) tensor).values())
                .toList();
        guard.alone(() -> {
            write(values);
            return this;
        });
    }

    private void write(List<float[]> values) {
        isAsItsFile = false;
        List<NDArray> arrays = program.getParameters().stream()
                .map(parameter -> parameter.getValue().getArray())
                .toList();
        PyTorchNetwork.write(values, arrays, manager);
    }

    @Override
    public MixedModel mixed(List<WeightSet> sets) throws IOException {
        Require.atLeast("weight sets to mix", 1, sets.size());
        WeightSet own = weights();
        WeightMix mix = new WeightMix(
                sets.stream().map(set -> own.ordered(set).requireFinite()).toList());
        TorchScriptModel answering = open(file, macs, device, context);
        answering.load(mix.sets().get(0));
        return new Mixture(answering, answering.guard, mix, answering::write);
    }

    @Override
    public OptionalLong parameters() {
        return guard.shared(() -> OptionalLong.of(program.getParameters().stream()
                .mapToLong(parameter -> parameter.getValue().getArray().size())
                .sum()));
    }

    @Override
    public OptionalLong macs() {
        return macs.isPresent() ? OptionalLong.of((long) macs.getAsDouble()) : OptionalLong.empty();
    }

    /** Copies the file as it was when the program was loaded from it, unless it got other weights since. */
    @Override
    public void save(Path folder) throws IOException {
        if (!guard.shared(() -> isAsItsFile)) {
            throw new IOException(file + " does not hold the weights that the model got since it was opened"
                    + "\nSave a model that was opened anew.");
        }
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
        guard.close(() -> {
            program.close();
            manager.close();
        });
    }
}
