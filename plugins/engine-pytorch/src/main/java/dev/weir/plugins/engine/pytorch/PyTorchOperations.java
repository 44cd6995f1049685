package dev.weir.plugins.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import dev.weir.plugins.engine.support.TensorOperations;
import java.util.Arrays;

/** A network's operations on PyTorch. Results belong to the manager of the input. */
enum PyTorchOperations implements TensorOperations<NDArray> {
    INSTANCE;

    private static final Shape TWO = new Shape(2, 2);
    private static final float EPSILON = 1e-5f;

    /** Leaves nothing of a weight, and is far from overflowing. */
    private static final float HIDDEN = -1e9f;

    private static final Shape NONE = new Shape(0, 0);

    @Override
    public NDArray flatten(NDArray input) {
        long rows = input.getShape().get(0);
        return input.reshape(rows, input.getShape().slice(1).size());
    }

    @Override
    public NDArray dense(NDArray input, NDArray weight, NDArray bias) {
        return Linear.linear(input, weight, bias).singletonOrThrow();
    }

    @Override
    public NDArray convolution(NDArray input, NDArray weight, NDArray bias, int side, int stride) {
        if (side == 1 && stride > 1) {
            // oneDNN's backward pass of a strided 1 x 1 convolution writes beyond its memory on AVX-512 processors.
            NDIndex kept = new NDIndex(":, :, ::" + stride + ", ::" + stride);
            return convolution(input.get(kept), weight, bias, side, 1);
        }
        Shape zeros = new Shape(side / 2, side / 2);
        return Conv2d.conv2d(input, weight, bias, new Shape(stride, stride), zeros)
                .singletonOrThrow();
    }

    @Override
    public NDArray add(NDArray first, NDArray second) {
        return first.add(second);
    }

    @Override
    public NDArray relu(NDArray input) {
        return Activation.relu(input);
    }

    @Override
    public NDArray maxPool(NDArray input) {
        return Pool.maxPool2d(input, TWO, TWO, NONE, false);
    }

    @Override
    public NDArray globalAveragePool(NDArray input) {
        return Pool.globalAvgPool2d(input);
    }

    @Override
    public NDArray embedding(NDArray tokens, NDArray table, NDArray places) {
        long width = table.getShape().get(1);
        NDArray rows = Activation.relu(tokens).toType(DataType.INT64, false);
        return Embedding.embedding(rows, table, SparseFormat.DENSE)
                .singletonOrThrow()
                .add(places)
                .reshape(-1, width);
    }

    @Override
    public NDArray normalization(NDArray input, NDArray scale, NDArray shift) {
        Shape width = new Shape(input.getShape().get(1));
        return LayerNorm.layerNorm(input, width, scale.add(1), shift, EPSILON).singletonOrThrow();
    }

    @Override
    public NDArray attention(NDArray query, NDArray key, NDArray value, NDArray tokens, int heads) {
        long rows = tokens.getShape().get(0);
        long length = tokens.getShape().get(1);
        long width = query.getShape().get(1);
        Shape shape = new Shape(rows, length, heads, width / heads);
        NDArray queries = query.reshape(shape).transpose(0, 2, 1, 3);
        NDArray keys = key.reshape(shape).transpose(0, 2, 3, 1);
        NDArray values = value.reshape(shape).transpose(0, 2, 1, 3);
        NDArray hidden = Activation.relu(tokens.neg()).mul(HIDDEN).reshape(rows, 1, 1, length);
        NDArray weights = queries.matMul(keys)
                .mul(1 / Math.sqrt((double) width / heads))
                .add(later(tokens.getManager(), (int) length))
                .add(hidden)
                .softmax(-1);
        return weights.matMul(values).transpose(0, 2, 1, 3).reshape(rows * length, width);
    }

    /** What is added to the weights of tokens that come later. */
    private static NDArray later(NDManager manager, int length) {
        float[] added = new float[length * length];
        for (int place = 0; place < length; place++) {
            Arrays.fill(added, place * length + place + 1, (place + 1) * length, HIDDEN);
        }
        return manager.create(added, new Shape(length, length));
    }

    @Override
    public NDArray lastPlaces(NDArray input, int length, int last) {
        if (last == length) {
            return input;
        }
        long width = input.getShape().get(1);
        return input.reshape(-1, length, width)
                .split(new long[] {length - last}, 1)
                .get(1)
                .reshape(-1, width);
    }
}
