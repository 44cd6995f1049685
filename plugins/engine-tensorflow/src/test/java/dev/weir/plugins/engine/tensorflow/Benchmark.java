package dev.weir.plugins.engine.tensorflow;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import dev.weir.api.Labels;
import dev.weir.api.Progress;
import dev.weir.api.data.Examples;
import dev.weir.api.model.Checkpoint;
import dev.weir.api.model.CrossEntropy;
import dev.weir.api.model.TrainingPlan;
import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.Network;
import dev.weir.plugins.engine.support.NetworkModel;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Parameter;
import dev.weir.plugins.engine.support.Throughput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.SparseSoftmaxCrossEntropyWithLogits;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Compares this engine with TensorFlow's own Java classes: the same layers over variables, with the loss and Adam
 * in the graph, in one process, on noise of Fashion-MNIST's shape. The README has the command.
 */
final class Benchmark {
    private static final int ROWS = Throughput.ROWS;
    private static final int BATCH = 128;
    private static final int CLASSES = 10;

    private final Examples noise = noise();
    private final NetworkPlan network = NetworkPlan.of(new Network.Cnn(List.of(24, 48, 96)), noise.inputs(), CLASSES);
    private final List<Inputs> batches = IntStream.range(0, ROWS / BATCH)
            .mapToObj(i -> noise.inputs()
                    .select(IntStream.range(i * BATCH, (i + 1) * BATCH).toArray()))
            .toList();
    private final float[] batch = new float[BATCH * 28 * 28];

