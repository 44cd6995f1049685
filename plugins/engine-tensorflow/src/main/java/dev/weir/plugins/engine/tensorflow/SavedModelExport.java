package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.DeviceChoice;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * A network as a SavedModel that any TensorFlow opens, trains and asks. Its signatures:
 *
 * <ul>
 *   <li>{@code serving_default}: {@code x [n, ...]} to {@code logits [n, k]};
 *   <li>{@code features}: {@code x} to {@code features [n, d]};
 *   <li>{@code exits}, of a network with several: {@code x} to the logits of each, {@code exit1}, {@code exit2}, ...;
 *   <li>{@code train}: one step of Adam at {@code x} against {@code dlogits}, the derivative of the loss by the
 *       logits (of all exits, one below the other), at the learning rate {@code lr}; the means it keeps are variables of the model and saved with it;
 *   <li>{@code reset}: forgets those means, for a new training;
 *   <li>{@code get_weights}, {@code set_weights}: the weights by their names, in the layout of {@link Parameter}.
 * </ul>
 *
 * <p>A signature without inputs can not be called from everywhere: where there are none, {@code any} takes one
 * number and passes it on as {@code done}.
 */
final class SavedModelExport {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final NetworkPlan network;
    private final Graph graph = new Graph();
    private final Ops tf = Ops.create(graph);
    private final List<Variable<TFloat32>> weights = new ArrayList<>();
    private final List<Placeholder<TFloat32>> given = new ArrayList<>();
    private final List<Op> assigning = new ArrayList<>();
    private final List<Op> resetting = new ArrayList<>();
    private final List<Signature> signatures = new ArrayList<>();

    private SavedModelExport(NetworkPlan network) {
        this.network = network;
    }

    /** Writes a folder that is not there yet. */
    static void write(NetworkPlan network, List<float[]> values, Path folder) throws IOException {
        TensorFlow.Device device = TensorFlow.on(DeviceChoice.of("cpu"));
        SavedModelExport export = new SavedModelExport(network);
        try (Graph graph = export.graph) {
            export.build();
            try (Session session = new Session(graph, device.sessions())) {
                export.run(session, values);
                SavedModelBundle.exporter(folder.toString())
                        .withSession(session)
                        .withSignatures(export.signatures.toArray(Signature[]::new))
                        .export();
            }
        }
    }

    private void build() {
        for (Parameter parameter : network.parameters()) {
            weights.add(tf.variable(NetworkGraph.shape(parameter.dimensions()), TFloat32.class));
            given.add(tf.placeholder(TFloat32.class, Placeholder.shape(NetworkGraph.shape(parameter.dimensions()))));
        }
        NetworkGraph nodes = NetworkGraph.of(network, graph, tf, List.copyOf(weights));
        signatures.add(Signature.builder(Signature.DEFAULT_KEY)
                .input("x", nodes.inputs())
                .output("logits", nodes.last().logits())
                .build());
        signatures.add(Signature.builder("features")
                .input("x", nodes.inputs())
                .output("features", nodes.last().features())
                .build());
        if (network.exits() > 1) {
            Signature.Builder exits = Signature.builder("exits").input("x", nodes.inputs());
            for (int exit = 1; exit <= network.exits(); exit++) {
                exits.output("exit" + exit, nodes.exits().get(exit - 1).logits());
            }
            signatures.add(exits.build());
        }
        train(nodes);
        readAndWrite();
    }

    private void train(NetworkGraph nodes) {
        Placeholder<TFloat32> rate = number();
        Variable<TFloat32> power1 = slot(Shape.scalar(), tf.constant(BETA1));
        Variable<TFloat32> power2 = slot(Shape.scalar(), tf.constant(BETA2));
        List<Op> gradients = new ArrayList<>(nodes.gradients());
        // Or an update could change a weight before another gradient has read it.
        Ops afterGradients = tf.withControlDependencies(gradients);
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            Variable<TFloat32> weight = weights.get(i);
            Shape shape = NetworkGraph.shape(network.parameters().get(i).dimensions());
            Operand<TFloat32> zeros = tf.zeros(tf.constant(shape), TFloat32.class);
            Variable<TFloat32> mean = slot(shape, zeros);
            Variable<TFloat32> variance = slot(shape, zeros);
            updates.add(afterGradients.train.applyAdam(
                    weight,
                    mean,
                    variance,
                    power1,
                    power2,
                    rate,
                    tf.constant(BETA1),
                    tf.constant(BETA2),
                    tf.constant(EPSILON),
                    nodes.gradients().get(i).asOutput().expect(TFloat32.class)));
        }
        Ops afterUpdates = tf.withControlDependencies(updates);
        List<Op> powers = List.of(
                afterUpdates.assign(power1, afterUpdates.math.mul(power1, tf.constant(BETA1))),
                afterUpdates.assign(power2, afterUpdates.math.mul(power2, tf.constant(BETA2))));
        signatures.add(Signature.builder("train")
                .input("x", nodes.inputs())
                .input("dlogits", nodes.atLogits())
                .input("lr", rate)
                .output("done", tf.withControlDependencies(powers).deepCopy(rate))
                .build());
    }

    /** A variable with a value to start from. */
    private Variable<TFloat32> slot(Shape shape, Operand<TFloat32> first) {
        Variable<TFloat32> slot = tf.variable(shape, TFloat32.class);
        resetting.add(tf.assign(slot, first));
        return slot;
    }

    private void readAndWrite() {
        Placeholder<TFloat32> toReset = number();
        signatures.add(Signature.builder("reset")
                .input("any", toReset)
                .output("done", tf.withControlDependencies(resetting).deepCopy(toReset))
                .build());
        Placeholder<TFloat32> toRead = number();
        Signature.Builder reading = Signature.builder("get_weights").input("any", toRead);
        Signature.Builder writing = Signature.builder("set_weights");
        for (int i = 0; i < weights.size(); i++) {
            String name = network.parameters().get(i).name();
            // A copy: the variable's own memory would change under whoever reads it.
            reading.output(name, tf.deepCopy(weights.get(i)));
            writing.input(name, given.get(i));
            assigning.add(tf.assign(weights.get(i), given.get(i)));
        }
        signatures.add(reading.output("done", tf.deepCopy(toRead)).build());
        signatures.add(
                writing.output("done", tf.withControlDependencies(assigning).deepCopy(tf.constant(0f)))
                        .build());
    }

    private Placeholder<TFloat32> number() {
        return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    }

    private void run(Session session, List<float[]> values) {
        List<TFloat32> tensors = new ArrayList<>();
        try {
            Session.Runner runner = session.runner();
            for (int i = 0; i < values.size(); i++) {
                tensors.add(Tensors.of(
                        NetworkGraph.shape(network.parameters().get(i).dimensions()), values.get(i)));
                runner.feed(given.get(i), tensors.get(i));
            }
            assigning.forEach(runner::addTarget);
            resetting.forEach(runner::addTarget);
            runner.run().close();
        } finally {
            tensors.forEach(TFloat32::close);
        }
    }
}
