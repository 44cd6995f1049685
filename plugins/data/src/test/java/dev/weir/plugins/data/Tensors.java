package dev.weir.plugins.data;

import dev.weir.api.FloatTensor;
import dev.weir.api.Inputs;
import java.util.Random;

/** Float tensors for tests. */
final class Tensors {
    private Tensors() {}

    static FloatTensor image(int height, int width, float... values) {
        return new FloatTensor(values.length / (height * width), new int[] {1, height, width}, values);
    }

    static FloatTensor random(Random random, int rows, int... shape) {
        int size = rows;
        for (int dimension : shape) {
            size *= dimension;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = random.nextFloat();
        }
        return new FloatTensor(rows, shape, values);
    }

    static float[] numbers(Inputs inputs) {
        FloatTensor tensor = (FloatTensor) inputs;
        float[] values = new float[tensor.rows() * tensor.width()];
        tensor.copyRows(0, tensor.rows(), values);
        return values;
    }

    static int[] shape(Inputs inputs) {
        return ((FloatTensor) inputs).shape();
    }
}
