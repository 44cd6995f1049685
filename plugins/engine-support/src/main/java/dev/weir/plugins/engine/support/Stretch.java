package dev.weir.plugins.engine.support;

import java.util.List;
import java.util.stream.Stream;

/**
 * What lies between two exits of a network, or between its inputs and the first exit, with the exit at its end.
 *
 * @param trunk layers on which everything behind them goes on
 * @param shape of what the trunk puts out for one example
 * @param head  the exit's own layers; the last one is dense and gives the logits
 */
public record Stretch(List<Layer> trunk, List<Integer> shape, List<Layer> head) {

    public Stretch {
        trunk = List.copyOf(trunk);
        shape = List.copyOf(shape);
        head = List.copyOf(head);
        if (head.isEmpty() || !(head.get(head.size() - 1) instanceof Layer.Dense)) {
            throw new IllegalArgumentException("the last layer must be dense, got " + head);
        }
    }

    /** All layers, in the order in which they are computed. */
    Stream<Layer> layers() {
        return Stream.concat(trunk.stream(), head.stream());
    }

    /** Numbers that the trunk puts out for one example. */
    int width() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /** Width of what the dense layer of the exit reads. */
    int featureWidth() {
        return ((Layer.Dense) head.get(head.size() - 1)).in();
    }

    static long macs(List<Layer> layers) {
        return layers.stream().mapToLong(Layer::macs).sum();
    }

    static List<Parameter> parameters(List<Layer> layers) {
        return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
    }
}
