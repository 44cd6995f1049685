package dev.weir.plugins.engine.tensorflow;

import dev.weir.plugins.engine.support.TensorOperations;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.train.BatchMatMul;
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
    private static final float EPSILON = 1e-5f;

    /** Leaves nothing of a weight, and is far from overflowing. */
    private static final float HIDDEN = -1e9f;

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

    @Override
    public Node embedding(Node tokens, Node table, Node places) {
        long width = table.value.shape().get(1);
        Operand<TInt32> rows = tf.dtypes.cast(tf.nn.relu(tokens.value), TInt32.class);
        Operand<TFloat32> found = result(tf.gather(table.value, rows, tf.constant(0)));
        return Node.of(result(rows(tf.math.add(found, places.value), width)));
    }

    @Override
    public Node normalization(Node input, Node scale, Node shift) {
        Operand<TInt32> last = tf.constant(new int[] {1});
        Operand<TFloat32> mean = result(tf.math.mean(input.value, last, Mean.keepDims(true)));
        Operand<TFloat32> centered = result(tf.math.sub(input.value, mean));
        Operand<TFloat32> variance = result(tf.math.mean(tf.math.square(centered), last, Mean.keepDims(true)));
        Operand<TFloat32> inverse = result(tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON))));
        Operand<TFloat32> normal = result(tf.math.mul(centered, inverse));
        Operand<TFloat32> scaled = tf.math.mul(normal, tf.math.add(scale.value, tf.constant(1f)));
        return Node.of(result(tf.math.add(scaled, shift.value)));
    }

    @Override
    public Node attention(Node query, Node key, Node value, Node tokens, int heads) {
        int length = Math.toIntExact(tokens.value.shape().get(1));
        int width = Math.toIntExact(query.value.shape().get(1));
        Operand<TInt32> shape = tf.constant(new int[] {-1, length, heads, width / heads});
        Operand<TInt32> headsFirst = tf.constant(new int[] {0, 2, 1, 3});
        Operand<TFloat32> queries = result(tf.linalg.transpose(tf.reshape(query.value, shape), headsFirst));
        Operand<TFloat32> keys = result(tf.linalg.transpose(tf.reshape(key.value, shape), headsFirst));
        Operand<TFloat32> values = result(tf.linalg.transpose(tf.reshape(value.value, shape), headsFirst));
        Operand<TFloat32> hidden = tf.reshape(
                tf.math.mul(tf.nn.relu(tf.math.neg(tokens.value)), tf.constant(HIDDEN)),
                tf.constant(new int[] {-1, 1, 1, length}));
        Operand<TFloat32> scores = result(tf.train.batchMatMul(queries, keys, TFloat32.class, BatchMatMul.adjY(true)));
        Operand<TFloat32> scaled = tf.math.mul(scores, tf.constant((float) (1 / Math.sqrt((double) width / heads))));
        Operand<TFloat32> weights =
                result(tf.nn.softmax(tf.math.add(tf.math.add(scaled, tf.constant(later(length))), hidden)));
        Operand<TFloat32> attended = result(tf.train.batchMatMul(weights, values, TFloat32.class));
        return Node.of(result(rows(tf.linalg.transpose(attended, headsFirst), width)));
    }

    /** What is added to the weights of tokens that come later. */
    private static float[][] later(int length) {
        float[][] added = new float[length][length];
        for (int place = 0; place < length; place++) {
            Arrays.fill(added[place], place + 1, length, HIDDEN);
        }
        return added;
    }

    @Override
    public Node lastPlaces(Node input, int length, int last) {
        if (last == length) {
            return input;
        }
        int width = Math.toIntExact(input.value.shape().get(1));
        Operand<TFloat32> places = tf.reshape(input.value, tf.constant(new int[] {-1, length, width}));
        Operand<TFloat32> cut = result(tf.slice(
                places, tf.constant(new int[] {0, length - last, 0}), tf.constant(new int[] {-1, last, width})));
        return Node.of(result(rows(cut, width)));
    }

    private Operand<TFloat32> rows(Operand<TFloat32> value, long width) {
        return tf.reshape(value, tf.constant(new int[] {-1, Math.toIntExact(width)}));
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
