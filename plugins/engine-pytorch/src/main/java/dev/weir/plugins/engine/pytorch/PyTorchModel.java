package dev.weir.plugins.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.weir.api.Features;
import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Logits;
import dev.weir.api.Need;
import dev.weir.api.Outputs;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.TrainableModel;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.OnnxExport;
import dev.weir.plugins.engine.support.SavedWeights;
import dev.weir.plugins.engine.support.TrainingLoop;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A network whose weights live in PyTorch. Many may ask it at once; training and closing wait for them. */
final class PyTorchModel implements TrainableModel {
    private final String name;
    private final NetworkPlan network;
    private final NDManager manager;
    private final List<NDArray> weights = new ArrayList<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** A model that owns the manager. */
    PyTorchModel(String name, NetworkPlan network, List<float[]> initialWeights, NDManager manager) {
        this.name = name;
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
    public Outputs outputs(Inputs inputs, Set<Need> needs) {
        FloatTensor tensor = network.requireFitting(inputs);
        return locked(lock.readLock(), () -> {
            requireOpen();
            return GradientMode.with(false, () -> answer(tensor, needs.contains(Need.FEATURES)));
        });
    }

    private Outputs answer(FloatTensor inputs, boolean withFeatures) {
        int rows = inputs.rows();
        int k = network.classes();
        int d = network.featureWidth();
        float[] logits = new float[Math.multiplyExact(rows, k)];
        float[] features = withFeatures ? new float[Math.multiplyExact(rows, d)] : new float[0];
        int most = network.inferenceBatch();
        float[] batch = new float[Math.min(most, rows) * inputs.width()];
        for (int from = 0; from < rows; from += most) {
            int size = Math.min(most, rows - from);
            inputs.copyRows(from, from + size, batch);
            try (NDManager scope = manager.newSubManager()) {
                NetworkPlan.Activations<NDArray> activations = forward(batch, size, scope);
                System.arraycopy(activations.logits().toFloatArray(), 0, logits, from * k, size * k);
                if (withFeatures) {
                    System.arraycopy(activations.features().toFloatArray(), 0, features, from * d, size * d);
                }
            }
        }
        Outputs outputs = Outputs.of(new Logits(rows, k, logits));
        return withFeatures ? outputs.withFeatures(new Features(rows, d, features)) : outputs;
    }

    /** Runs the network on the first {@code rows} examples of the batch; the arrays live as long as the scope. */
    NetworkPlan.Activations<NDArray> forward(float[] batch, int rows, NDManager scope) {
        long[] shape = new long[network.shape().size() + 1];
        shape[0] = rows;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = network.shape().get(i - 1);
        }
        NDArray inputs = scope.create(FloatBuffer.wrap(batch, 0, rows * network.inputWidth()), new Shape(shape));
        return network.run(inputs, weights, PyTorchOperations.INSTANCE);
    }

    @Override
    public void train(Examples train, Examples validation, TrainingPlan plan, Checkpoint checkpoint, Progress progress)
            throws IOException {
        locked(lock.writeLock(), () -> {
            requireOpen();
            new TrainingLoop(name, network, plan)
                    .run(learner(plan.learningRate()), train, validation, checkpoint, progress);
            return this;
        });
    }

    @Override
    public void save(Path folder) throws IOException {
        locked(lock.readLock(), () -> {
            requireOpen();
            new SavedWeights(network)
                    .save(weights.stream().map(NDArray::toFloatArray).toList(), folder);
            return this;
        });
    }

    @Override
    public void export(Path file) throws IOException {
        locked(lock.readLock(), () -> {
            requireOpen();
            new OnnxExport(network)
                    .write(weights.stream().map(NDArray::toFloatArray).toList(), file);
            return this;
        });
    }

    PyTorchLearner learner(double learningRate) {
        return new PyTorchLearner(this, weights, manager, learningRate);
    }

    @Override
    public OptionalLong parameters() {
        return OptionalLong.of(network.parameterCount());
    }

    @Override
    public OptionalLong macs() {
        return OptionalLong.of(network.macs());
    }

    @Override
    public void close() {
        locked(lock.writeLock(), () -> {
            closed = true;
            manager.close();
            return this;
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("model " + name + " is closed");
        }
    }

    /** What may be done under a lock. */
    private interface Work<T, E extends Exception> {
        T done() throws E;
    }

    private static <T, E extends Exception> T locked(Lock lock, Work<T, E> work) throws E {
        lock.lock();
        try {
            return work.done();
        } finally {
            lock.unlock();
        }
    }
}
