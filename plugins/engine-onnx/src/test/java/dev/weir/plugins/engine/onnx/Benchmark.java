package dev.weir.plugins.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.weir.api.FloatTensor;
import dev.weir.api.model.MixableModel;
import dev.weir.api.model.MixedModel;
import dev.weir.api.model.Model;
import dev.weir.api.model.ModelContext;
import dev.weir.api.model.WeightSet;
import dev.weir.plugins.engine.pytorch.PyTorchModelProvider;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.Throughput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Compares this engine with ONNX Runtime's own classes on the same exported network, and with the network on
 * PyTorch that it was exported from, in one process, on noise of Fashion-MNIST's shape; times a mix of weights; and
 * reads the memory of the process over many passes. The README has the command.
 */
final class Benchmark {
    private static final int ROWS = Throughput.ROWS;
    private static final int[] BATCHES = {1, 128};
    private static final int CLASSES = 10;
    private static final int[] SHAPE = {1, 28, 28};
    private static final int WIDTH = 28 * 28;
    private static final Network NETWORK = new Network.Cnn(List.of(24, 48, 96));

    private final FloatTensor noise = noise();

    private Benchmark() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        int passes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3_000;
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        new Benchmark().run(passes);
    }

    @SuppressWarnings("SystemOut")
    private void run(int passes) throws IOException, OrtException {
        ModelContext context = new ModelContext("noise", noise.select(new int[0]), CLASSES, 1);
        Path folder = Files.createTempDirectory("weir-benchmark");
        Path file = folder.resolve("net.onnx");
        try (Model pytorch =
                new PyTorchModelProvider(NETWORK, Optional.empty(), 1, 0.002, 128, 0, "cpu").open(context)) {
            pytorch.export(file);
            try (MixableModel served =
                            (MixableModel) OnnxModelTest.provider(file).open(context);
                    OrtSession direct = OnnxRuntime.open(file, DeviceChoice.of("cpu"))) {
                Throughput.heading();
                for (int batch : BATCHES) {
                    compare(batch, direct, served, pytorch);
                }
                mix(served);
                FloatTensor batch = noise.select(IntStream.range(0, 128).toArray());
                Throughput.memory(passes, pass -> served.outputs(batch, Set.of()));
            }
        } finally {
            Files.delete(file);
            Files.delete(folder);
        }
    }

    @SuppressWarnings("SystemOut")
    private void compare(int batch, OrtSession direct, Model served, Model pytorch) throws IOException {
        List<FloatTensor> batches = IntStream.range(0, ROWS / batch)
                .mapToObj(i ->
                        noise.select(IntStream.range(i * batch, (i + 1) * batch).toArray()))
                .toList();
        OrtEnvironment environment = OnnxRuntime.environment();
        FloatBuffer input = ByteBuffer.allocateDirect(batch * WIDTH * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        float[] values = new float[batch * WIDTH];
        List<Throughput> rates = Throughput.of(
                () -> batches.forEach(inputs -> infer(environment, direct, inputs, values, input)),
                () -> batches.forEach(inputs -> served.outputs(inputs, Set.of())),
                () -> batches.forEach(inputs -> pytorch.outputs(inputs, Set.of())));
        String suffix = ", batch " + batch;
        rates.get(0).print("ONNX Runtime directly" + suffix);
        rates.get(1).print("engine-onnx" + suffix);
        rates.get(2).print("engine-pytorch, the same network" + suffix);
        System.out.printf(
                "engine-onnx to ONNX Runtime directly %.2f, to engine-pytorch %.2f%n",
                rates.get(1).over(rates.get(0)), rates.get(1).over(rates.get(2)));
    }

    private static void infer(
            OrtEnvironment environment, OrtSession session, FloatTensor images, float[] values, FloatBuffer input) {
        images.copyRows(0, images.rows(), values);
        input.clear().put(values).flip();
        long[] dimensions = {images.rows(), 1, 28, 28};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input, dimensions);
                OrtSession.Result result = session.run(Map.of("input", tensor), Set.of("logits"))) {
            float[] logits = new float[images.rows() * CLASSES];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(logits);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("SystemOut")
    private static void mix(MixableModel model) throws IOException {
        WeightSet weights = model.weights();
        try (MixedModel mixed = model.mixed(List.of(weights, weights))) {
            Throughput rates = Throughput.of(() ->
                            IntStream.range(0, 100).forEach(i -> mixed.mix(i / 100.0, 1 - i / 100.0)))
                    .get(0);
            System.out.printf(
                    "a mix of two sets of %,d weights: %.2f ms%n", weights.size(), ROWS * 10 / rates.median());
        }
    }

    private static FloatTensor noise() {
        Random random = new Random(1);
        float[] values = new float[ROWS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new FloatTensor(ROWS, SHAPE, values);
    }
}
