package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.NetworkEngine;
import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Parameter;
import dev.weir.plugins.engine.support.Passage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * A network whose weights live in TensorFlow, as tensors that are handed to the graph with each pass. So no pass
 * changes a weight, and any number of them may run beside each other.
 */
final class TensorFlowNetwork implements NetworkEngine {
    private final NetworkPlan network;
    private final Graph graph;
    private final NetworkGraph nodes;
    private final Session session;
    private final List<TFloat32> weights = new ArrayList<>();

    TensorFlowNetwork(NetworkPlan network, List<float[]> initialWeights, TensorFlow.Device device) {
        this.network = network;
        this.graph = new Graph();
        this.nodes = NetworkGraph.function(network, graph, device.operations(graph));
        this.session = new Session(graph, device.sessions());
        for (int i = 0; i < initialWeights.size(); i++) {
            Parameter parameter = network.parameters().get(i);
            weights.add(Tensors.of(NetworkGraph.shape(parameter.dimensions()), initialWeights.get(i)));
        }
    }

    @Override
    public NetworkPlan.Activations<float[]> forward(float[] given, int rows, Passage passage) {
        NetworkPlan.Activations<Operand<TFloat32>> exit = nodes.exits().get(passage.to() - 1);
        Operand<TFloat32> start = passage.from() == 0
                ? nodes.inputs()
                : nodes.exits().get(passage.from() - 1).state();
        try (TFloat32 batch = batch(start, rows, given)) {
            Set<Operand<TFloat32>> wanted = new LinkedHashSet<>(List.of(exit.logits()));
            if (passage.withFeatures()) {
                wanted.add(exit.features());
            }
            if (passage.withState()) {
                wanted.add(exit.state()); // which the features are, where the head is a dense layer alone
            }
            Session.Runner runner = runner(start, batch);
            wanted.forEach(runner::fetch);
            try (Result result = runner.run()) {
                return new NetworkPlan.Activations<>(
                        passage.withState() ? Tensors.floats(result.get(wanted.size() - 1)) : new float[0],
                        passage.withFeatures() ? Tensors.floats(result.get(1)) : new float[0],
                        Tensors.floats(result.get(0)));
            }
        }
    }

    /** The first {@code rows} examples of what a node of the graph holds; an image of a state has its channels last. */
    private static TFloat32 batch(Operand<TFloat32> start, int rows, float[] given) {
        long[] shape = start.shape().asArray().clone();
        shape[0] = rows;
        return Tensors.of(Shape.of(shape), given);
    }

    private Session.Runner runner(Operand<TFloat32> start, TFloat32 batch) {
        Session.Runner runner = session.runner().feed(start, batch);
        for (int i = 0; i < weights.size(); i++) {
            runner.feed(nodes.weights().get(i), weights.get(i));
        }
        return runner;
    }

    @Override
    public List<float[]> gradients(float[] inputs, int rows, UnaryOperator<float[]> gradient) {
        try (Pass pass = new Pass(inputs, rows)) {
            return pass.back(gradient.apply(pass.logits()), 0);
        }
    }

    /** A pass forward, whose results are kept for passes back: these are not computed again. */
    private final class Pass implements AutoCloseable {
        private final int rows;
        private final TFloat32 batch;
        private final Result forward;

        Pass(float[] inputs, int rows) {
            this.rows = rows;
            this.batch = batch(nodes.inputs(), rows, inputs);
            Session.Runner runner = runner(nodes.inputs(), batch).fetch(nodes.allLogits());
            nodes.between().forEach(runner::fetch);
            this.forward = runner.run();
        }

        float[] logits() {
            return Tensors.floats(forward.get(0));
        }

        List<float[]> back(float[] atLogits, int from) {
            try (TFloat32 given = Tensors.of(
                    Shape.of((long) network.exits() * rows * network.places(), network.classes()), atLogits)) {
                Session.Runner runner = runner(nodes.inputs(), batch).feed(nodes.atLogits(), given);
                for (int i = 0; i < nodes.between().size(); i++) {
                    runner.feed(nodes.between().get(i), forward.get(1 + i));
                }
                for (Output<?> gradient : nodes.gradients().subList(from, weights.size())) {
                    runner.fetch(gradient);
                }
                List<float[]> gradients = new ArrayList<>();
                try (Result result = runner.run()) {
                    for (int i = 0; i < result.size(); i++) {
                        gradients.add(Tensors.floats(result.get(i)));
                    }
                }
                return gradients;
            }
        }

        @Override
        public void close() {
            forward.close();
            batch.close();
        }
    }

    @Override
    public List<List<float[]>> logitGradients(float[] input, int from) {
        int classes = network.classes();
        List<List<float[]>> gradients = new ArrayList<>();
        try (Pass pass = new Pass(input, 1)) {
            for (int c = 0; c < classes; c++) {
                float[] atLogits = new float[network.exits() * classes];
                atLogits[atLogits.length - classes + c] = 1;
                gradients.add(pass.back(atLogits, from));
            }
        }
        return gradients;
    }

    @Override
    public List<float[]> read() {
        return weights.stream().map(Tensors::floats).toList();
    }

    @Override
    public void write(List<float[]> values) {
        for (int i = 0; i < weights.size(); i++) {
            Tensors.write(values.get(i), weights.get(i));
        }
    }

    @Override
    public void export(Path folder) throws IOException {
        SavedModelExport.write(network, read(), folder.resolve("saved-model"));
    }

    @Override
    public void close() {
        session.close();
        graph.close();
        weights.forEach(TFloat32::close);
    }
}
