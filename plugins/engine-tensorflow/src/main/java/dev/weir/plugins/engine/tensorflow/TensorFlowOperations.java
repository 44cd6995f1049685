package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.TensorOperations;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A network's operations as nodes of a TensorFlow graph.
 *
 * <p>On a processor TensorFlow pools and trains images with their channels last only, so images are turned when
 * the first operation needs it, stay so, and are turned back before they are laid in a row.
 *
 * @param tf      what adds the nodes
 * @param results gathers what the nodes compute of the inputs, the logits last
 */
record TensorFlowOperations(Ops tf, List<Operand<TFloat32>> results)
        implements TensorOperations<TensorFlowOperations.Node> {
    private static final int[] TO_CHANNELS_LAST = {0, 2, 3, 1};
    private static final int[] TO_CHANNELS_FIRST = {0, 3, 1, 2};
    private static final int[] TO_HEIGHT_WIDTH_IN_OUT = {2, 3, 1, 0};

    /**
     * A value in the graph.
     *
     * @param channelsLast whether it is an image {@code [n, height, width, channels]}
     */
    record Node(Operand<TFloat32> value, boolean channelsLast) {

        /** A value as it is at the border. */
        static Node of(Operand<TFloat32> value) {
            return new Node(value, false);
        }
    }

    @Override
    public Node flatten(Node input) {
        Operand<TFloat32> value = input.channelsLast
                ? result(tf.linalg.transpose(input.value, tf.constant(TO_CHANNELS_FIRST)))
                : input.value;
        long width = 1;
        long[] shape = value.shape().asArray();
        for (int i = 1; i < shape.length; i++) {
            width *= shape[i];
        }
        return Node.of(result(tf.reshape(value, tf.constant(new int[] {-1, Math.toIntExact(width)}))));
    }

    @Override
    public Node dense(Node input, Node weight, Node bias) {
        Operand<TFloat32> sums = tf.linalg.matMul(input.value, weight.value, MatMul.transposeB(true));
        return Node.of(result(tf.nn.biasAdd(sums, bias.value)));
    }

    @Override
    public Node convolution(Node input, Node weight, Node bias, int side, int stride) {
        Operand<TFloat32> value = channelsLast(input);
        Operand<TFloat32> kernel = tf.linalg.transpose(weight.value, tf.constant(TO_HEIGHT_WIDTH_IN_OUT));
        // With a stride of 1 TensorFlow's own padding is as wide on both sides; with another it is not.
        if (stride > 1 && side > 1) {
            int zeros = side / 2;
            int[][] around = {{0, 0}, {zeros, zeros}, {zeros, zeros}, {0, 0}};
            value = result(tf.pad(value, tf.constant(around), tf.constant(0f)));
        }
        List<Long> strides = List.of(1L, (long) stride, (long) stride, 1L);
        Operand<TFloat32> sums = tf.nn.conv2d(value, kernel, strides, stride > 1 ? "VALID" : "SAME");
        return new Node(result(tf.nn.biasAdd(sums, bias.value)), true);
    }

    @Override
    public Node add(Node first, Node second) {
        return first.channelsLast == second.channelsLast
                ? new Node(result(tf.math.add(first.value, second.value)), first.channelsLast)
                : new Node(result(tf.math.add(channelsLast(first), channelsLast(second))), true);
    }

    @Override
    public Node relu(Node input) {
        return new Node(result(tf.nn.relu(input.value)), input.channelsLast);
    }

    @Override
    public Node maxPool(Node input) {
        Operand<TFloat32> value = channelsLast(input);
        Operand<TInt32> two = tf.constant(new int[] {1, 2, 2, 1});
        return new Node(result(tf.nn.maxPool(value, two, two, "VALID")), true);
    }

    @Override
    public Node globalAveragePool(Node input) {
        return Node.of(result(tf.math.mean(channelsLast(input), tf.constant(new int[] {1, 2}))));
    }

    private Operand<TFloat32> channelsLast(Node image) {
        return image.channelsLast
                ? image.value
                : result(tf.linalg.transpose(image.value, tf.constant(TO_CHANNELS_LAST)));
    }

    private Operand<TFloat32> result(Operand<TFloat32> value) {
        results.add(value);
        return value;
    }
}