    private Benchmark() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        new Benchmark().run();
    }

    @SuppressWarnings("SystemOut")
    private void run() throws IOException {
        TensorFlow.Device cpu = TensorFlow.on(DeviceChoice.of("cpu"));
        try (NetworkModel model = new NetworkModel(
                        "noise",
                        network,
                        network.initialWeights(1),
                        (plan, weights) -> new TensorFlowNetwork(plan, weights, cpu));
                Direct direct = new Direct(cpu)) {
            List<Throughput> inferences = Throughput.of(() -> infer(direct), () -> infer(model));
            List<Throughput> trainings = Throughput.of(() -> train(direct), () -> train(model));
            Throughput.heading();
            inferences.get(0).print("inference, TensorFlow directly");
            inferences.get(1).print("inference, Weir");
            trainings.get(0).print("training,  TensorFlow directly");
            trainings.get(1).print("training,  Weir");
            System.out.printf(
                    "Weir to TensorFlow directly: inference %.2f, training %.2f%n",
                    inferences.get(1).over(inferences.get(0)), trainings.get(1).over(trainings.get(0)));
        }
    }

    private void infer(NetworkModel model) {
        batches.forEach(inputs -> model.outputs(inputs, Set.of()));
    }

    private void train(NetworkModel model) {
        try {
            model.train(
                    noise,
                    noise.select(new int[0]),
                    new TrainingPlan(new CrossEntropy(), 1, BATCH, 0.002, 1),
                    Checkpoint.NONE,
                    Progress.SILENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void infer(Direct direct) {
        for (int from = 0; from < ROWS; from += BATCH) {
            ((FloatTensor) noise.inputs()).copyRows(from, from + BATCH, batch);
            direct.infer(batch);
        }
    }

    private void train(Direct direct) {
        int[] labels = new int[BATCH];
        for (int from = 0; from < ROWS; from += BATCH) {
            ((FloatTensor) noise.inputs()).copyRows(from, from + BATCH, batch);
            for (int i = 0; i < BATCH; i++) {
                labels[i] = noise.labels().at(from + i);
            }
            direct.train(batch, labels);
        }
    }

    /** The network as one would write it with TensorFlow alone: one run for a pass, one for a step. */
    private final class Direct implements AutoCloseable {
        private final Graph graph = new Graph();
        private final Session session;
        private final NetworkGraph nodes;
        private final Placeholder<TInt32> labels;
        private final Op step;

        Direct(TensorFlow.Device device) {
            Ops tf = Ops.create(graph);
            List<Op> first = new ArrayList<>();
            List<Operand<TFloat32>> weights = new ArrayList<>();
            List<float[]> initial = network.initialWeights(1);
            for (int i = 0; i < initial.size(); i++) {
                Parameter parameter = network.parameters().get(i);
                Shape shape = NetworkGraph.shape(parameter.dimensions());
                weights.add(variable(tf, shape, tf.reshape(tf.constant(initial.get(i)), tf.constant(shape)), first));
            }
            nodes = NetworkGraph.of(network, graph, tf, weights);
            labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
            // The loss has no gradient in TensorFlow's C++ library, which Java calls; the op gives it itself.
            Operand<TFloat32> atLogits = tf.math.div(
                    SparseSoftmaxCrossEntropyWithLogits.create(
                                    tf.scope(), nodes.last().logits(), labels)
                            .backprop(),
                    tf.constant((float) BATCH));
            Output<?>[] gradients = graph.addGradients(
                    "direct",
                    new Output<?>[] {nodes.last().logits().asOutput()},
                    weights.stream().map(Operand::asOutput).toArray(Output<?>[]::new),
                    new Output<?>[] {atLogits.asOutput()});
            Operand<TFloat32> power1 = variable(tf, Shape.scalar(), tf.constant(0.9f), first);
            Operand<TFloat32> power2 = variable(tf, Shape.scalar(), tf.constant(0.999f), first);
            Ops after = tf.withControlDependencies(List.copyOf(Arrays.asList(gradients)));
            List<Op> updates = new ArrayList<>();
            for (int i = 0; i < gradients.length; i++) {
                Shape shape = NetworkGraph.shape(network.parameters().get(i).dimensions());
                Operand<TFloat32> zeros = tf.zeros(tf.constant(shape), TFloat32.class);
                updates.add(after.train.applyAdam(
                        weights.get(i),
                        variable(tf, shape, zeros, first),
                        variable(tf, shape, zeros, first),
                        power1,
                        power2,
                        tf.constant(0.002f),
                        tf.constant(0.9f),
                        tf.constant(0.999f),
                        tf.constant(1e-8f),
                        gradients[i].expect(TFloat32.class)));
            }
            Ops last = tf.withControlDependencies(updates);
            Op powers = last.assign(power1, last.math.mul(power1, tf.constant(0.9f)));
            step = tf.withControlDependencies(powers, last.assign(power2, last.math.mul(power2, tf.constant(0.999f))))
                    .noOp();
            session = new Session(graph, device.sessions());
            Session.Runner runner = session.runner();
            first.forEach(runner::addTarget);
            runner.run().close();
        }

        private static Variable<TFloat32> variable(Ops tf, Shape shape, Operand<TFloat32> value, List<Op> first) {
            Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
            first.add(tf.assign(variable, value));
            return variable;
        }

        float[] infer(float[] images) {
            try (TFloat32 x = Tensors.of(Shape.of(BATCH, 1, 28, 28), images);
                    Result result = session.runner()
                            .feed(nodes.inputs(), x)
                            .fetch(nodes.last().logits())
                            .run()) {
                return Tensors.floats(result.get(0));
            }
        }

        void train(float[] images, int[] given) {
            try (TFloat32 x = Tensors.of(Shape.of(BATCH, 1, 28, 28), images);
                    TInt32 y = TInt32.vectorOf(given)) {
                session.runner()
                        .feed(nodes.inputs(), x)
                        .feed(labels, y)
                        .addTarget(step)
                        .run()
                        .close();
            }
        }

        @Override
        public void close() {
            session.close();
            graph.close();
        }
    }

    private static Examples noise() {
        Random random = new Random(1);
        float[] values = new float[ROWS * 28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Examples(
                new FloatTensor(ROWS, new int[] {1, 28, 28}, values),
                new Labels(CLASSES, random.ints(ROWS, 0, CLASSES).toArray()));
    }
}
