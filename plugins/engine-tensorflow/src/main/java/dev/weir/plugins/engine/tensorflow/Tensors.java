package dev.weir.plugins.engine.tensorflow;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Copies between arrays and tensors, in one piece. */
final class Tensors {
    private Tensors() {}

    /** A tensor of the first numbers of an array, row-major. */
    static TFloat32 of(Shape shape, float[] values) {
        TFloat32 tensor = TFloat32.tensorOf(shape);
        write(values, tensor);
        return tensor;
    }

    /** Copies the first numbers of an array into a tensor. */
    static void write(float[] values, TFloat32 tensor) {
        int size = Math.toIntExact(tensor.size());
        if (size > 0) {
            tensor.asRawTensor().data().asFloats().write(values, 0, size);
        }
    }

    static float[] floats(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        if (values.length > 0) {
            tensor.asRawTensor().data().asFloats().read(values);
        }
        return values;
    }
}
