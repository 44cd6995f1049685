package dev.weir.plugins.engine.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import dev.weir.plugins.engine.support.TensorOperations;

/** A network's operations on PyTorch. Results belong to the manager of the input. */
enum PyTorchOperations implements TensorOperations<NDArray> {
    INSTANCE;

    private static final Shape TWO = new Shape(2, 2);
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
}
