package dev.weir.plugins.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Passage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A network whose weights live in PyTorch.
 *
 * <p>It propagates back by {@link JniUtils} and not by DJL's gradient collector, of which a JVM has one at
 * a time: that walks over the arrays of every model, also of those that answer in another thread meanwhile.
 */
final class PyTorchNetwork implements NetworkEngine {
    /** How many numbers go into an array at a time, where a row has no more. */
    private static final int BLOCK = 1 << 16;

    private final NetworkPlan network;
    private final NDManager manager;
    private final List<NDArray> weights = new ArrayList<>();

    /** A network that owns the manager. */
    PyTorchNetwork(NetworkPlan network, List<float[]> initialWeights, NDManager manager) {
        this.network = network;
        this.manager = manager;
        for (int i = 0; i < initialWeights.size(); i++) {
            weights.add(
                    create(initialWeights.get(i), network.parameters().get(i).dimensions()));
        }
    }

    /** A weight; that of a convolution lies with its channels last, which makes all that follows it do so too. */
    private NDArray create(float[] values, List<Integer> dimensions) {
        if (dimensions.size() != 4) {
            return manager.create(
                    values,
                    new Shape(dimensions.stream().mapToLong(Integer::longValue).toArray()));
        }
        int out = dimensions.get(0);
        int in = dimensions.get(1);
        int height = dimensions.get(2);
        int width = dimensions.get(3);
        float[] channelsLast = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int pixel = i % (height * width);
            int channel = i / (height * width) % in;
            int kernel = i / (height * width * in);
            channelsLast[(kernel * height * width + pixel) * in + channel] = values[i];
        }
        // The array that owns the memory must live as long as its view does: the manager keeps it.
        return manager.create(channelsLast, new Shape(out, height, width, in)).transpose(0, 3, 1, 2);
    }

    @Override
    public NetworkPlan.Activations<float[]> forward(float[] given, int rows, Passage passage) {
        return GradientMode.with(false, () -> {
            try (NDManager scope = manager.newSubManager()) {
                NetworkPlan.Activations<NDArray> activations = network.run(
                        passage.from(),
                        passage.to(),
                        batch(passage.from(), given, rows, scope),
                        weights,
                        PyTorchOperations.INSTANCE);
                return new NetworkPlan.Activations<>(
                        passage.withState() ? activations.state().toFloatArray() : new float[0],
                        passage.withFeatures() ? activations.features().toFloatArray() : new float[0],
                        activations.logits().toFloatArray());
            }
        });
    }

    /** The first {@code rows} examples at an exit, or of the inputs at 0; they live as long as the scope. */
    private NDArray batch(int exit, float[] given, int rows, NDManager scope) {
        List<Integer> ofOne = network.shapeAt(exit);
        long[] shape = new long[ofOne.size() + 1];
        shape[0] = rows;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = ofOne.get(i - 1);
        }
        return scope.create(FloatBuffer.wrap(given, 0, rows * network.widthAt(exit)), new Shape(shape));
    }

    /** The logits of all exits, one below the other. */
    private NDArray allLogits(float[] inputs, int rows, NDManager scope) {
        NDList logits = new NDList();
        network.runAll(batch(0, inputs, rows, scope), weights, PyTorchOperations.INSTANCE)
                .forEach(activations -> logits.add(activations.logits()));
        return logits.size() == 1 ? logits.get(0) : NDArrays.concat(logits, 0);
    }

    @Override
    public List<float[]> gradients(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
        record(0);
        return GradientMode.with(true, () -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray logits = allLogits(inputs, rows, scope);
                return back(logits, gradient.apply(logits.toFloatArray()), 0, false, scope);
            }
        });
    }

    @Override
    public List<List<float[]>> logitGradients(float[] input, int from) {
        record(from);
        return GradientMode.with(true, () -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray logits = network.run(batch(0, input, 1, scope), weights, PyTorchOperations.INSTANCE)
                        .logits();
                int classes = network.classes();
                List<List<float[]>> gradients = new ArrayList<>();
                for (int c = 0; c < classes; c++) {
                    float[] atLogits = new float[classes];
                    atLogits[c] = 1;
                    gradients.add(back(logits, atLogits, from, c < classes - 1, scope));
                }
                return gradients;
            }
        });
    }

    /** Has PyTorch remember what it takes to propagate back to the weights from a place on, and to no other. */
    private void record(int from) {
        for (int i = 0; i < weights.size(); i++) {
            weights.get(i).setRequiresGradient(i >= from);
        }
    }

    private List<float[]> back(NDArray logits, float[] atLogits, int from, boolean again, NDManager scope) {
        JniUtils.backward((PtNDArray) logits, (PtNDArray) scope.create(atLogits, logits.getShape()), again, false);
        List<float[]> gradients = new ArrayList<>();
        for (NDArray weight : weights.subList(from, weights.size())) {
            NDArray ofWeight = weight.getGradient();
            ofWeight.attach(scope);
            gradients.add(ofWeight.toFloatArray());
            JniUtils.zeroGrad((PtNDArray) weight);
        }
        return gradients;
    }

    @Override
    public List<float[]> read() {
        return weights.stream().map(NDArray::toFloatArray).toList();
    }

    @Override
    public void write(List<float[]> values) {
        write(values, weights, manager);
    }

    /**
     * Replaces the numbers of arrays, which keep their place in memory. They go through a small buffer outside Java's
     * heap: a fresh one for each whole array takes many times as long.
     */
    static void write(List<float[]> values, List<NDArray> arrays, NDManager manager) {
        GradientMode.with(false, () -> {
            for (int i = 0; i < arrays.size(); i++) {
                write(values.get(i), arrays.get(i), manager);
            }
            return arrays;
        });
    }

    private static void write(float[] values, NDArray array, NDManager manager) {
        if (values.length == 0) {
            return;
        }
        Shape shape = array.getShape();
        if (shape.dimension() == 0) {
            array.powi(0).muli(values[0]); // the power 0 of anything is 1, also of what is not finite
            return;
        }
        int rows = (int) shape.get(0);
        int width = values.length / rows;
        int most = Math.max(1, Math.min(rows, BLOCK / width));
        ByteBuffer block = ByteBuffer.allocateDirect(most * width * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int from = 0; from < rows; from += most) {
            int size = Math.min(most, rows - from);
            block.clear().asFloatBuffer().put(values, from * width, size * width);
            try (NDManager scope = manager.newSubManager()) {
                Shape part = new Shape(size).addAll(shape.slice(1));
                array.set(
                        new NDIndex().addSliceDim(from, from + size),
                        scope.create(block.limit(size * width * Float.BYTES), part, DataType.FLOAT32));
            }
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
