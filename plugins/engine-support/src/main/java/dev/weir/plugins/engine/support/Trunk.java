package dev.weir.plugins.engine.support;

import java.util.ArrayList;
import java.util.List;

/** A network while its layers are stacked; it is cut where exits are. */
final class Trunk {
    private final List<Integer> exits;
    private final int classes;
    private final List<Stretch> done = new ArrayList<>();
    private List<Layer> layers = new ArrayList<>();
    private List<Integer> shape;
    private int blocks;

    /**
     * A network without layers.
     *
     * @param exits behind which blocks there are exits besides the last one, ascending
     * @param shape of what the first layer that is added puts out
     */
    Trunk(List<Integer> exits, int classes, List<Integer> shape) {
        this.exits = exits;
        this.classes = classes;
        this.shape = shape;
    }

    void add(Layer layer) {
        layers.add(layer);
    }

    /** Ends a block of layers, which put out the given shape. */
    void endBlock(List<Integer> given) {
        shape = given;
        blocks++;
        if (exits.contains(blocks)) {
            cut("exit" + (done.size() + 1));
        }
    }

    /** Ends the network. */
    List<Stretch> end() {
        cut("output");
        return done;
    }

    private void cut(String name) {
        List<Layer> head = new ArrayList<>();
        if (shape.size() == 3) {
            head.add(new Layer.GlobalAveragePool());
        }
        head.add(new Layer.Dense(name, shape.get(0), classes));
        done.add(new Stretch(layers, shape, head));
        layers = new ArrayList<>();
    }
}
