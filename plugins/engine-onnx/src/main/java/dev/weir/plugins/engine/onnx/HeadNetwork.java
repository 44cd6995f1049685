package dev.weir.plugins.engine.onnx;

import dev.weir.plugins.engine.support.Layer;
import dev.weir.plugins.engine.support.NetworkPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** A network of dense layers in plain Java: forward and back. Each row is computed alone. */
final class HeadNetwork {
    private final List<Layer> layers;
    private final List<float[]> weights;
    private final int in;

    /**
     * A network.
     *
     * @param plan    of flatten, dense and ReLU layers alone
     * @param weights in the order of the plan's parameters; read, never copied
     */
    HeadNetwork(NetworkPlan plan, List<float[]> weights) {
        this.layers = plan.layers();
        this.weights = weights;
        this.in = plan.inputWidth();
    }

    /** The input, and what each layer puts out for {@code n} rows. */
    List<float[]> activations(float[] input, int n) {
        List<float[]> activations = new ArrayList<>();
        activations.add(input.length == n * in ? input : Arrays.copyOf(input, n * in));
        int read = 0;
        for (Layer layer : layers) {
            float[] last = activations.get(activations.size() - 1);
            if (layer instanceof Layer.Dense dense) {
                activations.add(dense(dense, last, n, weights.get(read), weights.get(read + 1)));
                read += 2;
            } else if (layer instanceof Layer.Relu) {
                float[] cut = last.clone();
                for (int i = 0; i < cut.length; i++) {
                    cut[i] = Math.max(0, cut[i]);
                }
                activations.add(cut);
            } else if (layer instanceof Layer.Flatten) {
                activations.add(last);
            } else {
                throw new IllegalStateException("no head has the layer " + layer);
            }
        }
        return activations;
    }

    private static float[] dense(Layer.Dense layer, float[] input, int n, float[] weight, float[] bias) {
        int width = layer.in();
        float[] output = new float[n * layer.out()];
        for (int row = 0; row < n; row++) {
            for (int o = 0; o < layer.out(); o++) {
                output[row * layer.out() + o] = bias[o] + dot(input, row * width, weight, o * width, width);
            }
        }
        return output;
    }

    /** In four sums, which the processor adds up side by side. */
    private static float dot(float[] first, int firstFrom, float[] second, int secondFrom, int size) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < size; i += 4) {
            a += first[firstFrom + i] * second[secondFrom + i];
            b += first[firstFrom + i + 1] * second[secondFrom + i + 1];
            c += first[firstFrom + i + 2] * second[secondFrom + i + 2];
            d += first[firstFrom + i + 3] * second[secondFrom + i + 3];
        }
        for (; i < size; i++) {
            a += first[firstFrom + i] * second[secondFrom + i];
        }
        return (a + b) + (c + d);
    }

    /**
     * The derivative of the loss by each weight, for a batch of {@code n} rows.
     *
     * @param gradient gives the derivative by each logit, for the logits
     */
    List<float[]> gradients(float[] input, int n, UnaryOperator<float[]> gradient) {
        List<float[]> activations = activations(input, n);
        List<float[]> gradients = new ArrayList<>();
        weights.forEach(values -> gradients.add(new float[values.length]));
        float[] above = gradient.apply(activations.get(layers.size()));
        int read = weights.size();
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            if (layer instanceof Layer.Dense dense) {
                read -= 2;
                above = back(dense, activations.get(i), n, above, read, gradients);
            } else if (layer instanceof Layer.Relu) {
                float[] output = activations.get(i + 1);
                for (int j = 0; j < above.length; j++) {
                    above[j] = output[j] > 0 ? above[j] : 0;
                }
            }
        }
        return gradients;
    }

    private float[] back(Layer.Dense layer, float[] input, int n, float[] above, int read, List<float[]> gradients) {
        int width = layer.in();
        float[] weight = weights.get(read);
        float[] atWeight = gradients.get(read);
        float[] atBias = gradients.get(read + 1);
        float[] below = new float[n * width];
        for (int row = 0; row < n; row++) {
            for (int o = 0; o < layer.out(); o++) {
                float g = above[row * layer.out() + o];
                atBias[o] += g;
                for (int i = 0; i < width; i++) {
                    atWeight[o * width + i] += g * input[row * width + i];
                    below[row * width + i] += g * weight[o * width + i];
                }
            }
        }
        return below;
    }
}
