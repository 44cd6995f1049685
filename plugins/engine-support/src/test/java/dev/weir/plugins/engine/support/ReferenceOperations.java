package dev.weir.plugins.engine.support;

import dev.weir.api.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A network's operations as their definitions say, in double precision: what engines and exports are compared with. */
public enum ReferenceOperations implements TensorOperations<ReferenceOperations.Tensor> {
    INSTANCE;

    /** A tensor, row-major. */
    @SuppressWarnings("ArrayRecordComponent") // read by index only
    public record Tensor(int[] shape, double[] values) {

        /** A tensor of single numbers. */
        static Tensor of(List<Integer> shape, float[] values) {
            int size = shape.stream().reduce(1, Math::multiplyExact);
            return new Tensor(
                    shape.stream().mapToInt(Integer::intValue).toArray(),
                    IntStream.range(0, size).mapToDouble(i -> values[i]).toArray());
        }

        private int size(int from) {
            int size = 1;
            for (int i = from; i < shape.length; i++) {
                size *= shape[i];
            }
            return size;
        }
    }

    /** What a network of these weights puts out at its last exit. */
    public static NetworkPlan.Activations<Tensor> run(NetworkPlan plan, FloatTensor inputs, List<float[]> weights) {
        List<NetworkPlan.Activations<Tensor>> all = runAll(plan, inputs, weights);
        return all.get(all.size() - 1);
    }

    /** What a network of these weights puts out at each exit. */
    public static List<NetworkPlan.Activations<Tensor>> runAll(
            NetworkPlan plan, FloatTensor inputs, List<float[]> weights) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            tensors.add(Tensor.of(plan.parameters().get(i).dimensions(), weights.get(i)));
        }
        float[] flat = new float[inputs.rows() * inputs.width()];
        inputs.copyRows(0, inputs.rows(), flat);
        List<Integer> shape =
                new ArrayList<>(Arrays.stream(inputs.shape()).boxed().toList());
        shape.add(0, inputs.rows());
        return plan.runAll(Tensor.of(shape, flat), tensors, INSTANCE);
    }

    @Override
    public Tensor flatten(Tensor input) {
        return new Tensor(new int[] {input.shape[0], input.size(1)}, input.values);
    }

    @Override
    public Tensor dense(Tensor input, Tensor weight, Tensor bias) {
        int out = weight.shape[0];
        int in = weight.shape[1];
        double[] result = new double[input.shape[0] * out];
        for (int i = 0; i < result.length; i++) {
            int row = i / out;
            int o = i % out;
            result[i] = bias.values[o];
            for (int j = 0; j < in; j++) {
                result[i] += weight.values[o * in + j] * input.values[row * in + j];
            }
        }
        return new Tensor(new int[] {input.shape[0], out}, result);
    }

    @Override
    public Tensor convolution(Tensor input, Tensor weight, Tensor bias, int side, int stride) {
        int in = input.shape[1];
        int height = input.shape[2];
        int width = input.shape[3];
        int out = weight.shape[0];
        int zeros = side / 2;
        int outHeight = (height + 2 * zeros - side) / stride + 1;
        int outWidth = (width + 2 * zeros - side) / stride + 1;
        double[] result = new double[input.shape[0] * out * outHeight * outWidth];
        for (int i = 0; i < result.length; i++) {
            int left = i % outWidth * stride - zeros;
            int top = i / outWidth % outHeight * stride - zeros;
            int o = i / outWidth / outHeight % out;
            int row = i / outWidth / outHeight / out;
            result[i] = bias.values[o];
            for (int c = 0; c < in; c++) {
                for (int y = Math.max(0, top); y < Math.min(height, top + side); y++) {
                    for (int x = Math.max(0, left); x < Math.min(width, left + side); x++) {
                        result[i] += weight.values[((o * in + c) * side + y - top) * side + x - left]
                                * input.values[((row * in + c) * height + y) * width + x];
                    }
                }
            }
        }
        return new Tensor(new int[] {input.shape[0], out, outHeight, outWidth}, result);
    }

    @Override
    public Tensor add(Tensor first, Tensor second) {
        double[] result = first.values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] += second.values[i];
        }
        return new Tensor(first.shape, result);
    }

    @Override
    public Tensor relu(Tensor input) {
        double[] result = input.values.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.max(0, result[i]);
        }
        return new Tensor(input.shape, result);
    }

    @Override
    public Tensor maxPool(Tensor input) {
        int height = input.shape[2];
        int width = input.shape[3];
        int halfHeight = height / 2;
        int halfWidth = width / 2;
        double[] result = new double[input.shape[0] * input.shape[1] * halfHeight * halfWidth];
        for (int i = 0; i < result.length; i++) {
            int image = i / halfWidth / halfHeight;
            int corner = (image * height + 2 * (i / halfWidth % halfHeight)) * width + 2 * (i % halfWidth);
            result[i] = Math.max(
                    Math.max(input.values[corner], input.values[corner + 1]),
                    Math.max(input.values[corner + width], input.values[corner + width + 1]));
        }
        return new Tensor(new int[] {input.shape[0], input.shape[1], halfHeight, halfWidth}, result);
    }

    @Override
    public Tensor globalAveragePool(Tensor input) {
        int pixels = input.size(2);
        double[] result = new double[input.shape[0] * input.shape[1]];
        for (int i = 0; i < input.values.length; i++) {
            result[i / pixels] += input.values[i] / pixels;
        }
        return new Tensor(new int[] {input.shape[0], input.shape[1]}, result);
    }
}
