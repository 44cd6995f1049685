package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.NetworkPlan;
import dev.weir.plugins.engine.support.Parameter;
import dev.weir.plugins.engine.tensorflow.TensorFlowOperations.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A network and its gradients as a TensorFlow graph that is a function of its weights.
 *
 * @param inputs     {@code [n, ...]}, to be given
 * @param weights    to be given, in the order and the layout of the network's parameters
 * @param exits      what each exit puts out; where a state is given, TensorFlow leaves out what lies before it
 * @param allLogits  the logits of all exits, one below the other: {@code [exits * n, k]}
 * @param between   what is computed between the inputs and all logits and the gradients read; where a pass back is
 *     given it, TensorFlow leaves the pass forward out
 * @param atLogits   the derivative of the loss by all logits, to be given for the gradients
 * @param gradients  the derivative of the loss by each weight
 */
record NetworkGraph(
        Placeholder<TFloat32> inputs,
        List<Operand<TFloat32>> weights,
        List<NetworkPlan.Activations<Operand<TFloat32>>> exits,
        Operand<TFloat32> allLogits,
        List<Operand<TFloat32>> between,
        Placeholder<TFloat32> atLogits,
        List<Output<?>> gradients) {

    /**
     * Adds a network whose weights are given with each call.
     *
     * @param tf adds nodes to the graph
     */
    static NetworkGraph function(NetworkPlan network, Graph graph, Ops tf) {
        List<Operand<TFloat32>> weights = new ArrayList<>();
        for (Parameter parameter : network.parameters()) {
            weights.add(tf.placeholder(TFloat32.class, Placeholder.shape(shape(parameter.dimensions()))));
        }
        return of(network, graph, tf, weights);
    }

    /**
     * Adds a network over weights that the graph has.
     *
     * @param tf adds nodes to the graph
     */
    static NetworkGraph of(NetworkPlan network, Graph graph, Ops tf, List<Operand<TFloat32>> weights) {
        Placeholder<TFloat32> inputs = tf.placeholder(TFloat32.class, Placeholder.shape(batches(network.shape())));
        List<Operand<TFloat32>> between = new ArrayList<>();
        List<NetworkPlan.Activations<Operand<TFloat32>>> exits = network
                .runAll(Node.of(inputs), weights.stream().map(Node::of).toList(), new TensorFlowOperations(tf, between))
                .stream()
                .map(exit -> new NetworkPlan.Activations<>(
                        exit.state().value(),
                        exit.features().value(),
                        exit.logits().value()))
                .toList();
        List<Operand<TFloat32>> logits =
                exits.stream().map(NetworkPlan.Activations::logits).toList();
        boolean one = logits.size() == 1;
        Operand<TFloat32> allLogits = one ? logits.get(0) : tf.concat(logits, tf.constant(0));
        Placeholder<TFloat32> atLogits =
                tf.placeholder(TFloat32.class, Placeholder.shape(batches(List.of(network.classes()))));
        Output<?>[] gradients = graph.addGradients(
                "gradient",
                new Output<?>[] {allLogits.asOutput()},
                weights.stream().map(Operand::asOutput).toArray(Output<?>[]::new),
                new Output<?>[] {atLogits.asOutput()});
        return new NetworkGraph(
                inputs,
                List.copyOf(weights),
                exits,
                allLogits,
                one ? between.subList(0, between.size() - 1) : between,
                atLogits,
                Arrays.asList(gradients));
    }

    /** What the last exit puts out. */
    NetworkPlan.Activations<Operand<TFloat32>> last() {
        return exits.get(exits.size() - 1);
    }

    static Shape shape(List<Integer> dimensions) {
        return Shape.of(dimensions.stream().mapToLong(Integer::longValue).toArray());
    }

    /** The shape of any number of examples. */
    static Shape batches(List<Integer> dimensions) {
        return Shape.of(Shape.UNKNOWN_SIZE).append(shape(dimensions));
    }
}
